"""The project's own Scrapy signals."""

# Sent with ``url``, ``reason``, ``detail`` (str): a page or document that no item could be made of.
page_rejected = object()
