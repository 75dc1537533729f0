"""``python -m covidmeet.corpus.child STATE ROUND WORKERS``: one round on this machine.

It ends, with all its workers, when the process that started it is gone: its standard input then ends.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

_STDIN = 0


def _end_with_parent() -> None:
    # Not by ``sys.stdin``: its lock would be held in every process that is forked meanwhile.
    while os.read(_STDIN, 1):
        pass
    if sys.platform == "win32":
        os._exit(1)
    else:
        os.killpg(0, signal.SIGKILL)


def main(state: Path, of_round: str, workers: int) -> None:
    """Do what is not completed of a round; raises what a task raised."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if sys.platform != "win32" and workers > 1:
        # Workers are forked from a process that has everything imported, instead of importing it each; it
        # does that while this one imports the same.
        from multiprocess import forkserver

        forkserver.set_forkserver_preload(["covidmeet.corpus.preload"])
        forkserver.ensure_running()
    from covidmeet.corpus.executors import kept_job, local_executor

    local_executor(kept_job(state), state, of_round, workers).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
