"""gz_gov: 广州市人民政府门户网站 「广州要闻」 (gz.gov.cn).

Also seen as a Traditional mirror with injected links.  Above the text stand reading aid, date, source and
sharing as a list; below it attachments and a QR code (seen in page text of 2022).
"""

from covidmeet.site import Sign, Site
from covidmeet.text.rules import Effect, Rule

SITE = Site(
    name="gz_gov",
    signs=(
        Sign(r"^关注\s*·\s*广州政府网$"),
        Sign(r"^当前位置:\s*首页\s*>\s*(?:新闻\s*>\s*)?广州要闻"),
        Sign(r"广州市人民政府门户网站"),
        Sign(r"^[•·\s]*听全文$", 1),
        Sign(r"^扫一扫在手机打开当前页$", 1),
    ),
    chrome=(
        Rule("gz_gov_attachments", Effect.END, r"相关附件$", "相关附件", exact=True),
        Rule(
            "gz_gov_scan_code", Effect.END, r"扫一扫在手机打开当前页$", "扫一扫在手机打开当前页", exact=True
        ),
        Rule("gz_gov_follow", Effect.END, r"关注\s*·\s*广州政府网$", "关注 · 广州政府网", exact=True),
    ),
)
