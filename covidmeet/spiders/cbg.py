"""cbg: 重庆网络广播电视台 视界网 (cbg.cn), also seen as a mirror with the byte damage.

The text ends with bracketed reporters and editor, then two declarations whose first words never change
(seen in page text of 2021).
"""

from covidmeet.site import Sign, Site
from covidmeet.text.rules import Effect, Rule

SITE = Site(
    name="cbg",
    signs=(
        Sign(r"来源:重庆网络广播电视台"),
        Sign(r"^重庆手机台$"),
        Sign(r"^【(?:版权|免责)声明】.{0,60}(?:视界网|重庆网络广播电视台)"),
        Sign(r"^当前位置:\s*首页\s*>\s*(?:首页推荐\s*>\s*)?重庆", 1),
        Sign(r"^(?:视界网|第1眼新闻|重庆网络广播电视台)(?:讯|$)", 1),
    ),
    chrome=(
        Rule(
            "cbg_declaration",
            Effect.END,
            r"【(?:版权|免责)声明】",
            "【版权声明】凡本网注明来源的作品",
            1000,
            exact=True,
        ),
        Rule("cbg_mobile", Effect.END, r"重庆手机台$", "重庆手机台", exact=True),
    ),
)
