"""Stable import path of :mod:`covidmeet.repair.mirror`."""

from covidmeet.repair.mirror import damaged, repair

__all__ = ["damaged", "repair"]
