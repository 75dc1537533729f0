"""``python -m covidmeet`` is ``covidmeet``, also where no script was installed."""

import sys

from covidmeet.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
