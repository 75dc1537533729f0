"""Stable import path of :mod:`covidmeet.repair`."""

from covidmeet.repair import Repair, Repaired, repair

__all__ = ["Repair", "Repaired", "repair"]
