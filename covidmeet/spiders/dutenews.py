"""dutenews: 读特 / 深圳特区报 / 深圳新闻网 (dutenews.com, sznews.com, sztqb.sznews.com).

A page's text is followed by the cards of other people's posts, which read like news paragraphs; they
begin at 读特热榜 (seen in page text of 2022 and 2025).
"""

from covidmeet.site import Sign, Site
from covidmeet.text.rules import Effect, Rule

SITE = Site(
    name="dutenews",
    signs=(
        Sign(r"^读特热榜$"),
        Sign(r"^IN视频$", 1),
        Sign(r"^鹏友圈$"),
        Sign(r"友情链接:\s*深圳新闻网"),
        Sign(r"^.{0,20}Copyright.{0,20}深圳(?:特区报|报业|新闻网)"),
        Sign(r"^(?:深圳新闻网|深圳特区报|读特)\S{0,16}?(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日)?\s*讯", 1),
        Sign(r"^(?:深圳新闻网|深圳特区报|读特(?:客户端|新闻)?)$", 1),
        Sign(r"^当前位置:\s*深圳新闻网"),
    ),
    chrome=(
        Rule("dutenews_ranking", Effect.END, r"(?:读特热榜|IN视频|鹏友圈)$", "读特热榜", exact=True),
        Rule("dutenews_voice", Effect.DROP, r"人工智能朗读", "人工智能朗读:"),
    ),
)
