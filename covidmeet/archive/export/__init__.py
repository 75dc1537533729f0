"""The archive as files that other programs read, and CSV read back to the letter."""

from covidmeet.archive.export.cells import defuse, restore
from covidmeet.archive.export.read_back import read_csv

__all__ = ("defuse", "read_csv", "restore")
