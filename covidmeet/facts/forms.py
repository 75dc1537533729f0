"""The form of a meeting: the first of the list that its name or the sentences about it tell."""

from __future__ import annotations

import re

_OF_NAME = (
    ("teleconference", re.compile(r"电视电话|电话会|视频电话")),
    ("video", re.compile(r"视频|网络会|线上(?!线下)|云会议|云端|远程|在线")),
    ("on-site", re.compile(r"现场(?:[^，。；]{0,6})会")),
    ("special", re.compile(r"专题")),
    ("dispatch", re.compile(r"调度")),
    (
        "standing",
        re.compile(r"常委会|常务会|常务委员会|主席会议|主任会议|常委（?扩大）?会|常委扩大会"),
    ),
)
_OF_SENTENCE = (
    (
        "teleconference",
        re.compile(
            r"(?:以|采[取用]|通过|用)[^，。；]{0,6}(?:电视电话)[^，。；]{0,4}(?:形式|方式)|(?:此次"
            r"|本次)?会议[^，。；]{0,6}电视电话会议(?:形式|方式)"
            r"|(?:召开|举行)[^，。；]{0,30}电视电话会(?:议)?(?!精神)"
        ),
    ),
    (
        "video",
        re.compile(
            r"(?:以|采[取用]|通过|利用|用)[^，。；线]{0,6}(?:视频|网络|线上|云|远程|“?腾讯会议”?"
            r"|钉钉)(?!线下|\+|\uff0b|、?线下|和线下|与线下)[^，。；]{0,10}?(?:形式|方式|会议|召开|举行"
            r"|参加|分会场|主会场|会场|连线|系统|平台)"
            r"|视频(?:会议)?(?:形式|方式|连线|分会场|会场|系统)|视频会议?(?:召开|举行)"
            r"|会议[^，。；]{0,8}视频(?:会议)?(?:形式|召开|开至|直[达通])|视频(?:直播)?(?:开|直通"
            r"|延伸)[到至]"
            r"|线上分会场|网络会议(?:形式|方式)?|(?:召开|举行)(?:线上|视频|网络)"
        ),
    ),
)
_TELLS = re.compile("视频|电视|网络|线上|云|远程|腾讯|钉钉")
_PRESENCE = re.compile(r"线上线下|线上\s*[+＋]\s*线下|线下(?:与|和)线上|线上(?:与|和|、)线下")


def form_of_name(name: str) -> tuple[str, int, int] | None:
    """Form, and start and stop of the word in the name."""
    for form, words in _OF_NAME:
        found = words.search(name)
        if found and not (form == "video" and _PRESENCE.search(name)):
            return form, found.start(), found.end()
    return None


def form_of_sentence(text: str, start: int, stop: int) -> tuple[str, int, int] | None:
    """As ``form_of_name``, of a sentence that tells how the meeting was held."""
    if not _TELLS.search(text, start, stop):
        return None
    for form, words in _OF_SENTENCE:
        found = words.search(text, start, stop)
        if found:
            return form, found.start(), found.end()
    return None


RANK = ("teleconference", "video", "on-site", "special", "dispatch", "standing", "other")
