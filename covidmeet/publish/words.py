"""The words of a folder's own pages; those that are as in ``browse`` have theirs there."""

from __future__ import annotations

from collections.abc import Mapping

from covidmeet.browse.words import browse_words
from covidmeet.show.words import Words

_CHINESE = {
    "By month": "按月份",
    "By site": "按站点",
    "undated": "日期不详",
    "Searching…": "检索中……",
    "Nothing was found.": "未找到结果。",
    "{shown} of {total}, newest first": "共 {total} 篇，显示 {shown} 篇，由新到旧",
    "{shown} of at most {most}, newest first": "至多 {most} 篇，显示 {shown} 篇，由新到旧",
    "More": "显示更多",
    "no date": "日期不详",
    "The search needs JavaScript; the lists by month and by site do not.": (
        "检索需要启用 JavaScript；按月份、按站点的列表则不需要。"
    ),
    "A file of the index cannot be read:": "无法读取索引文件：",
    "a parenthesis closes that was not opened": "右括号没有对应的左括号",
    "a parenthesis is not closed": "括号没有闭合",
    "an empty pair of parentheses": "括号内为空",
    "too many parentheses inside each other": "括号嵌套过深",
    "a quotation mark is not closed": "引号没有闭合",
    "nothing stands behind it": "其后没有内容",
    "nothing stands before it": "其前没有内容",
    "it has no value": "没有取值",
    "too many words": "词语过多",
    "this is no day; write 2022, 2022-03 or 2022-03-05": "不是日期；请写成 2022、2022-03 或 2022-03-05",
    "this folder has no search for it": "此文件夹不支持这一条件",
}
FAULTS = tuple(_CHINESE)[tuple(_CHINESE).index("a parenthesis closes that was not opened") :]
"""What may be wrong with a query, as ``query.js`` says it."""


def folder_words(language: str) -> Mapping[str, str]:
    """English word → word of ``language`` (``en`` or ``zh``)."""
    return Words({**{word: browse_words("zh")[word] for word in _SHARED}, **_CHINESE}, language)


_SHARED = ("(no title)", "articles", "Search", "Earlier page", "Next page", "Newest articles")
