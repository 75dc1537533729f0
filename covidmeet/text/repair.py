"""Stable import path of :mod:`covidmeet.repair`."""

from covidmeet.repair import Repaired, repair

__all__ = ["Repaired", "repair"]
