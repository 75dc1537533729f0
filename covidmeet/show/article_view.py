"""An article as one reads it: headline, who and when, text; then where it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from covidmeet.items import UNFINISHED, Article
from covidmeet.show.line_breaks import beside, columns
from covidmeet.show.related import Copy, Revision
from covidmeet.show.sheet import Sheet
from covidmeet.stored_sentences import shown, value
from covidmeet.text.printable import one_line, printable

_HEAD = ("from", "published", "reporters", "editors", "headed", "site", "url", "a copy of")
_NARROWEST_PAIR = 80
"""Columns from which two texts stand beside each other."""
_HASH = 12  # characters of a hash that are enough to name it


def head(sheet: Sheet, article: Article, words: Mapping[str, str]) -> None:
    """Title, deck, and what the page tells of itself."""
    sheet.paragraph(one_line(article.title or words["(no title)"]), "bold")
    for line in article.deck.split("\n") if article.deck else ():
        sheet.paragraph(one_line(line))
    sheet.blank()
    _facts(sheet, told_of_itself(article, words))


def told_of_itself(article: Article, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Labels and values that the page gives of itself; a value may be empty."""
    facts = {
        "from": article.source,
        "published": moment(article.published_at),
        "reporters": names(article.reporters),
        "editors": names(article.editors),
        "headed": article.original_title,
        "site": article.site,
        "url": article.url,
        "a copy of": article.original_url,
    }
    return [(words[name], facts[name] or "") for name in _HEAD]


def body(sheet: Sheet, text: str) -> None:
    """The text, a paragraph a line of it."""
    sheet.blank()
    sheet.text(printable(text))


def both_scripts(sheet: Sheet, article: Article, words: Mapping[str, str]) -> None:
    """The text as published and in Simplified: beside each other where there is room, else one by one."""
    original, simplified = printable(article.body_original), printable(article.body)
    if sheet.width is None or sheet.width < _NARROWEST_PAIR:
        for heading, text in (("As published", original), ("Simplified", simplified)):
            sheet.heading(words[heading])
            sheet.text(text)
        return
    sheet.blank()
    sheet.lines += beside(words["As published"], words["Simplified"], sheet.width)
    for left, right in zip_longest(original.split("\n"), simplified.split("\n"), fillvalue=""):
        sheet.lines += ["", *beside(left, right, sheet.width)]


def provenance(
    sheet: Sheet,
    article: Article,
    words: Mapping[str, str],
    revisions: Sequence[Revision] = (),
    copies: Sequence[Copy] = (),
) -> None:
    """How the archive came by the article, and what else it has of it."""
    sheet.heading(words["Provenance"])
    _facts(
        sheet,
        [
            *origin(article, words),
            *_each(words["revisions"], map(_revision, revisions)),
            *_each(words["copies"], map(_copy, copies)),
        ],
    )


def origin(article: Article, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """How the archive came by the article, as labels and values; a value may be empty."""
    return [
        (words["captured"], moment(article.captured_at)),
        (words["gateway"], article.gateway or ""),
        (words["first seen"], moment(article.first_seen)),
        (words["last seen"], moment(article.last_seen)),
        (words["page"], article.warc or ""),
        (
            words["layout"],
            ", ".join(filter(None, (article.layout, article.charset, value(article.script or "")))),
        ),
        (words["found by"], _extraction(article.extraction, words)),
        (words["found in"], ", ".join(f"{words[name]}: {at}" for name, at in article.fields.items())),
        (words["repaired"], counts(article.repairs)),
        (words["doubtful"], str(article.doubtful or "")),
        (words["stripped"], counts(article.stripped)),
        ("url_hash", article.url_hash or ""),
        (words["run"], article.run_id or ""),
    ]


def _extraction(found: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """How the text was found: ``container, certainty 0.86``."""
    told = [str(found.get("candidate", ""))]
    told += [f"{words[name]} {found[name]}" for name in ("certainty", "agreement", "pages") if name in found]
    told += [f"{words[UNFINISHED]}: {shown(found[UNFINISHED])}"] if UNFINISHED in found else []
    told += [words["doubtful"]] if found.get("doubtful") else []
    told += [f"{words['missing']} {url}: {shown(why)}" for url, why in found.get("missing", {}).items()]
    return ", ".join(filter(None, told))


def moment(text: str | None) -> str:
    """A stored time for a person: ``2022-03-02 08:00`` in Beijing, others with their zone.

    >>> moment("2022-03-02T08:00:00+08:00"), moment("2022-03-02"), moment("2026-11-26T12:00:00+00:00")
    ('2022-03-02 08:00', '2022-03-02', '2026-11-26 12:00 UTC')
    """
    text = (text or "").replace("T", " ", 1).removesuffix("+08:00")
    day, _, time = text.partition(" ")
    zone = " UTC" if time.endswith(("+00:00", "Z")) else ""
    time = time.removesuffix("+00:00").removesuffix("Z").removesuffix(":00")
    return f"{day} {time}{zone}".strip()


def names(found: Iterable[str]) -> str:
    """Personal names in one line."""
    return "、".join(map(str, found))


def counts(found: Mapping[str, int]) -> str:
    """Rules with their counts, the greatest first.

    >>> counts({"share": 1, "footer": 12})
    'footer 12, share 1'
    """
    return ", ".join(
        f"{rule} {count}" for rule, count in sorted(found.items(), key=lambda one: (-one[1], one[0]))
    )


def _facts(sheet: Sheet, facts: Sequence[tuple[str, str]]) -> None:
    wide = max((columns(label) for label, told in facts if told), default=0) + 2
    for label, told in facts:
        sheet.fact(label, one_line(told), wide)


def _each(label: str, values: Iterable[str]) -> list[tuple[str, str]]:
    """One fact a value, of which the first has the label."""
    return [(label if not number else "", value) for number, value in enumerate(values)]


def _revision(revision: Revision) -> str:
    cause = "" if revision.cause == "site" else f"  ({value(revision.cause)})"
    return f"{moment(revision.seen_at)}  {revision.title or '–'} ({len(revision.body):,}){cause}"


def _copy(copy: Copy) -> str:
    figure = "" if copy.label == "same" else f" {copy.figure:.0%}"
    cited = "  (same_as)" if copy.is_cited else ""
    return f"{copy.url_hash[:_HASH]}  {value(copy.label)}{figure}  {copy.url}{cited}"
