"""The archive in a browser: pages over Datasette, which only read."""
