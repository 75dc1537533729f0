"""What it costs to tell a page's site among many: ``python -m bench.sites [-o FILE]``.

The project's own sites, and with invented ones 300: by the page's lines, at a known host, at an unknown one
whose address has the form of no article, and as a copy on another domain; and what starting costs with as
many spiders in a folder of sites.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.crawl import ROOT, fill
from bench.site import article
from bench.start import run
from covidmeet.crawl.site_registry import all_sites
from covidmeet.extract import Page
from covidmeet.site import Articles, Sign, Site
from covidmeet.sites import Sites

MANY, STARTS = 300, 3
_SYLLABLES = "青禾石桥云汀北渚望潮南浦柳岸白鹭枫林沙湾棠溪江晚舟方知秋梁栖梧唐小夏竹"
_COUNT = len(_SYLLABLES)
ROUNDS = 300


def invented(count: int) -> tuple[Site, ...]:
    """Sites with the signs that most have: their name at a line's start, their imprint, their licence."""
    sites = []
    for number in range(count):
        parts = number % _COUNT, number * 7 % _COUNT, number // _COUNT
        name = "".join(_SYLLABLES[part] for part in parts)
        signs = (
            Sign(rf"^{name}(?:网|日报)\b"),
            Sign(rf"^{name}(?:日报|发布).{{0,30}}(?:版权所有|主办)"),
            Sign(rf"^(?:{name}日报|{name}融媒)\s*讯", 1),
        )
        hosts = (f"www.site{number}.example",)
        path = rf"/{'abcdefghij'[number % 10]}{number}/\d{{6}}/\d+\.html"
        sites.append(Site(f"site{number}", signs, articles=(Articles(hosts, path),)))
    return tuple(sites)


def microseconds(work: Callable[[], object]) -> float:
    """The best of five, CPU time."""
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for _ in range(ROUNDS):
            work()
        best = min(best, (time.process_time() - start) / ROUNDS * 1e6)
    return best


def pages() -> dict[str, Page]:
    """One page at its own address, at that of a copy, and at one that tells nothing."""
    source = article(1, 37).decode()
    paths = {
        "known host": "https://www.gz.gov.cn/xw/gzyw/content/post_1.html",
        "unknown host": "https://www.nowhere.example/news/2022/first.html",
        "a copy": "https://www.nowhere.example/xw/gzyw/content/post_1.html",
    }
    return {name: Page(url, source, "utf-8") for name, url in paths.items()}


def table(own: tuple[Site, ...]) -> list[str]:
    """A row for each number of sites: microseconds a page."""
    at = pages()
    rows = [f"| sites | by its lines | {' | '.join(at)} |", "|---|---|" + "---|" * len(at)]
    for sites in (Sites(own), Sites(own + invented(MANY - len(own)))):
        folded = at["known host"].folded
        sites.recognise(folded)
        costs = [microseconds(lambda sites=sites, folded=folded: sites.recognise(folded))]  # type: ignore[misc]
        for page in at.values():
            _ = page.folded, sites.of_page(page)
            costs.append(microseconds(lambda sites=sites, page=page: sites.of_page(page)))  # type: ignore[misc]
        rows.append(f"| {len(sites.all)} | {' | '.join(f'{cost:.1f} µs' for cost in costs)} |")
    return rows


SPIDER = """from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.site import Articles, Layout, Listing, Sign, Site

SITE = Site(
    name="{name}",
    signs=(Sign(r"^{name}网 版权所有$"),),
    articles=(Articles(("www.{name}.example",), r"/{name}/\\d{{6}}/\\d+\\.html"),),
    lists=(Listing(start=("http://www.{name}.example/{name}/",), item="li", time="span"),),
    layouts=(Layout("{name}", title=("h1",), info=(".info",), body=("#text",)),),
)


class {title}Spider(NewsSpider):
    name = SITE.name
    site = SITE
"""


def starts(own: int) -> list[str]:
    """CPU seconds of commands with no site of one's own, and with so many that there are 300."""
    commands = {
        "search": ["search", "会议"],
        "status": ["status"],
        "list": ["list"],
        "newsite --help": ["newsite", "--help"],
        "crawl a page": ["crawl", "gz_gov", "-a", "warc=page.warc.gz", "-L", "ERROR"],
    }
    rows = [f"| command | {own} sites | {MANY} sites |", "|---|---|---|"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = folder / "archive.db"
        fill(archive, 50)
        shutil.copy(ROOT / "data" / "samples" / "gz_gov.warc.gz", folder / "page.warc.gz")
        for count in (0, MANY - own):
            sites = folder / f"sites{count}"
            sites.mkdir()
            for number in range(count):
                text = SPIDER.format(name=f"site{number}", title=f"Site{number}")
                (sites / f"site{number}.py").write_text(text, "utf-8")
        for what, words in commands.items():
            costs = []
            for count in (0, MANY - own):
                command = ["-m", "covidmeet", *words, "-s", f"SITES_DIR={folder / f'sites{count}'}"]
                costs.append(min(run(command, archive, wrong_is_fine=True) for _ in range(1 + STARTS)))
            rows.append(f"| {what} | {costs[0]:.2f} s | {costs[1]:.2f} s |")
            print(rows[-1], flush=True)
    return rows


INTRODUCTION = """# What a page and a command cost with many sites

Made by `python -m bench.sites -o bench/sites.md`: the project's own sites, and with invented ones 300, each
with addresses, lines and a layout of its own. CPU time, the best of several.

"""


STATUS = (
    "`status` imports each site's file that was written after its last crawl, here all the invented ones,",
    "and Scrapy with the first of them; those that were crawled are read as text, not imported.",
)


def main() -> None:
    parser = argparse.ArgumentParser(description="What it costs to tell a page's site among many.")
    parser.add_argument("-o", dest="file", type=Path, help="write the tables to this file as well")
    arguments = parser.parse_args()
    own = all_sites()
    rows = table(own)
    print(*rows, sep="\n")
    rows += ["", "Starting, with what the command then does:", "", *starts(len(own)), "", *STATUS]
    if arguments.file:
        arguments.file.write_text(INTRODUCTION + "\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    main()
