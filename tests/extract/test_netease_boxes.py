"""Boxes of other articles inside the text of 163.com, on invented pages of its channel hosts."""

from __future__ import annotations

import pytest

from covidmeet.extract.page import Page
from covidmeet.process import Fetched, process
from covidmeet.sites import Sites
from covidmeet.spiders.netease import SITE
from covidmeet.stages.reading import Reading

FIRST = "昨天上午，临水县召开会议，部署渡口值守、采样点布置和老人送药三件事。"
SECOND = "会议要求，采样点步行不超过十分钟，渡口昼夜有人，药品当天送到。"
BOX = (
    '<div class="special_tag_wrap"><div class="special_tag"><div class="special_tag_ttl">延伸 · 推荐</div>'
    "<div><p><a href=/19/0907/15/EOG04J6L0001875P.html>河堤上的柳树发芽了</a></p>"
    "<p>近日，临水县河堤上的柳树发芽了，比去年早了三天。</p></div></div></div>"
)


@pytest.mark.parametrize("channel", ["money", "tech", "sports", "news"])
def test_the_box_of_another_article_is_no_text(channel: str) -> None:
    html = (
        "<html><head><meta charset=utf-8></head><body><h1>临水县部署渡口值守和采样点布置</h1>"
        "<div class=post_time_source>2019-09-07 16:28:35　来源: 临水日报</div>"
        f"<div id=endText><p>{FIRST}</p>{BOX}<p>{SECOND}</p></div></body></html>"
    )
    url = f"https://{channel}.163.com/19/0907/16/EOG1Q3BU0001875P.html"
    article = process(Fetched(url, html.encode(), 200, ()), Reading(Sites((SITE,))))
    assert (article.site, article.layout) == ("netease", "netease_news")
    assert article.body.split("\n") == [FIRST, SECOND]
    assert Page(url, html, "utf-8").find(".special_tag_wrap")
