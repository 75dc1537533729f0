"""How the labels of the invented reports are written."""

from __future__ import annotations

from dataclasses import dataclass, field

from covidmeet.items import Article


@dataclass(frozen=True)
class Who:
    """A person, the posts in the text's order, and the roles that must be found (``attends`` may be)."""

    name: str
    posts: tuple[str, ...]
    roles: frozenset[str]


def who(name: str, posts: str, roles: str) -> Who:
    """``posts`` joined by 、, ``roles`` by blanks."""
    return Who(name, tuple(posts.split("、")) if posts else (), frozenset(roles.split()))


@dataclass(frozen=True)
class Expected:
    """What a reader finds of one meeting; ``orders`` are the beginnings of the ordering sentences."""

    name: str
    level: str
    form: str
    held_on: str | None = None
    half_day: str | None = None
    place: str | None = None
    convener: str | None = None
    division_code: str | None = None
    people: tuple[Who, ...] = ()
    orders: tuple[str, ...] = ()
    measures: str = ""


@dataclass(frozen=True)
class Report:
    """An invented text; ``meetings`` is empty for one that reports none."""

    key: str
    title: str
    body: str
    source: str | None = None
    published_at: str | None = None
    meetings: tuple[Expected, ...] = field(default=())
    captured_at: str | None = None

    def article(self) -> Article:
        """The article as the stages hand it over."""
        return Article(
            url="https://www.qinghe.example/a.html",
            title=self.title,
            body=self.body,
            source=self.source,
            published_at=self.published_at,
            captured_at=self.captured_at,
        )
