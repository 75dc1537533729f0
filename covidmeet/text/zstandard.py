"""The Zstandard module of the standard library, or the same for the Python versions that lack it."""

import sys

if sys.version_info >= (3, 14):
    from compression import zstd as zstd
else:
    from backports import zstd as zstd
