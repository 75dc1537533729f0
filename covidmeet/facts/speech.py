"""Where a sentence stops telling of the meeting and begins to say what was said at it."""

from __future__ import annotations

import re

from covidmeet.facts.sentences import Sentence

_MODAL = (
    r"要|必须|务必|全|各|坚|认真|切实|学校|进一步|严|把|加|抓|做好|压|持续|当前|疫情|深入|落实|迅速|立足"
    r"|提高|广大|一"
)
_SO = rf"(?:[，：:,“]|(?={_MODAL}))"
_THUS = r"(?:[：:“]|，(?=要|各|全|一|必须|务必|希望))"
# Each alternative begins with its own characters: the search then looks at these alone.
SAYS = re.compile(
    "|".join(f"{verb}{_SO}" for verb in ("强调", "指出", "认为", "表示"))
    + rf"|要求(?<![新出的作关点控策定防确体项照部署有了总件知案级标格]要求){_SO}"
    + "".join(f"|{verb}{_THUS}" for verb in ("希望", "提醒", "号召", "明确", "说", "作要求", "作出部署"))
    + rf"|提(?:出[^，。；]{{0,8}}?|[一二三四五六七八九十几]+点)?(?:要求|意见){_THUS}"
    + rf"|提出{_THUS}|部署要求{_THUS}"
)
"""A verb of saying, with what parts it from what is said."""

_BY_MEETING = re.compile(
    r"(?:会议|大会|全会|例会|会商)(?:还|特别|进一步|同时|并|最后|明确)?(?:强调|指出|要求|认为|明确|提出"
    r"|号召|决定|就|对|研究|审议)"
)


def content_start(sentence: Sentence) -> int | None:
    """From where on ``sentence`` says what was said; 0 where the meeting itself says all of it, else None."""
    if _BY_MEETING.match(sentence.text, sentence.lead):
        return 0
    found = SAYS.search(sentence.text, sentence.lead)
    return found.end() if found else None
