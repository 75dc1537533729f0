"""The SQLite side: tables, upserts, search, export, WARC records."""
