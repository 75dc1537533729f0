"""Each slow failure through whole crawls of an invented site: what they show is noted and told.

Thirty days pass in a second; no rule goes by the time between runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar

import pytest

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.site import Articles, Layout, Listing, Site
from tests.conftest import Crawl
from tests.crawl.small_site import SETTINGS
from tests.hostile.server import Asked, Route, page, serving

pytestmark = pytest.mark.slow  # four seconds each: 26 crawls

FIRST = date(2022, 3, 1)
HEALTHY = 12  # days
WATCHED = 14
A_DAY = 6  # articles
LISTED = 30
PLACES = ["青石", "临渡", "长桥", "白塔", "槐荫", "双井", "东泽", "杨柳", "石门", "望江", "云台", "三河"]


@dataclass(frozen=True)
class Story:
    """An article before it becomes a page."""

    number: int
    title: str
    day: str
    text: tuple[str, ...]
    source: str = "青禾日报"
    layout: str = "text"
    notice: str = ""


def story(number: int, day: date) -> Story:
    place = f"{PLACES[number % 12]}{'东西南北中'[number // 12 % 5]}镇"
    text = (
        f"{day.month}月{day.day}日，{place}召开疫情防控工作会议，研究部署第{number}号方案，镇长江晚舟主持会议。",
        f"会议指出，{place}要把核酸检测点建到群众家门口，第{number}号预案今天起执行，值守人员每日轮换。" * 3,
        f"会议要求，各村要摸清底数，第{number}批药品要备足十五天，发热门诊一天也不能关，做到的要留下记录。"
        * 2,
    )
    return Story(number, f"{place}召开第{number}次疫情防控工作会议", day.isoformat(), text)


@dataclass
class Town:
    """The site: its articles so far, and what is done to its list and its pages."""

    stories: list[Story] = field(default_factory=list)
    today: date = FIRST
    listed: Callable[[list[Story]], list[Story]] = lambda found: found
    change: Callable[[Story], Story] = lambda one: one
    changed_from: int = 10_000
    lists: tuple[str, ...] = ("/list",)  # which share the articles; ``listed`` is of the first

    def __post_init__(self) -> None:
        for number in range(LISTED):
            self.stories.insert(0, story(number, FIRST - timedelta(days=(LISTED - number) // A_DAY)))

    def next_day(self) -> None:
        self.today += timedelta(days=1)
        for _ in range(A_DAY):
            self.stories.insert(0, story(len(self.stories), self.today))

    def routes(self) -> dict[str, Route]:
        return {**dict.fromkeys(self.lists, self._list), r"/a/\d+\.html": self._page}

    def _list(self, asked: Asked) -> Any:
        links = "".join(
            f"<li><a href='/a/{one.number}.html'>{self.told(one)}</a></li>"
            for one in self.shown(self.lists.index(asked.path))
        )
        return page(f"<html><body><ul>{links}</ul></body></html>")

    def told(self, one: Story) -> str:
        """Its title on the list, where another wording stands as well; a notice does not."""
        reworded = one.number >= self.changed_from and "届" in self.change(one).title
        return self.change(one).title if reworded else one.title

    def shown(self, place: int) -> list[Story]:
        change = self.listed if place == 0 else lambda found: found
        return [one for one in change(self.stories[:LISTED]) if one.number % len(self.lists) == place]

    def _page(self, asked: Asked) -> Any:
        number = int(asked.path[3:-5])
        one = next(story for story in self.stories if story.number == number)
        if number >= self.changed_from:
            one = self.change(one)
        text = "".join(f"<p>{line}</p>" for line in one.text)
        notice = f"<p>{one.notice}</p>" if one.notice else ""
        info = f"{one.day} 08:00" + (f" 来源：{one.source}" if one.source else "")
        return page(
            f"<html><head><meta charset='utf-8'><title>{one.title}</title></head><body><h1>{one.title}</h1>"
            f"<div class='info'>{info}</div><div class='{one.layout}'>{notice}{text}</div></body></html>"
        )


def spider_of(host: str, lists: tuple[str, ...]) -> type[NewsSpider]:
    class TownSpider(NewsSpider):
        name = "town"
        site: ClassVar[Site] = Site(
            "town",
            articles=(Articles((host, host.split(":")[0]), r"/a/\d+\.html"),),
            lists=(Listing(start=tuple(f"http://{host}{path}" for path in lists)),),
            layouts=(Layout("page", title=("h1",), info=(".info",), body=(".text",)),),
        )

    return TownSpider


def every(step: int, change: Callable[[Story], Story]) -> Callable[[Story], Story]:
    """Done to each ``step``-th article."""
    return lambda one: change(one) if one.number % step == 0 else one


NOTICE = "系统正在升级维护，部分内容暂时无法显示，由此带来不便敬请谅解。"
ELSEWHERE = "风筝节周末开幕，来自十二个村的三百多只风筝一起上了天，老师傅说竹篾削了整整一个冬天。"


def notice(one: Story) -> Story:
    return Story(one.number, "系统维护公告", "", (NOTICE * 2,), source="")


def reworded(one: Story) -> Story:
    return Story(one.number, f"第{one.number}届风筝节", one.day, (f"第{one.number}届{ELSEWHERE}" * 2,) * 2)


def with_(**values: Any) -> Callable[[Story], Story]:
    from dataclasses import replace

    return lambda one: replace(one, **values)


def cut(one: Story) -> Story:
    return with_(text=one.text[:1])(one)


PAGES: dict[str, tuple[Callable[[Story], Story], int, str]] = {
    "off topic": (reworded, 2, "in scope"),
    "redesign on a fifth": (with_(layout="reader"), 10, "no layout of the site matches"),
    "the source is gone": (with_(source=""), 2, "source is empty"),
    "a notice for some": (notice, 6, "not what their list says"),
    "cut bodies": (cut, 2, "texts have under"),
    "a notice in the layout": (with_(notice=NOTICE), 2, "begin or end with a line that others have"),
    "one body for all": (with_(text=story(7, FIRST).text), 2, "texts stand under several addresses"),
    "dates of 1970": (with_(day="1970-01-01"), 2, "published_at is empty"),
    "dates all alike": (with_(day="2021-08-09"), 2, "2021-08-09 is the day of new pages in"),
}
LISTS: dict[str, tuple[Callable[[Town, int], Callable[[list[Story]], list[Story]]], str]] = {
    "one entry": (lambda town, day: lambda found: found[:1], "found 1; the median of"),
    "a shrinking list": (lambda town, day: lambda found: found[: LISTED - 1 - day], "in the median of three"),
    "a frozen list": (
        lambda town, day: lambda found: town.stories[-LISTED - A_DAY * HEALTHY :][:LISTED],
        "no unknown page",
    ),
}


async def days(
    crawl: Crawl, town: Town, count: int, each: Callable[[int], None] = lambda _: None
) -> list[Any]:
    """The rows of the runs of so many days."""
    with serving(town.routes()) as server:
        host = server.url("/").split("/")[2]
        spider = spider_of(host, town.lists)
        settings = SETTINGS | {"PRIVATE_HOSTS": host, "KEEP": 0}
        done = None
        for day in range(count):
            town.next_day()
            each(day)
            done = await crawl(spider, settings)
        assert done is not None
        return list(done.db.query("select * from runs order by rowid"))


def first_alarm(rows: list[Any], words: str) -> int | None:
    found = [
        place
        for place, row in enumerate(rows)
        if row["verdict"] not in ("ok", "quiet") and words in row["reason"]
    ]
    return found[0] if found else None


async def test_a_healthy_site_stays_healthy(crawl: Crawl) -> None:
    rows = await days(crawl, Town(), 30)
    assert [row["verdict"] for row in rows] == ["ok"] * 30, [row["reason"] for row in rows]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("half", [False, True], ids=["in full", "at half strength"])
async def test_pages_that_turn_bad(crawl: Crawl, name: str, half: bool) -> None:
    change, step, words = PAGES[name]
    town = Town(change=every(step if half else max(step // 2, 1), change))

    def begin(day: int) -> None:
        if day == HEALTHY:
            town.changed_from = len(town.stories) - A_DAY

    rows = await days(crawl, town, HEALTHY + WATCHED, begin)
    reasons = [f"{row['verdict']}: {row['reason']}" for row in rows]
    assert {row["verdict"] for row in rows[:HEALTHY]} == {"ok"}, reasons
    bad = [row for row in rows[HEALTHY:] if row["verdict"] not in ("ok", "quiet")]
    assert bad, "\n".join(reasons)
    told = "\n".join(row["reason"] for row in bad)
    assert half or words in told, told


@pytest.mark.parametrize("name", LISTS)
async def test_lists_that_turn_bad(crawl: Crawl, name: str) -> None:
    change, words = LISTS[name]
    town = Town()

    def begin(day: int) -> None:
        if day >= HEALTHY:
            town.listed = change(town, day - HEALTHY)

    rows = await days(crawl, town, HEALTHY + WATCHED, begin)
    assert first_alarm(rows, words) is not None, [f"{row['verdict']}: {row['reason']}" for row in rows]
    assert {row["verdict"] for row in rows[:HEALTHY]} == {"ok"}


async def test_one_frozen_list_of_two_is_told_by_its_address(crawl: Crawl) -> None:
    town = Town(lists=("/list", "/streets"))

    def begin(day: int) -> None:
        if day >= HEALTHY:
            town.listed = LISTS["a frozen list"][0](town, day - HEALTHY)

    rows = await days(crawl, town, HEALTHY + WATCHED, begin)
    alarm = first_alarm(rows, "/list names the same articles for")
    assert alarm is not None, [f"{row['verdict']}: {row['reason']}" for row in rows]
    assert not any("/streets" in row["reason"] for row in rows)
    assert {row["verdict"] for row in rows[:HEALTHY]} == {"ok"}
