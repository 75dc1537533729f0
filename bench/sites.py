"""What it costs to tell a page's site among many: ``python -m bench.sites``."""

from __future__ import annotations

import time
from collections.abc import Callable

from bench.site import article
from covidmeet.extract import Page
from covidmeet.site import Articles, Sign, Site
from covidmeet.sites import Sites
from covidmeet.spiders import cbg, dutenews, gz_gov, huizhou, netease

FIVE = (dutenews.SITE, gz_gov.SITE, huizhou.SITE, cbg.SITE, netease.SITE)
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
        sites.append(Site(f"site{number}", signs, articles=(Articles(hosts, r"/\d+\.html"),)))
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


def main() -> None:
    page = Page("https://www.gz.gov.cn/xw/gzyw/content/post_1.html", article(1, 37).decode(), "utf-8")
    folded = page.folded
    print(f"a page of 37 kB, {len(folded):,} characters of text")
    for sites in (Sites(FIVE), Sites(FIVE + invented(295))):
        sites.recognise(folded)
        by_signs = microseconds(lambda sites=sites: sites.recognise(folded))  # type: ignore[misc]
        by_host = microseconds(lambda sites=sites: sites.of_page(page))  # type: ignore[misc]
        print(f"{len(sites.all):4} sites: by signs {by_signs:6.1f} µs, by host {by_host:5.1f} µs a page")


if __name__ == "__main__":
    main()
