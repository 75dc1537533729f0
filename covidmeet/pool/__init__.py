"""Pages read by worker processes, each page within a time and an amount of memory."""

from covidmeet.pool.pool import Pool, PoolError, workers_for
from covidmeet.pool.worker import Outcome, PageLimits

__all__ = ["Outcome", "PageLimits", "Pool", "PoolError", "workers_for"]
