"""Undo the damage that mirror kits do to a Chinese page: readings, lost bytes, shifted runs, controls."""

from covidmeet.repair.mirror.repairing import damaged, repair

__all__ = ["damaged", "repair"]
