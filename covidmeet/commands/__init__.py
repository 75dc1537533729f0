"""Sub-commands of ``scrapy``."""
