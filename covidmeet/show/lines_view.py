"""The lines of a page, laid out: number, what became of it, text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from covidmeet.items import Article
from covidmeet.language import _
from covidmeet.show.article_view import counts
from covidmeet.show.line_breaks import columns
from covidmeet.show.page_lines import PageLine
from covidmeet.show.sheet import Sheet
from covidmeet.text.printable import one_line


def page_lines(sheet: Sheet, lines: Sequence[PageLine], words: Mapping[str, str]) -> None:
    """Each line of the page; in a pipe the columns are parted by tabs."""
    sheet.heading(words["Lines of the page"])
    wide = max((columns(line.became) for line in lines), default=0)
    digits = len(str(max((line.place or 0 for line in lines), default=0)))
    for line in lines:
        number = str(line.place or "–")
        if sheet.width is None:
            sheet.paragraph("\t".join((number, line.became, one_line(line.text))))
            continue
        sheet.fact(f"{number:>{digits}} {line.became}", one_line(line.text) or "–", digits + wide + 3)


def only_counts(sheet: Sheet, article: Article, why: str, words: Mapping[str, str]) -> None:
    """What is stored of the stripped lines where the page is not at hand; ``why`` it is not."""
    sheet.heading(words["Lines of the page"])
    sheet.paragraph(_("Only counts are stored ({why}).", why=one_line(why)))
    sheet.paragraph(counts(article.stripped) or _("Nothing was stripped."))
