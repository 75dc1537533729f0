"""huizhou: 今日惠州网 / 惠州日报 (huizhou.cn, e.hznews.com), also seen as a mirror with the byte damage.

The text of a page begins with the menu of the paper's house: its papers, its studios, its companies
(seen in page text of 2022).  The headline follows a line that says only 原标题.
"""

from covidmeet.site import Sign, Site
from covidmeet.text.rules import Effect, Rule

SITE = Site(
    name="huizhou",
    signs=(
        Sign(r"^惠州日报 东江时报"),
        Sign(r"^惠州头条\b"),
        Sign(r"^今日惠州网?\b"),
        Sign(r"^惠州(?:日报|报业).{0,30}(?:版权所有|主办)"),
        Sign(r"^(?:惠州日报|东江时报|今日惠州网)\s*讯", 1),
    ),
    chrome=(
        Rule(
            "huizhou_menu", Effect.DROP, r"(?:惠州日报 )?东江时报(?: |$)", "惠州日报 东江时报 小惠同学", 200
        ),
        Rule("huizhou_menu", Effect.DROP, r"惠州头条(?: |$)", "惠州头条 掌中惠州", 200),
        Rule(
            "huizhou_menu",
            Effect.DROP,
            r"东江(?:舆情研究院|品牌联盟)(?: |$)",
            "东江舆情研究院 惠州东江图片社",
            300,
        ),
        Rule("huizhou_menu", Effect.DROP, r"演播厅(?: |$)", "演播厅 会议室", 40),
    ),
)
