"""How pages are fetched: with manners, within limits, and telling what came of each address.

Their order and the reason for it is in ``settings.py``.
"""
