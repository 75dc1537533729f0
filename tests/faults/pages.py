"""Article pages of the five sites, before and after a redesign; all text is made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

DAY = "2022-11-20"
SOURCE = "河湾日报"
_PLACES = ("青石", "临渡", "长桥", "白塔", "槐荫", "双井", "东泽", "杨柳", "石门", "望江", "云台", "三河")


@dataclass(frozen=True)
class Story:
    """One article: its headline, paragraphs, and day."""

    title: str
    paragraphs: tuple[str, ...]
    day: str = DAY


def meeting(number: int, extra: int = 0) -> Story:
    """A report of a meeting on epidemic prevention; ``extra``: further paragraphs of 500 characters."""
    place = f"{_PLACES[number % len(_PLACES)]}{'一二三四五六七八九'[number // len(_PLACES) % 9]}区"
    text = (
        f"11月20日，{place}召开疫情防控工作会议，传达上级部署，研究下一步安排。区长何望山主持会议并讲话。",
        f"会议指出，{place}要把核酸检测点建到群众家门口，第{number}号预案今天起执行，值守人员每日轮换。",
        "会议要求，各街道要摸清底数，药品和口罩要备足十五天，发热门诊一天也不能关。",
        "何望山强调，说到的要做到，做到的要留下记录，下周逐条检查。",
    )
    long = tuple(f"附件{n}：" + f"{place}第{n}网格安排如下，责任到人。" * 30 for n in range(extra))
    return Story(f"{place}召开疫情防控工作会议（第{number}次）", text + long)


def retold(story: Story, day: str) -> Story:
    """The same as of another day."""
    return Story(story.title, story.paragraphs, day)


def kites(number: int) -> Story:
    """An article on another matter."""
    place = f"{_PLACES[number % len(_PLACES)]}{number}"
    return Story(
        f"{place}风筝节周末开幕",
        (
            f"11月20日，{place}风筝节在河滩开幕，来自十二个村的三百多只风筝一起上了天。",
            "最大的一只是一条鲤鱼，长二十一米，要六个人一起放。老师傅说，竹篾削了整整一个冬天。",
            "风筝节办到周日傍晚，孩子们可以在桥头的棚子里学着糊一只自己的。",
        ),
    )


def _paragraphs(story: Story) -> str:
    return "".join(f"<p>　　{text}</p>\n" for text in story.paragraphs)


def _gz_gov(story: Story) -> str:
    return (
        f'<h1 class="content_title content_title_h1">{story.title}</h1><ul class="content_info">'
        f'<li>{story.day}</li><li id="laiyuan">来源：<b>{SOURCE}</b></li></ul>'
        f'<div class="zoombox" id="zoomcon">{_paragraphs(story)}</div>'
    )


def _huizhou(story: Story) -> str:
    return (
        f"<h1>{story.title}</h1><div>{story.day} 来源：{SOURCE}</div>"
        f'<div class="TRS_Editor">{_paragraphs(story)}</div>'
    )


def _cbg(story: Story) -> str:
    return (
        f"<h1>{story.title}</h1><div><span>发布时间:{story.day} 09:30</span> <span>来源:{SOURCE}</span></div>"
        f'<div class="article-content">{_paragraphs(story)}</div>'
    )


def _netease(story: Story) -> str:
    return (
        f'<h1 class="post_title">{story.title}</h1><div class="post_info">{story.day} 09:30:00　来源: '
        f'<a href="#">{SOURCE}</a></div><div class="post_body">{_paragraphs(story)}</div>'
    )


def _dutenews(story: Story) -> str:
    return (
        f'<h1 class="h1-news">{story.title}</h1><div class="fs18 share-date">{story.day} 09:30 来源：'
        f'<span>{SOURCE}</span></div><div class="article-content cf new_txt">{_paragraphs(story)}</div>'
    )


@dataclass(frozen=True)
class Shape:
    """A site's article page: its address by number, its inside, and the layout that reads it."""

    address: Callable[[int], str]
    inside: Callable[[Story], str]
    layout: str


SHAPES = {
    "gz_gov": Shape(
        lambda n: f"https://www.gz.gov.cn/xw/gzyw/content/post_{8600000 + n}.html", _gz_gov, "gz_gov"
    ),
    "huizhou": Shape(
        lambda n: f"http://www.huizhou.cn/news/newsc_counties/newsc_hz/202211/t20221120_{1500000 + n}.htm",
        _huizhou,
        "huizhou_trs",
    ),
    "cbg": Shape(lambda n: f"https://www.cbg.cn/a/705/20221120/{n:032x}.html", _cbg, "cbg"),
    "netease": Shape(lambda n: f"https://www.163.com/dy/article/HM{n:06}0514TTKN.html", _netease, "netease"),
    "dutenews": Shape(
        lambda n: f"http://www.sznews.com/news/content/2022-11/20/content_{25400000 + n}.htm",
        _dutenews,
        "sznews",
    ),
}


def page(site: str, story: Story) -> str:
    """The article's page as the site serves it."""
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{story.title}</title></head>'
        f"<body><div>{SHAPES[site].inside(story)}</div></body></html>\n"
    )


def redesigned(story: Story) -> str:
    """The same article on a page on which no name of the old one is left."""
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{story.title}</title></head>'
        f'<body><div class="vue-app"><article class="reader"><h2 class="reader-head">{story.title}</h2>'
        f'<section class="reader-text">{_paragraphs(story)}</section></article></div></body></html>\n'
    )


def list_page(addresses: list[str]) -> str:
    """A list with nothing but links, which every site's crawl understands."""
    links = "".join(f'<li><a href="{address}">会议报道</a></li>\n' for address in addresses)
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body><ul>\n{links}</ul></body></html>\n'
    )
