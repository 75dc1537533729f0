"""What watches a crawl: its rejects, its health."""
