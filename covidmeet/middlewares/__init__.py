"""How pages are fetched: rate limits, robots.txt, bounds, refusals, and the outcome of each address.

Their order and the reason for it is in ``settings.py``.
"""
