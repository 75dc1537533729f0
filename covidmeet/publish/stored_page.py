"""A stored page as a file that does nothing wherever it is opened: no scripts, no forms, nothing loaded.

The page stands as text in a frame (``srcdoc``) with an empty ``sandbox``, which obeys the policy of the file
around it as well.  A file of the page's own bytes could be opened alone, and then lead on to wherever those
who hacked it wish.
"""

from __future__ import annotations

import codecs
from html import escape

from covidmeet.browse.stored_copy import StoredCopy
from covidmeet.show.browser_copy import POLICY

_FRAME = (
    '<!doctype html>\n<html lang="zh"><head><meta charset="utf-8">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}; form-action 'none'; base-uri 'none'\">"
    '<meta name="referrer" content="no-referrer"><title>{title}</title>'
    "<style>html, body, iframe {{ margin: 0; border: 0; width: 100%; height: 100%; display: block; }}"
    ' body {{ background: #ffffff; }}</style></head><body><iframe sandbox="" srcdoc="{page}"'
    ' title="{title}"></iframe></body></html>\n'
)


def stored_file(copy: StoredCopy, title: str) -> str:
    """The file as text, to be written in UTF-8."""
    try:
        codecs.lookup(copy.charset)
        page = copy.data.decode(copy.charset, "replace")
    except LookupError:
        page = copy.data.decode("utf-8", "replace")
    page = page.replace("\0", "\ufffd")
    if copy.is_text:
        page = f'<pre style="white-space: pre-wrap">{escape(page)}</pre>'
    inner = page.replace("&", "&amp;").replace('"', "&quot;")
    return _FRAME.format(policy=escape(POLICY), title=escape(title), page=inner)
