"""The project's own Scrapy signals."""

# Sent with ``url`` (str) and ``reject`` (``reasons.Reject``): a page or document that no item could be made
# of.
page_rejected = object()

# Sent with ``url`` (str) and ``reject``: a capture of a page was no use, and another one is asked for.
capture_passed_over = object()

# Sent with ``verdict`` (str), once a run is judged and before its archive is closed.
run_judged = object()

# Sent with ``error`` (a SQLite error): the archive could not be read or written.
archive_failed = object()

# Sent when a list was read or given up, and all that it leads to is scheduled.
list_done = object()

# Sent with ``response`` and ``url_hash`` (str): the page is a further one of the article with this hash.
part_read = object()
