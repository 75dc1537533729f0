"""The language model: what it knows, what it accepts, and what it costs."""

from __future__ import annotations

import math
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covidmeet.repair.language_model import LanguageModel, load


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return load()


@pytest.mark.parametrize(
    ("before", "right", "wrong"),
    [
        ("疫情防", "控", "空"),
        ("领导小", "组", "阻"),
        ("中华人", "民", "明"),
        ("隔离观", "察", "查"),
        ("会议指出", "，", "？"),
    ],
)
def test_the_right_character_is_likelier(model: LanguageModel, before: str, right: str, wrong: str) -> None:
    assert model.logp(before, right) > model.logp(before, wrong) + 2


def test_traditional_is_as_likely_as_simplified(model: LanguageModel) -> None:
    assert model.logp("中華人", "民") == model.logp("中华人", "民")
    assert model.logp("中", "國") == model.logp("中", "国")


def test_half_width_marks_follow_the_full_width_ones(model: LanguageModel) -> None:
    assert model.logp("会议指出", ",") > model.logp("会议指出", "?")
    assert model.logp("会议指出", ",") < model.logp("会议指出", "，")


def test_logprobs_of_a_context_are_those_of_logp(model: LanguageModel) -> None:
    logprobs = model.logprobs("核酸检")
    assert logprobs["测"] == model.logp("核酸检", "测")
    assert logprobs["測"] == model.logp("核酸检", "測")


def test_score_is_the_sum_over_the_text_and_what_follows(model: LanguageModel) -> None:
    expected = model.logp("全市", "疫") + model.logp("全市疫", "情") + model.logp("市疫情", "防")
    assert model.score("疫情", before="全市", after="防") == pytest.approx(expected)


def test_only_three_characters_of_context_count(model: LanguageModel) -> None:
    assert model.logp("甲乙丙丁疫情防", "控") == model.logp("疫情防", "控")


@given(st.text(max_size=6), st.text(max_size=2))
def test_every_string_has_a_finite_log_probability(context: str, char: str) -> None:
    model = load()
    assert math.isfinite(model.logp(context, char))
    assert math.isfinite(model.score(char, context, char))


def test_probabilities_do_not_exceed_one(model: LanguageModel) -> None:
    chars = [chr(code) for code in range(0x4E00, 0x9FFF)] + list("，。、；：？！“”（）《》0a \n—…")
    simplified = [char for char in chars if model.logp("", char) > -17.9]
    for context in ("", "疫情", "会议指", "，", "的", "2021年"):
        assert sum(math.exp(model.logp(context, char)) for char in set(simplified)) < 2.6


@pytest.mark.slow
def test_loading_is_quick_and_small() -> None:
    program = (
        "import re, time; start = time.perf_counter()\n"
        "from covidmeet.repair.language_model import load; load()\n"
        "seconds = time.perf_counter() - start\n"
        "print(seconds, int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) / 1024)"
    )
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    seconds, mebibytes = map(float, run.stdout.split())
    assert seconds < 3.0  # A tenth of that on an idle machine; tests share theirs.
    assert mebibytes < 100


def test_memory_stays_flat_however_much_is_asked(model: LanguageModel) -> None:
    text = "".join(chr(0x4E00 + (at * 7919) % 20000) for at in range(60_000))
    model.score(text)
    assert model._cache.cached < 200_000


def test_a_cached_log_probability_is_found_fast(model: LanguageModel) -> None:
    text = "会议强调，要压实四方责任，抓细抓实各项防控措施。" * 200
    model.score(text)
    start = time.perf_counter()
    model.score(text)
    assert (time.perf_counter() - start) / len(text) < 20e-6
