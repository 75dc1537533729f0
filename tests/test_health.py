"""The verdict: what a run's counts say, beside those of the runs before it."""

from __future__ import annotations

from typing import Any

import pytest

from covidmeet.health.binomial import at_most
from covidmeet.health.evidence import Evidence
from covidmeet.health.floors import fill_rates
from covidmeet.health.verdict import VERDICTS, is_worse, judge
from covidmeet.health.words import format_counts, percent
from tests.histories import counts_of

USUAL = counts_of(6)


def verdict(counts: dict[str, Any], closed: str = "finished", **more: Any) -> tuple[str, str]:
    judged = judge(Evidence(counts, closed, **more))
    return judged.verdict, judged.reason


def after(
    counts: dict[str, Any], times: int = 3, past: dict[str, Any] = USUAL, **more: Any
) -> tuple[str, str]:
    """The verdict on a run after some usual ones."""
    return verdict(counts, history=[past] * times, healthy_history=[past] * times, **more)


def test_new_articles_are_ok_and_their_day_is_told() -> None:
    assert after(counts_of(6, newest="2022-11-20T09:30:00+08:00")) == (
        "ok",
        "6 new, 14 known; newest of 2022-11-20",
    )


def test_nothing_new_is_quiet_and_says_how_old_the_archive_is() -> None:
    counts = {"lists/read": 1, "articles/found": 20, "articles/known": 20}
    assert after(counts, archived_newest="2022-10-02") == (
        "quiet",
        "0 new, 20 known; newest in the archive of 2022-10-02",
    )


@pytest.mark.parametrize(
    ("count", "told"),
    [
        ("damaged_warc", "WARC files are damaged in 1 place"),
        ("unreadable_warc", "1 WARC file could not be read"),
    ],
)
def test_a_file_of_the_user_that_is_not_whole_degrades_however_much_was_read(count: str, told: str) -> None:
    counts = counts_of(500) | {f"rejects/{count}": 1}
    found, reason = after(counts)
    assert found == "degraded"
    assert told in reason


def test_a_changed_article_is_ok() -> None:
    counts = counts_of(1) | {"articles/new": 0, "articles/changed": 1}
    assert after(counts)[0] == "ok"


@pytest.mark.parametrize(
    ("closed", "words"),
    [
        ("shutdown", "stopped by a signal; what it archived is kept (6 archived)"),
        ("closespider_timeout", "a run's longest time (CLOSESPIDER_TIMEOUT) was over"),
        ("memusage_exceeded", "more memory than allowed"),
        ("something_else", "closed early: something_else"),
    ],
)
def test_an_early_end_is_stopped_whatever_was_read(closed: str, words: str) -> None:
    found, reason = after(counts_of(6, "generic") | {"rejects/error": 3}, closed=closed)
    assert (found, words in reason) == ("stopped", True), reason


def test_an_archive_that_fails_is_broken() -> None:
    found = after(counts_of(6) | {"archive/error": "the disc is full"}, closed="archive_failed")
    assert found == ("broken", "the archive failed: the disc is full")


# --- reach ---


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, ("broken", "nothing was found")),
        ({"lists/read": 2}, ("broken", "2 lists read, which named no article")),
        (
            {"lists/failed": 2, "rejects/unreachable": 2},
            ("broken", "no list could be read: 2 unreachable"),
        ),
        (
            {"lists/read": 1, "articles/found": 5, "rejects/no_body": 5},
            ("broken", "none of 5 pages could be used: 5 no_body"),
        ),
        (
            {"lists/failed": 1, "rejects/blocked": 1, "blocks/www.a.cn": 1},
            ("blocked", "1 of 1 page refused by www.a.cn"),
        ),
        (counts_of(6) | {"rejects/blocked": 2}, ("blocked", "2 of 8 pages refused")),
    ],
)
def test_a_site_that_is_not_reached(counts: dict[str, Any], expected: tuple[str, str]) -> None:
    assert verdict(counts) == expected


def test_pages_of_which_only_the_beginning_came_are_no_sound_ones() -> None:
    assert after(counts_of(6) | {"articles/unfinished": 6})[0] == "degraded"
    found, reason = after(counts_of(20) | {"articles/unfinished": 4})
    assert found == "degraded"
    assert "only the beginning of the page was received on 4 of 20 articles" in reason
    assert after(counts_of(20) | {"articles/unfinished": 1})[0] == "ok"


def test_lists_that_used_to_name_articles_say_how_many() -> None:
    assert after({"lists/read": 1})[1].endswith("the last run that found any found 20")


def test_one_page_that_a_site_withholds_is_no_block() -> None:
    """It is refused again on every run, while the lists come and all others are known."""
    counts = {"lists/read": 1, "articles/found": 20, "articles/known": 19, "rejects/blocked": 1}
    assert after(counts) == ("quiet", "0 new, 19 known; rejected: 1 blocked")


def test_a_host_that_was_given_up() -> None:
    counts = counts_of(6) | {"rejects/blocked": 10, "blocks/www.a.cn": 10, "blocks/skipped": 30}
    assert verdict(counts, closed="blocked") == (
        "blocked",
        "10 of 16 pages refused by www.a.cn; 30 pages more not asked for",
    )
    found, reason = after(counts_of(6) | {"rejects/timeout": 1}, closed="unreachable")
    assert (found, "a host stopped answering" in reason) == ("degraded", True)


