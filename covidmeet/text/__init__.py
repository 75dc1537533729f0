"""Pure functions on ``str`` and ``bytes``: no Scrapy, no SQLite, usable by anyone."""
