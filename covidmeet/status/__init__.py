"""How the crawls are doing: read from the archive, shown as a table, as JSON or as a web page."""
