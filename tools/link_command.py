"""Make `covidmeet` of this clone a command of the environment: ``python -m tools.link_command``.

As an editable install does, but without a build, which would fetch packages that no lock file names.
"""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_SCRIPT = """\
#!{python}
import sys

from covidmeet.cli.main import main

sys.exit(main())
"""


def link(packages: Path, scripts: Path) -> Path:
    """Put the clone on the path of the environment with these folders, and the script into it; the script."""
    packages.joinpath("covidmeet-clone.pth").write_text(f"{ROOT}\n", "utf-8")
    if sys.platform == "win32":
        script = scripts / "covidmeet.cmd"
        script.write_text(f'@"{sys.executable}" -m covidmeet %*\n', "utf-8")
    else:
        script = scripts / "covidmeet"
        script.write_text(_SCRIPT.format(python=sys.executable), "utf-8")
        script.chmod(0o755)
    return script


if __name__ == "__main__":
    link(Path(sysconfig.get_path("purelib")), Path(sysconfig.get_path("scripts")))
