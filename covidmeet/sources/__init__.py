"""Where pages come from besides the live web: files, each page of which becomes a ``Fetched``."""
