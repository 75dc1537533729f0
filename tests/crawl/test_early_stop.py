"""A signal before the event loop runs ends a crawl as one that was stopped, and nothing else is touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from covidmeet.crawl.early_stop import stop_early_in_crawls

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize(
    "argv",
    [
        ["/usr/bin/scrapy", "crawl", "documents"],
        ["/x/scrapy/__main__.py", "crawlall"],
        ["covidmeet", "-d", "a.db", "crawl", "documents"],
    ],
)
def test_crawls_end_with_the_code_of_stopped_ones(argv: list[str], number: int) -> None:
    stop_early_in_crawls(argv)
    with pytest.raises(SystemExit) as ended:
        os.kill(os.getpid(), number)
    assert ended.value.code == 2


@pytest.mark.parametrize("argv", [["scrapy", "status"], ["pytest", "crawl"], ["covidmeet"], [""]])
def test_other_programs_keep_their_handlers(argv: list[str]) -> None:
    before = [signal.getsignal(number) for number in SIGNALS]
    stop_early_in_crawls(argv)
    assert [signal.getsignal(number) for number in SIGNALS] == before


@pytest.mark.slow
@pytest.mark.parametrize("program", ["scrapy", "covidmeet"])
def test_the_handlers_are_set_before_the_commands_are_imported(program: str) -> None:
    script = f"""
import os, signal, sys
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name.startswith(("covidmeet.commands", "covidmeet.cli.crawl")):
            os.kill(os.getpid(), signal.SIGTERM)
sys.meta_path.insert(0, Watch())
sys.argv = ["{program}", "crawl", "documents", "-a", "path=."]
if "{program}" == "scrapy":
    from scrapy.cmdline import execute
    execute()
else:
    from covidmeet.cli.main import main
    sys.exit(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
