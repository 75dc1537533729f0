"""Why a page is archived or not, laid out: the decision first, then its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from covidmeet.archive.captures import Capture
from covidmeet.language import pgettext
from covidmeet.show.address import HOST, KnownAddress
from covidmeet.show.article_view import counts, moment
from covidmeet.show.line_breaks import columns
from covidmeet.show.page_lines import PageLine
from covidmeet.show.page_reading import PageReading, TriedLayout
from covidmeet.show.sheet import Sheet
from covidmeet.show.why_words import why_words
from covidmeet.show.words import Words
from covidmeet.stored_sentences import shown, value
from covidmeet.text.printable import one_line

_HASH = 12


def address(sheet: Sheet, known: KnownAddress, words: Words) -> None:
    """The address, the sites that it may be of, and what the archive has of it."""
    article = known.article
    if article is not None and article.title:
        sheet.paragraph(one_line(article.title), "bold")
    sheet.paragraph(one_line(known.url), "" if article is not None else "bold")
    sheet.blank()
    facts = [("asked for", known.asked if known.asked != known.url else ""), ("inside it", known.inner or "")]
    facts += [("by its address", _site(name, kind, words)) for name, kind in known.sites]
    if not known.sites and not known.url.startswith("file:"):
        facts.append(("by its address", words["of no site that is known"]))
    if article is not None:
        facts.append(("archived", f"{article.site} · {article.layout} · {(article.url_hash or '')[:_HASH]}"))
        facts.append(("first seen", moment(article.first_seen)))
        facts.append(("last seen", moment(article.last_seen)))
    elif not known.is_known:
        facts.append(("archived", words["no; the archive knows nothing of this address"]))
    else:
        facts.append(("archived", words["no"]))
    facts += [
        ("rejected", f"{moment(seen)}  {value(reason)}: {shown(detail)}")
        for reason, detail, seen in known.rejects
    ]
    for led_to, seen, times in known.visits:
        told = f"{words['led to']} {(led_to or '')[:_HASH]}"
        if led_to is None:
            told = f"{words['on another matter, times']}: {times}"
        facts.append(("visited", f"{moment(seen)}  {told}"))
    _facts(sheet, facts, words)
    sheet.blank()
    sheet.paragraph(words["to fetch it:"], "dim")
    sheet.lines.append(f"  {one_line(known.crawl)}")  # not folded, so that it can be copied


def captures(sheet: Sheet, found: Sequence[Capture], used: str | None, words: Words) -> None:
    """What was received, the oldest first; ``used`` is the place of the page that is read below."""
    if not found:
        return
    sheet.heading(words["Captures"])
    for capture in found:
        place = f"{capture.file}:{capture.offset}" if capture.file else words["not kept"]
        mark = f"  ← {words['read below']}" if used and place == used else ""
        told = f"{capture.status} {value(capture.outcome)} · {route(capture, words)} · {place}{mark}"
        _facts(sheet, [(moment(capture.fetched_at), told)], words)


def route(capture: Capture, words: Words) -> str:
    """How a page came: from the site, through a web archive, or from a file."""
    if capture.gateway:
        return f"{words['gateway']} {one_line(capture.gateway)} ({moment(capture.captured_at)})"
    if capture.url.startswith("file:"):
        return words["document"]
    # A page that was read from a file of the user's was captured before this archive received it.
    if capture.captured_at == capture.fetched_at or not capture.file:
        return words["live"]
    return f"{words['file']} ({moment(capture.captured_at)})"


def reading(sheet: Sheet, told: PageReading, words: Words) -> None:
    """What was decided about the page, and on which evidence; all but its lines."""
    sheet.heading(words["Read today"])
    _facts(
        sheet,
        [
            ("decision", _decision(told, words)),
            ("found", shown(told.reject.detail) if told.reject else ""),
            ("topic", _topic(told, words)),
            ("answer", _answer(told)),
            ("page", str(told.fetched.place or "")),
            ("encoding", _encoding(told, words)),
            *(("layout", _layout(layout, words)) for layout in told.layouts),
            ("repaired", counts(told.article.repairs) if told.article else ""),
            ("stripped", counts(told.article.stripped) if told.article else ""),
        ],
        words,
    )


def lines(sheet: Sheet, found: Sequence[PageLine], most: int | None, words: Words) -> None:
    """Each line of the page: number, role, field or rule, text; ``most`` of them, None: all."""
    if not found or most == 0:
        return
    sheet.heading(words["Lines of the page"])
    shown = found if most is None else found[:most]
    roles = max((columns(line.role) for line in shown), default=0)
    wide = max((columns(_became(line)) for line in shown), default=0)
    digits = len(str(max((line.place or 0 for line in shown), default=0)))
    for line in shown:
        number, text = str(line.place or "–"), one_line(line.text)
        if sheet.width is None:
            sheet.paragraph("\t".join((number, line.role, _became(line), text)))
            continue
        label = f"{number:>{digits}} {line.role:<{roles}} {_became(line)}"
        sheet.fact(label, text or "–", digits + roles + wide + 4)
    if len(shown) < len(found):
        sentence = words["… {} more lines; --lines {} shows all"]
        sheet.paragraph(sentence.format(len(found) - len(shown), len(found)))


def as_plain(known: KnownAddress, told: PageReading | None, unread: str) -> dict[str, Any]:
    """All of it as JSON takes it; ``unread`` says why the stored page could not be read."""
    article = known.article
    return {
        "asked": known.asked,
        "url": known.url,
        "url_hash": known.url_hash,
        "inner": known.inner,
        "sites": [site._asdict() for site in known.sites],
        "archived": None
        if article is None
        else {
            "site": article.site,
            "title": article.title,
            "layout": article.layout,
            "first_seen": article.first_seen,
            "last_seen": article.last_seen,
            "warc": article.warc,
        },
        "rejects": [reject._asdict() for reject in known.rejects],
        "visits": [visit._asdict() for visit in known.visits],
        "captures": [
            {
                "fetched_at": one.fetched_at,
                "captured_at": one.captured_at,
                "gateway": one.gateway,
                "status": one.status,
                "outcome": one.outcome,
                "route": route(one, why_words("en")).split(" ")[0],
                "place": f"{one.file}:{one.offset}" if one.file else None,
                "run_id": one.run_id,
            }
            for one in known.captures
        ],
        "command": known.crawl,
        "unread": unread or None,
        "reading": _reading_as_plain(told) if told else None,
    }


def _reading_as_plain(told: PageReading) -> dict[str, Any]:
    decoding = told.decoding
    return {
        "place": str(told.fetched.place) if told.fetched.place else None,
        "status": told.fetched.status,
        "reason": str(told.reject.reason) if told.reject else None,
        "detail": told.reject.detail if told.reject else None,
        "decoding": None
        if decoding is None
        else {
            "encoding": decoding.encoding,
            "how": decoding.how,
            "declared": list(decoding.declared),
            "damaged": decoding.damaged,
            "repairs": dict(decoding.repairs),
        },
        "layouts": [layout._asdict() for layout in told.layouts],
        "topic": told.topic and told.topic._asdict(),
        "asked_topic": told.asked_topic,
        "site": told.article and told.article.site,
        "repairs": told.article and told.article.repairs,
        "stripped": told.article and told.article.stripped,
        "lines": [line._asdict() for line in told.lines],
    }


def _decision(told: PageReading, words: Words) -> str:
    if told.reject is None:
        return words["an article"]
    return f"{value(told.reject.reason)}: {pgettext('meaning', told.reject.reason.meaning)}"


def _topic(told: PageReading, words: Words) -> str:
    if told.topic is None:
        return ""
    is_report = words["a report of a meeting on prevention" if told.topic.is_report else "on another matter"]
    by = f" ({'、'.join(told.topic.words)})" if told.topic.words else ""
    asked = "" if told.asked_topic != "all" else f" [{words['not asked for: topic=all']}]"
    return f"{is_report}: {words[told.topic.why]}{by}{asked}"


def _answer(told: PageReading) -> str:
    fetched = told.fetched
    if fetched.is_document:
        return f"{len(fetched.body):,} B"
    kind = next((word for name, word in fetched.headers if name.lower() == "content-type"), "")
    parts = [str(fetched.status), kind, f"{len(fetched.body):,} B"]
    return " · ".join([*filter(None, parts), *([shown(fetched.truncated)] if fetched.truncated else [])])


def _encoding(told: PageReading, words: Words) -> str:
    decoding = told.decoding
    if decoding is None:
        return ""
    parts = [f"{decoding.encoding} ({words[decoding.how]})"]
    if decoding.declared:
        parts.append(f"{words['declared as']} {', '.join(dict.fromkeys(decoding.declared))}")
    if decoding.damaged:
        parts.append(f"{words['places not decoded']}: {decoding.damaged}")
    if decoding.repairs:
        parts.append(counts(decoding.repairs))
    return " · ".join(parts)


def _layout(layout: TriedLayout, words: Words) -> str:
    told = words[layout.why] if layout.why else words["matches"]
    if layout.certainty is not None:
        told = f"{words['the most probable text, certainty']} {layout.certainty:.0%}"
    return f"{layout.name}: {told}" + (f" ({layout.needs})" if layout.needs else "")


def _site(name: str, kind: str, words: Words) -> str:
    return f"{name}: {words[kind if kind != HOST else 'only a host of it']}"


def _became(line: PageLine) -> str:
    return line.became or "–"


def _facts(sheet: Sheet, facts: Sequence[tuple[str, str]], words: Mapping[str, str]) -> None:
    wide = max((columns(words[label]) for label, told in facts if told), default=0) + 2
    last = ""
    for label, told in facts:
        sheet.fact(words[label] if label != last else "", one_line(told), wide)
        last = label if told else last
