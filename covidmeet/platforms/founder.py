"""Founder's e-papers (方正): since 2018 one element of the text on all; headline and facts by the paper.

Before (from 2005) title and time stand in a comment of the editor's system (``enpproperty``), which Founder's
web sites have as well.
"""

import re

from covidmeet.site import Issues, Layout

_PROPERTY = r"script:<!--\s?enpproperty[^\0]{0,600}?<%s>([^<>]{2,200})</%s>"
_TITLE, _DATE = (_PROPERTY % (name, name) for name in ("title", "date"))

FOUNDER = Layout(
    "founder",
    title=(".newsdetatit h3", ".article h1", "founder-title", _TITLE),
    deck=(".newsdetatit h4", ".article h2"),
    info=(".newsdetatit .info", ".article .info", "founder-author"),
    published=(_DATE,),
    body=("founder-content",),
)
FOUNDER_2009 = Layout(
    "founder_2009",
    title=(".text_c h1",),
    deck=(".text_c h3", ".text_c h2"),
    info=(".text_c h4",),
    body=("#ozoom",),
)
"""人民日报 from 2009 to 2024 and 中国青年报; others have the same id, so it is no layout of any host."""
FOUNDER_OLD = Layout(
    "founder_old",
    title=(_TITLE, "td.font01"),
    published=(_DATE,),
    body=("//*[@id='ozoom'][//comment()[contains(., 'enpproperty')] or //td[@class='font01']]",),
)
ARTICLE = r"/html/\d{4}-\d{2}/\d{2}/content_\d+\.htm(?:\?div=-1)?"
"""The path of an article of the older e-papers, which stands in the folder of its issue."""


_PAGE = r"(?:node_\w+\.html?|nbs\.\w+\.htm)"
_DIGITS = {"%Y": r"\d{4}", "%m": r"\d{2}", "%d": r"\d{2}"}


def issues(*, fronts: tuple[str, ...], others: str = "", paper: str = "") -> Issues:
    """The issues of a paper whose front pages have the addresses ``fronts`` (forms of ``strftime``).

    The other pages of an issue lie in the folder of its front page: ``node_2.htm``, ``node_A02.html``, in
    the older addresses of 人民日报 and 中国青年报 ``nbs.D110000zgqnb_02.htm``.  ``others`` is the pattern of
    pages beside these, of a system that the paper had before.
    """
    parts = [folder + _PAGE for folder in dict.fromkeys(map(_folder, fronts))]
    return Issues(fronts, "|".join([*parts, *filter(None, [others])]), paper)


def _folder(front: str) -> str:
    """A pattern of the folder of any day's front page, by http and https."""
    plain = re.escape(front.rpartition("/")[0])
    for directive, digits in _DIGITS.items():
        plain = plain.replace(directive, digits)
    return re.sub(r"^https?", "https?", plain) + "/"
