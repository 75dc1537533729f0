"""The project's own Scrapy signals."""

# Sent with ``url`` (str) and ``reject`` (``reasons.Reject``): a page or document that no item could be made
# of.
page_rejected = object()

# Sent with ``verdict`` (str), once a run is judged and before its archive is closed.
run_judged = object()

# Sent with ``error`` (a SQLite error): the archive could not be read or written.
archive_failed = object()

# Sent when a list was read or given up, and all that it leads to is scheduled.
list_done = object()
