"""What was ordered: the sentences of a meeting that say what is to be done, whoever said it."""

from __future__ import annotations

import re

_MUST = re.compile(
    r"(?<![重主需概摘首只纪紧必险扼显次简机提])要(?!闻(?!令)|因(?![应地时势此])|[求素点道件约塞害领义职么是旨务目])|必须"
    r"|务必|不得|严禁|应当|一律"
)
_AT_ONCE = re.compile(
    r"(?:[一二三四五六七八九十]是|第[一二三四五六七八]，|[（(][一二三四五六七八九十][）)]|\d[.、．]"
    r"|同时，|特别是)?(?:要求)?(?:进一步|切实|全力|全面|加强|强化|严格|落实|压[紧实]|做[好实细到]"
    r"|抓[好紧实细]|坚[持决]|继续|深入|加[快大紧]"
    r"|确保|完善|健全|严[防把守肃]|充分|扎实|持续|积极|教育引导|统筹|提[高升前]|牢[固牢]|始终|突出|紧盯"
    r"|聚焦|迅速|立即|紧紧|密切|[强大]力|从严|筑牢|严密|认真|规范|精准|科学|细化|优化|引导|组织|动员|建立"
    r"|守住|盯紧)"
)
_STRICT = re.compile(r"杜绝(?!了)|决不能|绝不能|决不允许|不允许|谁来[守管负]")
_FOR_THOSE = re.compile(r"对[^，。；]{2,40}[的者]，(?:坚决|依法|依规|严肃|从严|立即|一律|一经)")
_DUTY = re.compile(r"[员组村区校位]每[天日]|立即上报|不漏一[户人]|一律|第一时间")
_LIST = re.compile(r"(?:[一二三四五六七八九十]是|[一二三四五六七八九十]要|第[一二三四五六七八]，)")
_FINDING = re.compile(r"取得了?|得到了?|以来|成效|成绩|充分肯定|已完成|目前|当前.{0,20}(?:形势|态势)")


def is_order(text: str, in_speech: bool, required: bool = False) -> bool:
    """Whether a sentence, or what it says somebody said, orders something.

    ``in_speech``: it goes on with what was said, so that a sentence without a subject is an order;
    ``required``: the verb of saying is 要求.

    >>> is_order("各镇要压实责任。", False), is_order("学习了重要讲话。", False), is_order("加强值守。", True)
    (True, False, True)
    """
    if _MUST.search(text) or _LIST.match(text):
        return True
    if required:
        return not _FINDING.search(text)
    if _STRICT.search(text):
        return True
    if not in_speech or _FINDING.search(text):
        return False
    return bool(_AT_ONCE.match(text) or _FOR_THOSE.match(text) or _DUTY.search(text))
