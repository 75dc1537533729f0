"""No fact without evidence: whatever a text looks like, each fact's own characters stand in its sentence."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from covidmeet.facts import facts
from covidmeet.facts.days import half_day
from covidmeet.facts.measures import FORMS
from covidmeet.items import Article
from tests.facts.labels import Report
from tests.facts.test_reports import ALL

_AS_WRITTEN = ("name", "place", "convener", "people", "posts", "orders")


def check(article: Article) -> int:
    """How many facts were found; asserts of each that the text holds it."""
    body, count = article.body, 0
    for meeting in facts(article):
        for field, fact in meeting.facts():
            at, sentence = fact.evidence.at, fact.evidence.sentence
            own = body[slice(*at)]
            assert 0 <= sentence.start <= at.start < at.stop <= sentence.stop <= len(body), field
            assert "\n" not in body[slice(*sentence)], field
            assert own.strip(), field
            if field in _AS_WRITTEN:
                assert own.replace(" ", "").replace("\u3000", "") == fact.value.replace(" ", ""), field
            if field == "measures":
                assert own in FORMS[fact.value].split()
            if field == "half_day":
                assert half_day(f"1日{own}", 0, len(own) + 2), own
            if field == "held_on":
                assert fact.value[-2:].lstrip("0") in own or own[0] in "今昨前", own
            count += 1
    return count


def _variants(body: str, lot: random.Random) -> Iterator[str]:
    yield body
    yield body.translate(str.maketrans("，：；（）！？", ",:;()!?"))
    yield body.replace("\n", "")
    yield body.replace("。", "。\n")
    yield "\u3000\u3000" + body.replace("\n", "\n\u3000\u3000")
    paragraphs = body.split("\n")
    lot.shuffle(paragraphs)
    yield "\n".join(paragraphs)
    sentences = body.replace("\n", "").split("。")
    lot.shuffle(sentences)
    yield "。".join(sentences)
    start = lot.randrange(len(body) // 2)
    yield body[start : start + len(body) // 2]


@pytest.mark.parametrize("report", ALL, ids=lambda report: report.key)
def test_every_fact_stands_in_its_sentence(report: Report) -> None:
    lot = random.Random(report.key)
    article = report.article()
    assert check(article) > 3
    for body in _variants(report.body, lot):
        article.body = body
        check(article)
