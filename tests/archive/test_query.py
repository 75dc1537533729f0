"""What a query finds is what reading every article finds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.reader import Readable
from covidmeet.archive.search import count_hits, search
from covidmeet.archive.text_index import index_new
from covidmeet.facts import facts
from covidmeet.text.fold import fold
from covidmeet.text.script import simplify
from covidmeet.text.urls import url_hash
from tests.facts.test_reports import ALL
from tests.made_articles import article

_SOME = 15


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Readable:
    """Invented reports, the second half not in the full-text index yet."""
    db = connect(tmp_path_factory.mktemp("query") / "archive.db")
    for number, report in enumerate(ALL):
        one = article(report.key, body=report.body)
        one.title, one.url_hash = report.title, url_hash(one.url)
        one.source, one.published_at = report.source, report.published_at
        one.site = ("qinghe", "linchuan")[number % 2]
        one.meetings = facts(one)
        store(db, one, "run-1")
        if number == len(ALL) // 2:
            index_new(db)
    return db


def found(db: Readable, query: str) -> set[str]:
    return {hit.url.rsplit("/", 1)[1] for hit in search(db, query, limit=1000)}


def _holds(text: str, words: str) -> bool:
    plain = fold(text).replace(" ", "").replace("\t", "")
    return any(fold(form).replace(" ", "") in plain for form in (words, simplify(words)))


def _reading_all(words: str) -> set[str]:
    return {one.key for one in ALL if _holds(one.body, words) or _holds(one.title, words)}


def test_random_pieces_of_the_texts_are_found_in_every_combination(reports: Readable) -> None:
    lot = random.Random(18)
    every = {one.key for one in ALL}
    for _ in range(_SOME):
        pieces: list[str] = []
        while len(pieces) < 3:
            body = lot.choice(ALL).body
            start = lot.randrange(len(body) - 8)
            piece = body[start : start + lot.randint(1, 8)].strip()
            if any(map(str.isalnum, piece)) and not set(piece) & set('\n“"” \u3000()-:：'):
                pieces.append(piece)
        a, b, c = pieces
        in_a, in_b, in_c = map(_reading_all, pieces)
        assert found(reports, a) == in_a
        assert count_hits(reports, f"{a} OR {c}") == len(in_a | in_c)
        assert found(reports, f"{a} {b}") == in_a & in_b
        assert found(reports, f'"{a}" OR {b}') == in_a | in_b
        assert found(reports, f"{a} -{b}") == in_a - in_b
        assert found(reports, f"NOT {a}") == every - in_a
        assert found(reports, f"({a} OR {b}) NOT {c}") == (in_a | in_b) - in_c
        assert found(reports, f"NOT ({a} {b}) {c}") == in_c - (in_a & in_b)
        assert found(reports, f"site:qinghe ({a} OR site:linchuan {b})") == {
            key for number, key in enumerate(one.key for one in ALL) if number % 2 == 0 and key in in_a
        }


@pytest.mark.parametrize("few", [3, 200])
def test_ranked_pages_hold_what_the_others_do_the_best_first(
    few: int, reports: Readable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("covidmeet.archive.search._FEWEST_RANKED", few)
    monkeypatch.setattr("covidmeet.archive.search._MOST_RANKED", few)
    for query, match in {
        "会议": '"会 议"',
        "会议，": '"会 议"',
        "会议 防控 site:qinghe": '"会 议" AND "防 控"',
        "(会议 OR 疫情) -防控": '"会 议" OR "疫 情"',
        "防控 since:2021 until:2021-12": '"防 控"',
        "没有这样的词": '"没 有 这 样 的 词"',
    }.items():
        scored = dict(
            reports.execute(
                "select url_hash, bm25(articles_fts, 4.0) from articles_fts"
                " join articles on articles.fts_rowid = articles_fts.rowid where articles_fts match ?",
                [match],
            )
        )
        hits = [
            hit for page in range(30) for hit in search(reports, query, limit=7, skip=7 * page, ranked=True)
        ]
        assert len(hits) == len({hit.url for hit in hits}) == count_hits(reports, query)
        assert {hit.url.rsplit("/", 1)[1] for hit in hits} == found(reports, query)
        # Those that are not in the index yet come last.
        scores = [scored.get(hit.url_hash, 0.0) for hit in hits]
        assert scores == sorted(scores), query
    newest = [hit.url for hit in search(reports, "site:qinghe")]
    assert [hit.url for hit in search(reports, "site:qinghe", ranked=True)] == newest


@pytest.mark.parametrize("words", ["", "会议 "])
def test_days_are_those_of_the_time_of_publication(words: str, tmp_path: Path) -> None:
    db = connect(tmp_path / "archive.db")
    days = (
        "2021",
        "2021-12",
        "2021-12-31",
        "2022",
        "2022-01",
        "2022-01-01T23:59:00+08:00",
        "2022-01-31",
        None,
    )
    for number, day in enumerate(days):
        store(db, article(str(number), body="会议", published_at=day), "run-1")
        if number == len(days) // 2:
            index_new(db)
    values = ("2021", "2022", "2021-12", "2022-01", "2021-12-31", "2022-01-01", "2022-01-31")
    for since in values:
        for until in values:
            meant = {
                str(number)
                for number, day in enumerate(days)
                if day and day[: len(since)] >= since and day[: len(until)] <= until
            }
            assert found(db, f"{words}since:{since} until:{until}") == meant
        assert found(db, f"{words}-since:{since}") == {
            str(number) for number, day in enumerate(days) if not day or day[: len(since)] < since
        }
    db.close()


def test_the_facts_of_meetings_are_filters(reports: Readable) -> None:
    for query, meant in {
        "level:township": lambda one: one.level == "township",
        "form:dispatch": lambda one: one.form == "dispatch",
        "chair:周清": lambda one: any(w.name == "周清" and "chair" in w.roles for w in one.people),
        "person:周清": lambda one: any(w.name == "周清" for w in one.people),
        "held:2022-01": lambda one: (one.held_on or "").startswith("2022-01"),
        "held:2021-11..2022-01-05": lambda one: "2021-11" <= (one.held_on or "") <= "2022-01-05",
        "measure:流调": lambda one: "流调" in one.measures.split(),
        "convener:街道": lambda one: "街道" in (one.convener or ""),
        "level:county held:2022": lambda one: (
            one.level == "county" and (one.held_on or "").startswith("2022")
        ),
    }.items():
        expected = {report.key for report in ALL if any(map(meant, report.meetings))}
        assert expected, query
        assert found(reports, query) == expected, query
        assert found(reports, f"-({query})") == {one.key for one in ALL} - expected, query


def test_conditions_on_a_meeting_are_those_of_one_meeting(reports: Readable) -> None:
    both = [
        report
        for report in ALL
        if {"county", "province"} <= {one.level for one in report.meetings}
        or {"county", "prefecture"} <= {one.level for one in report.meetings}
    ]
    assert both
    for report in both:
        chairs = {
            (one.level, who.name) for one in report.meetings for who in one.people if "chair" in who.roles
        }
        for level, name in chairs:
            assert report.key in found(reports, f"level:{level} chair:{name}")
        for level in {one.level for one in report.meetings}:
            for _, name in chairs:
                if (level, name) not in chairs:
                    assert report.key not in found(reports, f"level:{level} chair:{name}")


def test_place_is_the_venue_or_the_division(reports: Readable) -> None:
    by_venue = {report.key for report in ALL if any("会议室" in (one.place or "") for one in report.meetings)}
    assert by_venue
    assert found(reports, "place:会议室") == by_venue


def test_articles_are_filtered_by_day_source_and_title(reports: Readable) -> None:
    assert found(reports, "since:2022-01-07 until:2022-01-07") == {
        one.key for one in ALL if one.published_at == "2022-01-07"
    }
    assert found(reports, "until:2021") == {
        one.key for one in ALL if one.published_at and one.published_at < "2022"
    }
    assert found(reports, "-since:1900") == {one.key for one in ALL if not one.published_at}
    assert found(reports, "source:融媒体") == {one.key for one in ALL if "融媒体" in (one.source or "")}
    assert found(reports, "title:疫情防控") == {one.key for one in ALL if "疫情防控" in one.title}
    assert found(reports, "title:疫情 -title:县") == {
        one.key for one in ALL if "疫情" in one.title and "县" not in one.title
    }
