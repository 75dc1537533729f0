"""Worker processes that read pages."""
