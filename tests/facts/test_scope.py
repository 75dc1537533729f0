"""The topic by evidence: of four classes a page is kept only where a meeting that was held is found in it."""

from __future__ import annotations

import pytest

from covidmeet.items import Article
from covidmeet.reasons import Reason, Reject
from covidmeet.stages.reading import Reading, Scope
from covidmeet.stages.scope import scope
from covidmeet.text.topic import is_meeting_report
from tests.facts.no_meetings_more import TEXTS as FURTHER
from tests.facts.no_meetings_second import TEXTS as SECOND
from tests.facts.test_no_meetings import TEXTS
from tests.facts.test_reports import ALL

READING = Reading(scope=Scope("meetings"))


def passes(article: Article, reading: Reading = READING) -> bool:
    try:
        scope(article, reading)
    except Reject as reject:
        assert reject.reason is Reason.OUT_OF_SCOPE
        return False
    return True


def by_words(article: Article) -> bool:
    return is_meeting_report(article.title or "", [], article.body.splitlines())


def test_no_report_that_words_keep_is_lost() -> None:
    lost = [one.key for one in ALL if by_words(one.article()) and not passes(one.article())]
    assert lost == []


@pytest.mark.parametrize("key", ["commentary", "guide", "roundup", "notice"])
def test_a_text_of_a_class_without_a_meeting_is_left_out_although_its_words_fit(key: str) -> None:
    article = next(text.article() for text in TEXTS if text.key == key)
    assert by_words(article)
    assert not passes(article)
    # With the facts switched off words alone decide, as before.
    assert passes(article, Reading(scope=Scope("meetings"), facts=False))


def test_few_texts_without_a_meeting_pass_the_topic() -> None:
    passing = [text.key for text in (*TEXTS, *FURTHER, *SECOND) if passes(text.article())]
    assert passing == ["study"]


def test_the_reject_names_the_class() -> None:
    article = next(text.article() for text in TEXTS if text.key == "commentary")
    with pytest.raises(Reject, match="a commentary that reports no meeting"):
        scope(article, READING)


def test_an_inspection_at_which_a_meeting_was_held_stays() -> None:
    article = Article(
        url="https://www.qinghe.example/a.html",
        title="周清督导疫情防控工作",
        body="1月6日上午，青禾县召开疫情防控工作会议。县委书记周清主持会议并讲话。会前，周清检查了卡口。",
    )
    assert passes(article)


def test_texts_of_other_classes_are_decided_by_words_alone() -> None:
    study = next(text.article() for text in TEXTS if text.key == "study")
    assert by_words(study)
    assert passes(study)
