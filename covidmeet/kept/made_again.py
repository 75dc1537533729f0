"""A stored page as an article by today's rules: what a worker of the pool does to make a row again."""

from __future__ import annotations

from dataclasses import replace

from covidmeet.items import Article
from covidmeet.kept.stored_page import page_at
from covidmeet.process import Fetched, attempt_whole
from covidmeet.reasons import Reason, Reject
from covidmeet.sites import is_article, unwrapped
from covidmeet.sources.warc import WarcError
from covidmeet.stages.reading import Reading
from covidmeet.text.positions import Outside


def made_again(stored: Fetched, reading: Reading) -> Article | Reject:
    """The article on the page at ``stored.place``, through all stages, or why there is none today.

    The bytes are read here, so that worker processes share that as well.  ``unreadable_warc`` says that the
    page itself is not there any more.  What only the stages need is left out of the article.
    """
    assert stored.place is not None
    try:
        page = page_at(stored.place.file, stored.place.offset, reading.max_bytes)
    except (WarcError, OSError) as error:
        return Reject(Reason.UNREADABLE_WARC, str(error))
    inner = unwrapped(page.url)
    if inner != page.url and any(is_article(site, inner) for site in reading.sites.all):
        page = replace(page, url=inner)  # as the reader of files takes a gateway's address
    article = attempt_whole(page, reading)
    if isinstance(article, Article):
        article.lines, article.outside, article.fixes, article.unrepaired = [], Outside(), [], []
        article.field_lines, article.stripped_lines = {}, []
    return article
