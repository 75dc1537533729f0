"""The words of a page's tools (print, share, scan, follow …): how much of a line is nothing else.

A rule that matches the beginning of a line takes 打印 for a tool; of 打印防控告知书3000份 only two letters
are.  Lines are folded by ``script.fold``.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_NAME = r"[\w·]{1,14}?"
# What follows a name: 关注 · 青禾县政府网, 下载青禾新闻客户端, 打开青禾APP.
_NAMED = (
    rf"(?:关注|订阅|搜索|添加)[\W_]*{_NAME}[\W_]*(?:(?:官方)?(?:微信|微博)?"
    r"(?:公众号|公众平台|视频号|抖音号|客户端|微博|微信)|政府网|政务网|发布|官微)",
    rf"(?:下载|打开|安装|登录|进入)[\W_]*{_NAME}[\W_]*(?:客户端|[Aa][Pp][Pp]|小程序)",
    r"(?:扫码|扫一扫|扫描二维码|二维码)[\W_]*关注[\W_]*[\w·]{2,12}$",
    r"^.{0,12}?(?:扫一扫|扫码|(?:扫描|识别).{0,6}?二维码)[,]?(?:立即)?(?:关注|下载|添加).{1,16}?"
    r"(?:微信|公众号|客户端|[Aa][Pp][Pp]|微博|官微|视频号|小程序)[\W_]*(?:[\w-]{3,20})?[)!。]*$",
)


@cache
def _tools() -> re.Pattern[str]:
    lines = files("covidmeet.text").joinpath("data/tool_words.txt").read_text("utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split()}
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    # Atomic: each place is read in one way, so that no line takes longer than its length.
    return re.compile(rf"(?>{'|'.join((*_NAMED, *longest_first))})|[\W\d_]+")


def tool_share(folded: str) -> float:
    """The share of a line's letters that are words of tools, from 0 to 1; 1 where it has no letters.

    >>> tool_share("扫一扫在手机打开当前页"), tool_share("打印防控告知书3000份") < 0.3
    (1.0, True)
    """
    rest = len(_tools().sub("", folded))
    letters = len(re.sub(r"[\W\d_]+", "", folded))
    return 1 - rest / letters if letters else 1.0


_MARKS = re.compile(r"[\W\d_]+")
LONGEST_LINE = 24
"""Characters; a longer line says more than what a tool is called."""


@cache
def _tool_lines() -> frozenset[str]:
    lines = files("covidmeet.text").joinpath("data/tool_lines.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def is_tool_line(folded: str) -> bool:
    """Whether a line is what a tool of a page is called, and nothing else but its count.

    >>> is_tool_line("【复制网址】"), is_tool_line("复制网址的做法要改"), is_tool_line("反馈")
    (True, False, False)
    """
    return len(folded) <= LONGEST_LINE and _MARKS.sub("", folded).lower() in _tool_lines()


# A notice speaks of the page's own texts; the other words also stand in statements of an office.
_OWN_TEXTS = re.compile(
    r"本网|本站|本文|本平台|本公众号|版权|著作权|转载|侵权|摘编|镜像|不代表|免责|网友|信息存储|用户上传"
    r"|仅供参考|投资建议"
    r"|原作者|注明(?:来源|出处)"
)
_LEGAL = re.compile(
    r"授权|许可|观点|立场|删除|上传|作者|作品|稿件|网站|媒体|本报|知识产权|来源|真实性"
    r"|(?:法律|相关)责任|追究|联系|目的在于|转发"
)
_IMPRINT = re.compile(
    r"[\W_]*(?:版权所有|Copyright|COPYRIGHT|copyright|©"
    r"|.{0,24}版权所有|.{0,40}ICP[备证]|.{0,40}公网安备|网站标识码|备案号"
    r"|All Rights Reserved|Notice: The content)"
)


def is_boilerplate(folded: str) -> bool:
    """Whether a line is a page's legal notice or imprint: it speaks of copyright and of its own texts.

    >>> is_boilerplate("未经本网授权,任何单位或个人不得转载。")
    True
    >>> is_boilerplate("声明:以上名单以现场核查为准。")
    False
    """
    if _IMPRINT.match(folded):
        return True
    own = len(set(_OWN_TEXTS.findall(folded)))
    return own >= 2 or (own == 1 and _LEGAL.search(folded) is not None)
