"""What decides how covidmeet works on this machine, checked and told in lines for a bug report."""

from __future__ import annotations

from covidmeet.doctor.checks import Check, CheckLevel

__all__ = ["Check", "CheckLevel"]
