"""Pages read by worker processes, each page within a time and an amount of memory."""

from covidmeet.pool.pool import Limits, Pool, PoolError, workers_for

__all__ = ["Limits", "Pool", "PoolError", "workers_for"]