def test_one_lost_list_is_told_although_others_came() -> None:
    counts = counts_of(6) | {"lists/read": 3, "lists/failed": 1, "rejects/http_error": 1}
    assert after(counts) == ("degraded", "1 list could not be read")


OLD = {"lists/read": 1, "articles/found": 6, "articles/known": 0, "newest": "2019-03-02"}


def test_lists_of_old_articles_are_not_news() -> None:
    assert after(counts_of(6) | OLD, archived_newest="2022-11-20")[0] == "degraded"


@pytest.mark.parametrize(
    "difference",
    [{"articles/known": 1}, {"newest": "2022-11-15"}, {"arguments": {"since": "2019-01-01"}}],
    ids=["something is known", "late by days", "asked for"],
)
def test_old_articles_with_a_reason_are_fine(difference: dict[str, Any]) -> None:
    assert after(counts_of(6) | OLD | difference, archived_newest="2022-11-20")[0] == "ok"


# --- quality ---


@pytest.mark.parametrize(
    ("field", "empty", "bad"),
    [
        ("title", 1, True),
        ("published_at", 2, False),  # nine tenths have it: that is the floor, not below it
        ("published_at", 3, True),
        ("source", 6, False),
        ("source", 7, True),
    ],
)
def test_floors_of_fields(field: str, empty: int, bad: bool) -> None:
    found, reason = after(counts_of(20, missing={field: empty}))
    assert (found == "degraded") is bad, reason
    assert (f"{field} is empty on {empty} of 20 articles" in reason) is bad


def test_a_site_states_its_own_floors() -> None:
    counts = counts_of(10, missing={"source": 10})
    assert after(counts)[0] == "degraded"
    assert after(counts, floors={"title": 1.0})[0] == "ok"


def test_one_article_without_a_source_is_judged_with_those_before_it() -> None:
    counts = counts_of(1, missing={"source": 1})
    assert after(counts)[0] == "ok"
    assert verdict(counts)[0] == "degraded"


def test_earlier_articles_do_not_hide_a_redesign() -> None:
    found, reason = after(counts_of(2, missing={"published_at": 2}))
    assert found == "degraded"
    assert "published_at is empty on 2 of 2 articles (at most 10 % may be so)" in reason


def test_a_collapsed_layout_is_named_with_what_came_instead() -> None:
    found, reason = after(counts_of(3, "generic"))
    assert found == "degraded"
    assert reason.startswith("layout post matches 0 of 3 articles, before 100 %; now generic 3")


def test_a_layout_that_was_one_of_many_may_be_absent() -> None:
    past = counts_of(10, "post") | {"layouts/post": 7, "layouts/paper": 3}
    assert after(counts_of(2, "post"), past=past)[0] == "ok"
    found, reason = after(counts_of(20, "post"), past=past)
    assert (found, "layout paper matches 0 of 20" in reason) == ("degraded", True)


def test_generic_pages_are_told_even_when_they_have_become_usual() -> None:
    generic = counts_of(6, "generic")
    assert after(generic, past=generic) == (
        "degraded",
        "no layout of the site matches on 6 of 6 articles (at most 20 % may be so)",
    )


def test_rejects_beyond_a_tenth_degrade() -> None:
    assert after(counts_of(6) | {"rejects/no_body": 2}) == ("ok", "6 new, 14 known; rejected: 2 no_body")
    assert after(counts_of(6) | {"rejects/no_body": 3}) == (
        "degraded",
        "3 of 9 pages rejected: 3 no_body",
    )


def test_a_crash_is_always_told() -> None:
    assert after(counts_of(6) | {"rejects/error": 1}) == (
        "degraded",
        "1 page crashed a stage, see the log",
    )


def test_a_slow_site_is_called_slow_and_stays_ok() -> None:
    found, reason = after(counts_of(6) | {"seconds": 300.0})
    assert (found, reason.endswith("slow: 14.3 s a page, usually 1.4 s")) == ("ok", True), reason


def test_chance() -> None:
    assert at_most(0, 3, 0.5) == pytest.approx(0.125)
    assert at_most(1, 2, 0.5) == pytest.approx(0.75)
    assert at_most(5, 5, 0.3) == pytest.approx(1.0)
    assert at_most(0, 5_000, 0.2) == pytest.approx(0.0)
    assert at_most(1, 2, 1.0) == 0.0


def test_fill_rates_count_layouts_that_matched() -> None:
    counts = counts_of(10, missing={"source": 5}) | {"layouts/post": 8, "layouts/generic": 2}
    rates = fill_rates(counts)
    assert (rates["source"], rates["layout"], rates["title"]) == (0.5, 0.8, 1.0)
    assert fill_rates({}) == {}


def test_words() -> None:
    assert format_counts({"a": 3, "b": 2, "c": 1}, most=2) == "3 a, 2 b, …"
    assert [percent(share) for share in (1, 0.999, 0.5, 0.001, 0)] == ["100 %", "99 %", "50 %", "1 %", "0 %"]


def test_worse_is_worse() -> None:
    assert not is_worse("quiet", "ok")
    assert not is_worse("ok", "broken")
    assert is_worse("degraded", None)
    order = [name for name in VERDICTS if name != "quiet"]
    for place, name in enumerate(order):
        assert [is_worse(name, before) for before in order] == [n < place for n in range(len(order))]
