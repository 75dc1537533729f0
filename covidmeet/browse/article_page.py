"""An article to read: its text with the repairs marked, and what the archive has besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from sqlite3 import Connection

from covidmeet.browse.html_page import chinese, facts, page, paragraph_text, text
from covidmeet.browse.links import SERVED, PageLinks
from covidmeet.browse.words import browse_words
from covidmeet.items import Article
from covidmeet.show.article_view import moment, origin, told_of_itself
from covidmeet.show.changes_view import BY_CAUSE
from covidmeet.show.meetings_view import NONE_FOUND, is_one_by_words, meetings_of
from covidmeet.show.page_history import TextChange, changes_of
from covidmeet.show.related import PlacedFix, copies_of, fixes_of
from covidmeet.show.repairs_view import SURE, fields_as_published, pieces_of
from covidmeet.text.damage_left import damage_left

_AROUND = 12


def article_page(db: Connection, article: Article, language: str, links: PageLinks = SERVED) -> str:
    """The page of an article of the archive ``db`` as HTML."""
    words = browse_words(language)
    fixes = fixes_of(db, article)
    fields = fields_as_published(article, fixes)
    # Of a headline in Traditional characters the repairs are marked in the form in which it was published.
    inner = (
        f'<article><section><h1 lang="zh">{_marked("title", fields, fixes, words) or words["(no title)"]}'
        f"</h1>{_deck(fields, fixes, words)}{facts(told_of_itself(article, words))}</section>"
        f"{_text(article, fields, fixes, words)}</article>"
        f"{_repairs(article, fixes, words)}{_meetings(db, article, words)}{_changes(db, article, words)}"
        f"{_copies(db, article, words, links)}"
        f"<section><h2>{words['Provenance']}</h2>{facts(origin(article, words))}"
        f"{_row(article, words, links)}</section>{_stored(article, words, links)}"
    )
    return page(article.title or "", inner, language, here=f"/article/{article.url_hash}", links=links)


def _row(article: Article, words: Mapping[str, str], links: PageLinks) -> str:
    row = links.row(article.url_hash or "")
    if not row:
        return ""
    return f'<p class="soft"><a href="{row}">{words["All tables"]}</a> · <a href="{row}.json">JSON</a></p>'


def _deck(fields: Mapping[str, str], fixes: Sequence[PlacedFix], words: Mapping[str, str]) -> str:
    marked = _marked("deck", fields, fixes, words)
    return f'<p lang="zh">{marked.replace(chr(10), "<br>")}</p>' if marked else ""


def _marked(
    name: str, fields: Mapping[str, str], fixes: Sequence[PlacedFix], words: Mapping[str, str]
) -> str:
    """A field with each repair as ``<del>`` and ``<ins>``; a doubtful one has its certainty as a title."""
    pieces, _ = pieces_of(fields[name], [fix for fix in fixes if fix.field == name])
    return "".join(
        paragraph_text(piece.text) if piece.fix is None else _repaired(piece.fix, words) for piece in pieces
    )


def _repaired(fix: PlacedFix, words: Mapping[str, str]) -> str:
    doubtful = fix.confidence < SURE
    title = f"{fix.rule}; {words['stood there']} {fix.before}{'; ' + _sure(fix, words) if doubtful else ''}"
    kind = ' class="doubtful"' if doubtful else ""
    return (
        f'<del title="{text(title)}">{text(fix.before)}</del>'
        f'<ins{kind} title="{text(title)}">{text(fix.after)}{"<sup>?</sup>" if doubtful else ""}</ins>'
    )


def _sure(fix: PlacedFix, words: Mapping[str, str]) -> str:
    other = f", {words['else']} {fix.runner_up}" if fix.runner_up else ""
    return f"{fix.confidence:.0%} {words['sure']}{other}"


def _text(
    article: Article, fields: Mapping[str, str], fixes: Sequence[PlacedFix], words: Mapping[str, str]
) -> str:
    """One text, or both scripts, paragraph beside paragraph."""
    original = _marked("body", fields, fixes, words).split("\n")
    tag = "zh-Hant" if article.script == "hant" else "zh-Hans"
    if article.body == article.body_original:
        inner = "".join(f"<p>{one}</p>" for one in original)
        return f'<section class="text" lang="{tag}">{inner}</section>'
    rows = zip_longest(original, paragraph_text(article.body).split("\n"), fillvalue="")
    inner = "".join(f'<p lang="{tag}">{one}</p><p lang="zh-Hans">{other}</p>' for one, other in rows)
    heads = f"<h2>{words['As published']}</h2><h2>{words['Simplified']}</h2>"
    return f'<section class="text pair" style="max-width:none">{heads}{inner}</section>'


def _repairs(article: Article, fixes: Sequence[PlacedFix], words: Mapping[str, str]) -> str:
    doubts = [
        f'<li lang="zh"><del>{text(fix.before)}</del> → {text(fix.after)}'
        f' <span class="doubt">{words["doubtful"]}: {text(_sure(fix, words))}</span></li>'
        for fix in fixes
        if fix.confidence < SURE
    ]
    original = article.body_original
    left = [
        f'<li class="doubt">{words["Not repaired"]}: {text(one.rule)} <span lang="zh">…'
        f"{text(original[max(one.offset - _AROUND, 0) : one.offset + len(one.seen) + _AROUND])}…</span></li>"
        for one in damage_left(original)
    ]
    if not (fixes or article.repairs or left):
        told = words["Nothing was repaired."]
        return f'<section><h2>{words["Repairs"]}</h2><p class="soft">{told}</p></section>'
    rules = ", ".join(f"{rule} {count}" for rule, count in sorted(article.repairs.items()))
    told = f"{len(fixes):,} {words['places marked in the text']}" + (f" ({rules})" if rules else "")
    return (
        f'<section><h2>{words["Repairs"]}</h2><p class="soft">{text(told)}</p>'
        f"<ul>{''.join([*doubts, *left])}</ul></section>"
    )


def _meetings(db: Connection, article: Article, words: Mapping[str, str]) -> str:
    found = meetings_of(db, article, words)
    if not found and is_one_by_words(article):
        return f'<section><h2>{words["Meeting"]}</h2><p class="soft">{words[NONE_FOUND]}</p></section>'
    return "".join(
        f"<section><h2>{words['Meeting']}: {chinese(one.name)}</h2>{facts(one.facts)}"
        f'<blockquote lang="zh" title="{words["Sentence"]}">{text(one.sentence)}</blockquote></section>'
        for one in found
    )


def _changes(db: Connection, article: Article, words: Mapping[str, str]) -> str:
    changes = changes_of(db, article)
    if not changes:
        return ""
    inner = "".join(_change(one, words) for one in reversed(changes))
    return f"<section><h2>{words['Changes']}</h2>{inner}</section>"


def _change(told: TextChange, words: Mapping[str, str]) -> str:
    differing = [one.fragments for one in told.paragraphs if one.kind != "="]
    marks = {"-": "del", "+": "ins", "=": "span"}
    inner = "".join(
        "<p>" + "".join(f"<{(m := marks[f.kind])}>{text(f.text)}</{m}>" for f in fragments) + "</p>"
        for fragments in differing
    )
    fields = "".join(
        f"<p>{words[one.name]}: <del>{text(one.before)}</del> <ins>{text(one.after)}</ins></p>"
        for one in told.fields
    )
    until = f"{words['to']} {moment(told.replaced_at)}" if told.replaced_at else ""
    head = f"{told.number} · {words[BY_CAUSE[told.cause]]} · {moment(told.seen_at)} {until}"
    same = "" if differing else f'<p class="soft">{words["The text is the same."]}</p>'
    return (
        f'<details open><summary>{text(head)}</summary><div lang="zh">{fields}{inner}{same}</div></details>'
    )


def _copies(db: Connection, article: Article, words: Mapping[str, str], links: PageLinks) -> str:
    items = "".join(
        f'<li>{_linked(text(one.url), links.article(one.url_hash))} <span class="soft">{text(one.label)}'
        f" {one.figure:.0%}{' · same_as' if one.is_cited else ''}</span></li>"
        for one in copies_of(db, article)
    )
    return f'<section><h2>{words["Copies"]}</h2><ul class="copies">{items}</ul></section>' if items else ""


def _linked(html: str, href: str) -> str:
    return f'<a href="{href}">{html}</a>' if href else html


def _stored(article: Article, words: Mapping[str, str], links: PageLinks) -> str:
    """The stored page in a frame that may do nothing; its answer forbids the same once more."""
    source = links.stored(article.url_hash or "")
    if not source or not (article.warc or article.url.startswith("file:")):
        return ""
    return (
        f"<section><details><summary>{words['The stored page']}</summary>"
        f'<p class="soft">{words["without scripts, and without anything from outside"]} ·'
        f' <a href="{source}">{words["Open alone"]}</a></p>'
        f'<iframe sandbox="" loading="lazy" referrerpolicy="no-referrer" src="{source}"'
        f' title="{words["The stored page"]}"></iframe></details></section>'
    )
