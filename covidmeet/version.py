"""The one place of the version; it imports nothing, so that everything may import it."""

__version__ = "0.5.0"
