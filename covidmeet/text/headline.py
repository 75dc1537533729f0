"""Which lines above the text are its headline: the title, and the deck of further headline lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

# A meeting's headline says that something was held, said or done; a menu entry does not.
_SAYS = re.compile(
    r"召开|主持|出席|讲话|强调|要求|部署|参加|参会|调研|督导|检查|指出|传达|贯彻|落实|学习|推进|推动|打赢|坚决|坚持|全力|筑牢|守住|守护"
    r"|防控|抗疫|抗击|开展|举行|组织|研究|会见|慰问|通报|发布|启动|加强|确保|做好|抓好|听取|视察|暗访|收听收看|动员|关于|通告|公告|通知|命令|倡议|第\d+号|防疫|阻击|压实|统筹"
)
_PLACE = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{2,12}(?:网|报|在线|网站|频道|门户|平台|客户端|新闻|首页|要闻|动态|信息|资讯|专题|栏目|中心|公司|集团)$"
)
_SITE_SUFFIX = re.compile(r"\s*[_|–—-]")
# More lines than this above a text are a menu, whatever they look like.
MOST = 12


def is_navigation(folded: str) -> bool:
    """Whether a line above the text is a menu or a site's name rather than a headline.

    >>> is_navigation("首页 新闻 政务 服务"), is_navigation("张三主持会议并讲话 李四出席会议")
    (True, False)
    """
    tokens = re.split(r"[\s|·•]+", folded.strip(" |·•"))
    says = _SAYS.search(folded) is not None
    longest = max(map(len, tokens))
    if len(tokens) >= 4 and (not says or len(tokens) >= 8):
        return True
    if longest <= 4 or (longest <= 6 and not says):
        return True
    return not says and all(_PLACE.match(token) or len(token) <= 6 for token in tokens)


def closest_block(folded: Sequence[str]) -> int:
    """Where the headline begins in the lines above a text: the unbroken run of headline lines before it."""
    start = len(folded)
    while start and len(folded) - start < MOST and not is_navigation(folded[start - 1]):
        start -= 1
    return start


def repeats(folded: Sequence[str]) -> set[int]:
    """Indices of headline lines that only say again what another says.

    A page's ``<title>`` (the headline, a mark, the site's name) and the headline set twice.
    """
    again: set[int] = set()
    for index, line in enumerate(folded):
        rest = (other for position, other in enumerate(folded) if position > index)
        if (
            any(
                line != other and line.startswith(other) and _SITE_SUFFIX.match(line[len(other) :])
                for other in rest
            )
            or line in folded[:index]
        ):
            again.add(index)
    return again
