"""Imported once by the process that workers are forked from: all that reading a page needs."""

from __future__ import annotations

import gc

from covidmeet.pool import worker
from covidmeet.stages import PURE

__all__ = ["worker"]

for stage in PURE:
    _ = stage.function
gc.freeze()
