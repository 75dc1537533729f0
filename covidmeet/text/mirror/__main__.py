"""``python -m covidmeet.text.mirror [FILE] [--explain]``: stable name of the mirror repair's command."""

from __future__ import annotations

import sys

from covidmeet.repair.mirror.__main__ import main

if __name__ == "__main__":
    sys.exit(main(prog="python -m covidmeet.text.mirror"))
