"""Imported once by the process that workers are forked from."""

from __future__ import annotations

from covidmeet.corpus import readers, steps, writing
from covidmeet.pool import preload

__all__ = ["preload", "readers", "steps", "writing"]
