"""The filter of corpora: what it costs, and which reports it passes: ``python -m bench.corpus_filter``."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import pairwise
from pathlib import Path

from opencc import OpenCC

from bench.corpus import CHINESE, ENGLISH, ROUNDS, other_page, reading, write_files
from covidmeet.corpus.topic_words import TopicWords
from covidmeet.items import Article
from covidmeet.process import attempt_whole, payload
from covidmeet.reasons import Reject
from covidmeet.repair.mojibake.channels import (
    GBK_AS_CP1252,
    GBK_AS_LATIN1,
    UTF8_AS_CP1252,
    UTF8_AS_GBK,
    UTF8_AS_LATIN1,
)
from covidmeet.repair.mojibake.decoders import Decoder
from covidmeet.sources.warc import WarcReader
from covidmeet.stages.reading import Reading
from covidmeet.text import topic
from covidmeet.text.fold import fold
from tests.repair.mirror.forward import Kit, damage, ranking


def word_filter() -> None:
    """CPU a page of reading its record, of the filter, and of processing it; of pages on other matters."""
    words, how = TopicWords(), reading()
    for name, sentence in (("Chinese", CHINESE), ("English", ENGLISH)):
        for encoding in ("utf-8", "gb18030"):
            with tempfile.TemporaryDirectory() as folder:

                def body(number: int, sentence: str = sentence, encoding: str = encoding) -> bytes:
                    return other_page(number, sentence).decode().encode(encoding)

                (file,) = write_files(Path(folder), body, 1, 300)
                times = [_three(file, words, how) for _ in range(ROUNDS)]
            read, seen, processed = (min(column) * 1e6 for column in zip(*times, strict=True))
            print(
                f"{name}, {encoding}: read {read:.0f} µs, filter {seen:.0f} µs, process {processed:.0f} µs;"
                f" {processed / seen:.0f} x, with reading {(read + processed) / (read + seen):.1f} x"
            )


def _three(file: Path, words: TopicWords, how: Reading) -> tuple[float, float, float]:
    marks = [time.process_time()]
    pages = list(WarcReader(file))
    marks.append(time.process_time())
    assert not any(words.may_be_in(payload(page, 1 << 25)) for page in pages)
    marks.append(time.process_time())
    for page in pages:
        attempt_whole(page, how)
    marks.append(time.process_time())
    read, seen, processed = ((after - before) / len(pages) for before, after in pairwise(marks))
    return read, seen, processed


def recall() -> None:
    """How many reports the filter passes: of the samples as they are and in other encodings, of the cases."""
    words, how = TopicWords(), reading()
    reports: list[str] = []
    passed = others = 0
    for file in sorted(Path("data/samples").glob("*.warc.gz")):
        for fetched in WarcReader(file):
            outcome = attempt_whole(fetched, how)
            with suppress(Reject):
                body = payload(fetched, 1 << 25)
                if isinstance(outcome, Article) and not outcome.reject:
                    reports.append(f"{outcome.title}\n{outcome.body}")
                    passed += words.may_be_in(body)
                else:
                    others += 1
    print(f"reports of the samples: {passed} of {len(reports)} passed; {others} other pages")
    for name, damaged in _damages().items():
        found = sum(words.may_be_in(damaged(text)) for text in reports)
        print(f"  {name}: {found} of {len(reports)}")
    for file in sorted(Path("tests/cases").glob("*.json")):
        told = [case for case in json.loads(file.read_text("utf-8")) if isinstance(case, dict)]
        cases = [case for case in told if _names_epidemic(str(case.get("text")))]
        missed = [case["seen"][:60] for case in cases if not words.may_be_in(str(case["seen"]).encode())]
        found = f"{len(cases) - len(missed)} of {len(cases)}"
        print(f"  {file.name}: {found} that name an epidemic; missed: {missed}")


def _names_epidemic(text: str) -> bool:
    return topic._EPIDEMIC.search(fold(text)) is not None


def _damages() -> dict[str, Callable[[str], bytes]]:
    """Other encodings, and what wrong decoders make of a text."""
    found: dict[str, Callable[[str], bytes]] = {
        name: partial(str.encode, encoding=name, errors="replace")
        for name in ("gb18030", "utf-16", "utf-16-be")
    }
    found["big5, Traditional"] = lambda text: to_traditional(text).encode("big5", "replace")
    found["references"] = lambda text: text.encode("ascii", "xmlcharrefreplace")
    found["escapes"] = lambda text: text.encode("ascii", "backslashreplace")
    for step in (3, 9):
        kit = Kit(ranking(step))
        found[f"a mirror's kit, {step}"] = lambda text, kit=kit: _mirrored(text, kit)  # type: ignore[misc]
    for channel in (UTF8_AS_LATIN1, UTF8_AS_CP1252, UTF8_AS_GBK, GBK_AS_LATIN1, GBK_AS_CP1252):
        for number, decoder in enumerate(channel.decoders):
            found[f"{channel.rule}, {decoder.name} {number}"] = partial(_misread, channel.encoding, decoder)
    return found


def _misread(encoding: str, decoder: Decoder, text: str) -> bytes:
    return decoder.read(text.encode(encoding, "replace"), "\ufffd").encode("utf-8", "replace")


def _mirrored(text: str, kit: Kit) -> bytes:
    """As a mirror shows it that turned it Traditional, annotated it and lost bytes of it."""
    return damage(to_traditional(text), kit, len(text)).encode("utf-8", "replace")


def to_traditional(text: str) -> str:
    return OpenCC("s2t").convert(text)


if __name__ == "__main__":
    word_filter()
    recall()
