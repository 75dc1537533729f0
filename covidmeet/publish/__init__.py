"""A selection of the archive as a folder of static pages, with a search that needs no server."""
