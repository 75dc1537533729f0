"""netease: 网易号 (163.com/dy), where newsrooms and offices republish.

Between headline and text stand a comment count and a sharing line; below the text come the platform's
statement in two languages, the account's card and recommendations (seen in page text of 2022).
"""

from covidmeet.site import Sign, Site
from covidmeet.text.rules import Effect, Rule

SITE = Site(
    name="netease",
    signs=(
        Sign(r"^网易(?:首页)?\s*>\s*网易号"),
        Sign(r"^特别声明:.{0,60}网易号"),
        Sign(r"^Notice: The content above .{0,120}NetEase Hao"),
        Sign(r"^分享至$", 1),
        Sign(r"^.{4,80}_(?:网易订阅|网易新闻|手机网易网)$"),
    ),
    chrome=(
        Rule(
            "netease_crumb", Effect.START, r"网易(?:首页)?\s*>\s*网易号", "网易首页 > 网易号 > 正文 申请入驻"
        ),
        Rule(
            "netease_statement",
            Effect.END,
            r"特别声明:.{0,60}网易号",
            "特别声明:以上内容为网易号用户上传",
            300,
            exact=True,
        ),
        Rule(
            "netease_statement",
            Effect.END,
            r"Notice: The content above",
            "Notice: The content above",
            400,
            exact=True,
        ),
        Rule(
            "netease_province",
            Effect.DROP,
            r"(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州"
            r"|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)$",
            "江苏",
        ),
        Rule("netease_report", Effect.DROP, r"举报$", "举报"),
    ),
)
