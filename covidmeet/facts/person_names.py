"""Where a name stands: a surname, one or two characters more, and behind it what cannot belong to it."""

from __future__ import annotations

import re
from collections.abc import Collection

from covidmeet.facts.posts import END
from covidmeet.facts.surnames import COMPOUND, NOT_NAMES, SINGLE, has_surname

_MARKS = "，、；：。！？（()）)“” \u3000,;:《0123456789"
_ONE = frozenset(_MARKS + "和及等在于就对向作做说率并也还则从以为受因到赴任签的")
_TWO_WORDS = (
    "一同 一行 上午 下午 专题 主任 主持 主讲 乡长 书记 亲自 今天 今日 介绍 代表 传达 "
    "充分 先后 先生 全文 全程 全面 共同 关于 具体 再次 出席 分别 分析 列席 区长 医师 "
    "博士 县长 参会 参加 发言 召开 召集 同学 同志 听取 回顾 围绕 培训 处长 女士 安排 "
    "宣布 宣讲 宣读 局长 市长 希望 带领 应邀 开展 强调 总结 感谢 所作 担任 指出 指导 "
    "授课 提交 提出 收听 收看 教授 日前 明确 昨天 昨日 昨晚 最后 校长 根据 汇报 深入 "
    "点评 牵头 现场 着眼 着重 研判 科长 简要 线上 组织 结合 统筹 继续 老师 肯定 表示 "
    "要求 视频 解读 认真 讲解 讲话 详细 近日 进行 连线 逐一 通报 通过 部署 部长 重点 "
    "针对 镇长 院长 陪同 随即 随后 领学 首先 带队 率队 率领 来到 前往 督导 检查 调研 "
    "走访 慰问 视察 到场 到会 参与 负责 致辞 签署 带头 解答 "
)
_TWO = frozenset(_TWO_WORDS.split())
# As the third character it begins the next word, not ends the name.
_NEXT_WORD = frozenset(
    "在对就和与及等并也还于作同为由向又均将已曾出参主强指要通传介汇发列做提部表说围结率到前来带深随则从以受因赴听总领宣主点召详简重认分"
)
# These join or govern what follows, so that in front of a mark or of a verb they end a name (施大为，).
_JOINING = frozenset("和与为向从以因由于")
_VERBS = re.compile(
    r"[ \u3000]?(?:同志)?(?:主持|讲话|强调|指出|传达|汇报|通报|要求|作了|总结|宣读|发言|领学"
    r"|(?:出席|参加)(?:了?会议|[，。]))"
)
_MARK = re.compile(r"[，、；。）)]|$")
_DOT = re.compile("[·•・]")
_FOREIGN = re.compile(r"(?:[\u4e00-\u9fff]{1,7}[·•・])+")
# Names of Mongols, Tibetans and others, written by sound: 格根塔娜, 次仁卓玛.
_TRANSLITERATED = re.compile(
    "[阿巴布才次措达旦当德登东顿多尔噶嘎格根古哈赫吉加嘉江卡克孔拉兰朗勒琳罗洛玛买曼木姆那娜纳乃尼努诺帕齐其琴热仁若萨桑色赛沙斯苏塔"
    "陶特图吐托娃旺乌西希夏雅亚伊依尤玉扎珍卓孜力汗别娅丽莎]{3,6}"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_ACTS = re.compile(r"[ \u3000]?(?:同志)?(?:主持|出席|参加会议|讲话|强调|指出)")
_ADVERB_WORDS = (
    "亲自 带头 分别 轮流 率队 共同 陪同 牵头 到会 现场 线上 同时 专门 代为 应邀 远程 "
    "一同 同志 依次 及时 按时 准时 必须 需要 集体 统一 带队 一起 联合 列席 一并 随同 "
    "等人 团队 以上 以下 多次 反复 着重 再次 特别 一再 明确 进行 会上 最后 随后 首先 "
    "受邀 主动 "
)
_ADVERBS = frozenset(_ADVERB_WORDS.split())
_OF_BODIES = re.compile("[各等全市县区局委办部处室科院校镇乡村街道所站组员会厅队司厂班们者人位]")
_BEHIND_POST = re.compile(r"(?:书记|[长任席])(?P<name>[\u4e00-\u9fff]{2})(?=[、，及]|参加|出席|主持)")
# Zero-width, so that names at any offset are seen, also where two overlap.
_BEFORE_TITLE_OR_VERB = re.compile(
    "(?=(?P<name>[\u4e00-\u9fff]{2})(?:同志|书记|[院校市县区镇局]长|主任)?(?:主持|强调|指出|讲话|首先|要求))"
)
_LONGEST_FOREIGN = 9
_LONGEST_PART = 7
_TITLES = frozenset(
    ("大夫", "医生", "老师", "主任", "书记", "局长", "市长", "县长", "教授", "校长", "院长", "先生")
)


def words_as_names(text: str) -> set[str]:
    """Everyday words (蓝天) that are names in ``text``: behind a post, and again before a title or verb.

    >>> words_as_names("党委书记蓝天、院长程前参加会议。蓝天书记强调，院长安排，要落实。")
    {'蓝天'}
    """
    found = {match["name"] for match in _BEHIND_POST.finditer(text)} & NOT_NAMES
    found = {name for name in found if name[0] in SINGLE}
    return found and found & {match["name"] for match in _BEFORE_TITLE_OR_VERB.finditer(text)}


def begins_like_a_name(text: str, at: int, known: Collection[str] = ()) -> bool:
    """Whether a surname, a known name or a foreign one may begin at ``at``: a quick look."""
    return (
        text[at : at + 1] in SINGLE
        or text[at : at + 2] in COMPOUND
        or text[at : at + 2] in known
        or text[at : at + 3] in known
        or _DOT.search(text, at, at + _LONGEST_FOREIGN) is not None
    )


def end_of_name(text: str, at: int, known: Collection[str] = (), supported: bool = False) -> int:
    """Where the name that begins at ``at`` ends; ``at`` itself where none does.

    ``known`` names were found before.  ``supported``: a post stands in front, so that a surname that the
    table lacks will do before a verb.

    >>> text = "市长周清强调"
    >>> text[2 : end_of_name(text, 2)]
    '周清'
    """
    for length in (4, 3, 2) if known else ():
        if text[at : at + length] in known and _ends_before(text, at + length):
            return at + length
    if not supported and not begins_like_a_name(text, at):
        return at
    if _DOT.search(text, at, at + _LONGEST_FOREIGN) and (end := _end_of_foreign(text, at)):
        return end
    if text[at + 1 : at + 2] in ("\u3000", " "):  # 周　清
        spaced = text[at : at + 1] + text[at + 2 : at + 3]
        return at + 3 if len(spaced) == 2 and _is_name(spaced, text, at + 3, supported) else at
    return at + _length_of_name(text, at, supported)


def _end_of_foreign(text: str, at: int) -> int:
    """Where a name of parts (尼玛·扎西) ends, the last part as short as what follows allows; 0: none."""
    parts = _FOREIGN.match(text, at)
    if parts is None or END.search(parts[0]):
        return 0
    for length in range(1, _LONGEST_PART + 1):
        stop = parts.end() + length
        if not _HAN.fullmatch(text[parts.end() : stop]):
            return 0
        if _ends_before(text, stop):
            return stop
    return 0


def _length_of_name(text: str, at: int, supported: bool) -> int:
    if supported and (sounds := _TRANSLITERATED.match(text, at)):
        for length in range(len(sounds[0]), 2, -1):
            if _ends_before(text, at + length):
                return length
    if text[at : at + 2] in COMPOUND:
        for length in (4, 3):
            if _is_name(text[at : at + length], text, at + length, supported):
                return length
    three = _is_name(text[at : at + 3], text, at + 3, supported)
    if three and (text[at + 2] not in _NEXT_WORD or _ends_by_what_follows(text, at + 2)):
        return 3
    if _is_name(text[at : at + 2], text, at + 2, supported):
        return 2
    return 3 if three else 0


def _ends_by_what_follows(text: str, at: int) -> bool:
    """Whether the character at ``at``, which could join, cannot do so here: 陆景和主持, 施大为，."""
    if text[at] not in _JOINING:
        return False
    return any(what.match(text, at + 1) for what in (_MARK, _VERBS, _ACTS))


def _ends_before(text: str, stop: int) -> bool:
    """Whether what stands at ``stop`` can follow a name: a mark, a verb, the text's end."""
    following = text[stop : stop + 1]
    if following in _ONE or not following:
        return not text.startswith("与会", stop)
    return text[stop : stop + 2] in _TWO


def _is_name(name: str, text: str, stop: int, supported: bool) -> bool:
    if stop > len(text) or not _ends_before(text, stop):
        return False
    if (len(name) == 3 and name[2] in "的了任组长位级") or not _HAN.fullmatch(name):
        return False
    if has_surname(name):
        return name[1:] not in _TITLES
    if supported and len(name) == 3 and name[0] in SINGLE and _stands_apart(name, text, stop):
        return True
    # A rare surname, or none (尼玛): only where the person acts at once.
    return supported and may_be_a_name(name) and _ACTS.match(text, stop) is not None


def _stands_apart(name: str, text: str, stop: int) -> bool:
    """Whether nothing but a name can stand there, though it begins with a word: 主任方向明，."""
    return text[stop : stop + 1] in ("，", "、") and not (_OF_BODIES.search(name) or END.search(name))


def may_be_a_name(name: str) -> bool:
    """Whether nothing in ``name``, of which the surname is unknown, speaks against its being one."""
    if name[:2] in NOT_NAMES or name[:2] in _ADVERBS or not _HAN.fullmatch(name):
        return False
    return not (_OF_BODIES.search(name) or END.search(name))


def without_blanks(name: str) -> str:
    """周　清 is written with a blank to be as wide as three characters."""
    return name.replace(" ", "").replace("\u3000", "")
