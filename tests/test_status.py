"""How the crawls are doing: told truly, at a glance, to machines, and on one page."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from covidmeet.archive.db import connect
from covidmeet.archive.lock import SiteLock
from covidmeet.archive.runs import CUT_OFF
from covidmeet.crawl.site_registry import all_sites
from covidmeet.health.evidence import FLOORS
from covidmeet.status.facts import SiteStatus, all_statuses
from covidmeet.status.look import SIGNS
from covidmeet.status.page import page
from covidmeet.status.table import table
from tests.faults.stage import until
from tests.histories import NOW, add_article, add_run, counts_of, five_sites

SITES = ["cbg", "dutenews", "gz_gov", "huizhou", "netease"]  # of ``five_sites``
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def floors(_: str) -> Mapping[str, float]:
    return FLOORS


@pytest.fixture
def sites(database: Path) -> dict[str, SiteStatus]:
    db = five_sites(database)
    found = all_statuses(db, SITES, floors, lambda _: False, SITES, 36, NOW)
    db.close()
    return {site.site: site for site in found}


def test_a_site_that_is_well(sites: dict[str, SiteStatus]) -> None:
    site = sites["gz_gov"]
    assert (site.verdict, site.is_well, site.overdue) == ("ok", True, None)
    assert [run.verdict for run in site.strip] == ["ok" if back % 3 else "quiet" for back in range(10, 0, -1)]
    assert site.last_good is site.last_run
    assert site.last_new is not None
    assert site.last_new.title == "gz_gov第1号会议报道 <b>&"
    assert site.articles == sum(3 + week % 5 for week in range(30))
    assert {name: fill.rate for name, fill in site.fill.items()} == {
        "title": 1.0, "body": 1.0, "published_at": 1.0, "source": 1.0, "layout": 1.0
    }  # fmt: skip


def test_a_redesign_shows_in_every_line(sites: dict[str, SiteStatus]) -> None:
    site = sites["huizhou"]
    assert (site.verdict, site.is_well) == ("degraded", False)
    assert site.last_good is not None
    assert site.last_run is not None
    assert site.last_good.started < site.last_run.started
    assert site.fill["published_at"].rate == 0.5
    assert site.fill["layout"].rate == 0.0
    assert site.layouts == {"generic": 6}


def test_what_changed_since_the_run_before(database: Path) -> None:
    db = connect(database)
    add_run(db, "cbg", NOW - timedelta(days=2), "ok", "", counts_of(6))
    now = counts_of(6, "generic", missing={"source": 3}) | {"rejects/no_body": 1, "articles/found": 60}
    add_run(db, "cbg", NOW - timedelta(days=1), "degraded", "", now)
    (site,) = all_statuses(db, ["cbg"], floors, lambda _: False, [], 36, NOW)
    assert site.changed == [
        "verdict ok → degraded",
        "articles on the lists 20 → 60",
        "source 100 % → 50 %",
        "layout 100 % → 0 %",
        "new layout generic",
        "new rejects: no_body",
    ]


def test_an_old_good_run_is_not_sold_as_fresh(sites: dict[str, SiteStatus]) -> None:
    site = sites["dutenews"]
    assert (site.verdict, site.is_well) == ("ok", False)
    assert site.overdue == pytest.approx(24 * 6 - 20)


def test_a_killed_run_is_told_and_a_running_one_is_running(database: Path) -> None:
    db = five_sites(database)
    (killed,) = all_statuses(db, ["netease"], floors, lambda _: False, SITES, 36, NOW)
    assert killed.last_run is not None
    assert (killed.verdict, killed.last_run.reason, killed.is_well) == ("stopped", CUT_OFF, False)
    (running,) = all_statuses(db, ["netease"], floors, lambda _: True, SITES, 36, NOW)
    assert (running.verdict, running.running, running.is_well) == ("ok", True, True)
    assert [run.verdict for run in running.strip] == ["ok", "running"]


def test_weeks_begin_on_monday_and_end_with_this_one(sites: dict[str, SiteStatus]) -> None:
    weeks = sites["huizhou"].weeks
    assert list(weeks)[-1] == "2026-03-16"
    assert len(weeks) == 26
    assert next(iter(weeks)) == "2025-09-22"
    # Six a week, seen up to 40 hours before Wednesday noon of each week: some of them on the Sunday before.
    assert 5 * 26 < sum(weeks.values()) <= 6 * 27


def test_days_to_come_are_not_the_newest(database: Path) -> None:
    db = five_sites(database)
    db.execute("update articles set published_at = '2999-01-01' where rowid = 3")
    db.conn.commit()
    (site,) = all_statuses(db, ["gz_gov"], floors, lambda _: False, SITES, 36, NOW)
    assert site.newest_published is not None
    assert site.newest_published < "2026-03-19"


def test_the_table_fits_a_terminal(sites: dict[str, SiteStatus]) -> None:
    out = io.StringIO()
    Console(file=out, width=80).print(table(list(sites.values()), NOW))
    shown = out.getvalue()
    assert max(map(len, shown.splitlines())) <= 80
    assert "●●●●●●●●▼▼" in shown
    assert "●●●●●●⊘⊘⊘⊘" in shown
    assert re.search(r"dutenews +ok ", shown)
    assert re.search(r"overdue .*\n +5 days ", shown)
    wide = io.StringIO()
    Console(file=wide, width=140).print(table(list(sites.values()), NOW, 140))
    assert max(map(len, wide.getvalue().splitlines())) == 140
    assert "gz_gov第1号会议报道 <b>&" in wide.getvalue()
    assert "published_at 50 %" in shown
    assert "huizhou: layout trs matches 0 of 6 articles, before 100 %; now generic 6" in shown
    for verdict in ("ok", "degraded", "blocked", "broken"):
        assert f"{SIGNS[verdict]} {verdict}" in shown


def test_the_page_needs_no_other_file_and_escapes_what_pages_say(sites: dict[str, SiteStatus]) -> None:
    shown = page(list(sites.values()), NOW)
    assert not re.search(r"<script|<link|<img|@import|url\(|src=", shown)
    assert set(re.findall(r'href="https?://([a-z_]+)\.example/', shown)) == {
        "gz_gov",
        "huizhou",
        "cbg",
        "dutenews",
    }
    assert "&lt;b&gt;&amp;" in shown
    assert "<b>" not in shown
    assert shown.count("<svg") == 2 * shown.count("<article>") == 2 * len(SITES)  # articles and requests
    assert shown.count('<rect class="bar"') == 2 * 5 * 26
    assert "<title>covidmeet: 1 of 5 sites well</title>" in shown
    assert "overdue: no run for 5 days" in shown
    assert '<dd class="alarm">50 % (≥ 90 %)</dd>' in shown
    assert 'content="width=device-width, initial-scale=1"' in shown


def test_the_page_has_absolute_times_and_the_worst_site_first(sites: dict[str, SiteStatus]) -> None:
    sites["gz_gov"].outlet = "青禾网 \x1b[31m"
    shown = page(list(sites.values()), NOW)
    assert re.findall(r"<h2>(\w+)", shown) == ["cbg", "huizhou", "netease", "dutenews", "gz_gov"]
    assert '<time datetime="2026-03-18T05:30:00Z">2026-03-18 05:30 UTC</time> (4 h ago)' in shown
    assert not re.search(r"ago(?!\))", re.sub(r'title="[^"]*"', "", shown.split("<main>")[1]))
    assert '<span class="outlet" lang="zh-CN">青禾网 ␛[31m</span>' in shown
    assert shown.count('<span lang="zh-CN">') == 3 * 4
    assert 'http-equiv="refresh"' not in shown
    assert '<meta http-equiv="refresh" content="300">' in page([], NOW, 300)


def test_a_site_whose_file_is_broken_is_named(sites: dict[str, SiteStatus]) -> None:
    sites["gz_gov"].broken = "/sites/gz_gov.py, line 1: SyntaxError: [b] \x1b[2J"
    assert not sites["gz_gov"].is_well
    out = io.StringIO()
    Console(file=out, width=80).print(table([sites["gz_gov"]], NOW))
    assert "cannot be crawled: /sites/gz_gov.py, line 1: SyntaxError: [b] ␛[2J" in " ".join(
        out.getvalue().split()
    )
    assert page([*sites.values()], NOW).index("cannot be crawled: /sites") < 6_000


@pytest.mark.parametrize("name", ["a_site_with_a_name_of_31_chars_", "广州要闻_site"])
def test_no_name_is_folded(name: str) -> None:
    out = io.StringIO()
    Console(file=out, width=80).print(table([SiteStatus(name)], NOW))
    assert name in out.getvalue()
    assert max(map(cell_len, out.getvalue().splitlines())) <= 80


def test_the_newest_of_a_site_are_the_same_articles_everywhere(database: Path) -> None:
    """A document that is recognised as the site's page is not the site's."""
    db = five_sites(database)
    add_article(db, "gz_gov", 9_999, NOW, "2026-03-18T00:00:00+08:00")
    db.execute("update articles set url = 'file:///tmp/a.txt' where published_at like '2026-03-18T00:00%'")
    db.conn.commit()
    (site,) = all_statuses(db, ["gz_gov"], floors, lambda _: False, [], 36, NOW)
    assert site.last_new is not None
    assert site.last_new.url.startswith("https:")
    assert site.newest_published != "2026-03-18T00:00:00+08:00"


def test_a_site_without_any_run_has_its_place(database: Path) -> None:
    db = connect(database)
    sites = all_statuses(db, ["cbg"], floors, lambda _: False, SITES, 36, NOW)
    assert (sites[0].verdict, sites[0].is_well) == (None, False)
    assert "never crawled" in page(sites, NOW)
    out = io.StringIO()
    Console(file=out, width=80).print(table(sites, NOW))
    assert "never" in out.getvalue()


def scrapy(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"PYTHONIOENCODING": "utf-8", "COLUMNS": "80"},
    )


@pytest.mark.slow
def test_the_command_for_machines(database: Path) -> None:
    five_sites(database).close()
    lock = SiteLock.take(database, "netease")
    done = scrapy("status", "--json", "--check", "-s", f"DATABASE={database}")
    lock.release()
    assert done.returncode == 2, done.stderr
    told = json.loads(done.stdout)
    assert told["archive"] == str(database)
    assert [site["site"] for site in told["sites"]] == [site.name for site in all_sites()]
    assert [site["site"] for site in told["sites"] if site["running"]] == ["netease"]
    assert {site["site"]: site["verdict"] for site in told["sites"]}["huizhou"] == "degraded"
    assert set(told["sites"][0]) >= {"last_good", "last_new", "strip", "fill", "changed", "weeks", "well"}


@pytest.mark.slow
def test_the_command_writes_the_page_in_one_step(database: Path, tmp_path: Path) -> None:
    five_sites(database).close()
    out = tmp_path / "web" / "status.html"
    out.parent.mkdir()
    done = scrapy("status", "cbg", "--html", out, "-s", f"DATABASE={database}")
    assert (done.returncode, done.stdout) == (0, "")
    assert list(out.parent.iterdir()) == [out]
    assert out.read_text("utf-8").count("<article>") == 1
    done = scrapy("status", "nowhere", "-s", f"DATABASE={database}")
    assert done.returncode == 1
    assert "there is no site named nowhere" in done.stderr


@pytest.mark.slow
def test_the_page_is_written_again_until_the_command_is_stopped(database: Path, tmp_path: Path) -> None:
    five_sites(database).close()
    out = tmp_path / "status.html"
    words = ["status", "--html", out, "--renew", 1, "-q", "-d", database]
    process = subprocess.Popen([sys.executable, "-m", "covidmeet", *map(str, words)])
    try:
        until(out.exists)
        first = out.stat().st_ino
        until(lambda: out.stat().st_ino != first)
        assert '<meta http-equiv="refresh" content="1">' in out.read_text("utf-8")
    finally:
        process.terminate()
        process.wait()
    done = scrapy("status", "--renew", 5, "-s", f"DATABASE={database}")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("--renew is for --html FILE alone\n")


PROBE = """<iframe id="f" style="width:{width}px;height:800px;border:0" srcdoc="{page}"></iframe><script>
document.getElementById("f").onload = () => {{
  const d = document.getElementById("f").contentDocument;
  const small = [...d.querySelectorAll("body *")].filter(e =>
    e.childNodes.length && [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()) &&
    parseFloat(getComputedStyle(e).fontSize) < 13 && !["TITLE", "STYLE"].includes(e.tagName.toUpperCase()));
  const wide = [...d.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > {width} + 1);
  const bars = [...d.querySelectorAll(".bar")].filter(e => e.getBoundingClientRect().height > 1);
  document.body.dataset.told = JSON.stringify({{overflow: d.documentElement.scrollWidth, small: small.length,
    wide: wide.length, bars: bars.length}});
}};</script>"""


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium to look with")
@pytest.mark.parametrize("width", [320, 390, 1200])
def test_a_browser_shows_the_page_at_that_width(
    width: int, sites: dict[str, SiteStatus], tmp_path: Path
) -> None:
    """Nothing stands out on the right, no text is smaller than 13 px, the bars are drawn."""
    inside = page(list(sites.values()), NOW).replace("&", "&amp;").replace('"', "&quot;")
    outside = tmp_path / "probe.html"
    outside.write_text(f'<meta charset="utf-8">{PROBE.format(width=width, page=inside)}', "utf-8")
    assert CHROMIUM is not None
    done = subprocess.run(
        [
            *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *("--virtual-time-budget=3000", f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom"),
            outside.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=90,
    )
    told = re.search(r'data-told="([^"]*)"', done.stdout)
    assert told, done.stderr[-500:]
    found = json.loads(told[1].replace("&quot;", '"'))
    assert found["overflow"] <= width
    assert (found["small"], found["wide"]) == (0, 0)
    assert found["bars"] > 60
