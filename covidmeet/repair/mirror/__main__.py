"""``python -m covidmeet.repair.mirror [FILE] [--explain]``: repaired text, and what was done."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from covidmeet.repair.fixes import StepResult, tally
from covidmeet.repair.mirror.repairing import repair


def main(arguments: list[str] | None = None, prog: str = "python -m covidmeet.repair.mirror") -> int:
    """Run the command under the name ``prog``; the exit code is 1 where the input cannot be read."""
    parser = argparse.ArgumentParser(prog=prog, description=repair.__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="UTF-8 text; standard input if left out")
    parser.add_argument(
        "--explain", action="store_true", help="list every fix, with offset, before and after"
    )
    options = parser.parse_args(arguments)
    try:
        seen = options.file.read_bytes() if options.file else sys.stdin.buffer.read()
    except OSError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 1
    found = repair(seen.decode("utf-8", "surrogateescape"))
    sys.stdout.buffer.write(found.text.encode("utf-8", "surrogateescape"))
    _report(found, explain=options.explain)
    return 0


def _report(found: StepResult, *, explain: bool) -> None:
    if explain:
        for fix in found.fixes:
            print(f"{fix.offset}\t{fix.rule}\t{fix.before!a}\t{fix.after!r}", file=sys.stderr)
    for left in found.unrepaired:
        print(f"{left.offset}\tunrepaired {left.rule}\t{left.seen!r}", file=sys.stderr)
    counts = ", ".join(f"{rule} {count}" for rule, count in tally(found.fixes).items())
    print(f"{counts or 'nothing to repair'}; left as found: {len(found.unrepaired)}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
