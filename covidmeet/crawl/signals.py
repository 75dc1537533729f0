"""The project's own Scrapy signals."""

# Sent with ``url`` (str) and ``reject`` (``reasons.Reject``): a page or document that no item could be made
# of.
page_rejected = object()

# Sent with ``error`` (a SQLite error): the archive could not be read or written.
archive_failed = object()
