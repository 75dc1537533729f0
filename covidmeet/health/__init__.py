"""What a run's counts say about it: pure functions, no Scrapy, no SQLite."""
