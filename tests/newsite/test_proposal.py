"""Facts of sites proposed from invented pages: the file states them, and reads its pages by them."""

from __future__ import annotations

import pytest

from covidmeet.crawl.listing import read_list
from covidmeet.extract.page import Page
from covidmeet.newsite.addresses import article_paths, site_name
from covidmeet.newsite.proposal import Proposal, propose
from covidmeet.newsite.spider_file import spider_source
from covidmeet.site import Layout, Listing, Site

ROOT = "http://www.shihe.example"
TEXT = (
    "<p>　　11月3日，石河县召开疫情防控工作会议，听取近期工作汇报，研究部署下一步工作。</p>"
    "<p>　　会议要求，各乡镇要把登记做细，把物资备足，值班电话要有人接，群众反映的事当天要有回音。</p>"
    "<p>　　会议强调，老人和孩子要有专人联系，送药上门，就医有路，任何人不得层层加码。</p>"
)


def page(path: str, body: str, head: str = "") -> Page:
    source = (
        f"<html><head><title>石河县召开疫情防控工作会议-石河网</title>{head}</head><body>{body}</body></html>"
    )
    return Page(ROOT + path, source, "utf-8")


def article(box: str, path: str = "/news/2022/11/4471.html", head: str = "") -> Page:
    return page(path, f"<h1>石河县召开疫情防控工作会议</h1>{box}<p>石河网 版权所有 2022</p>", head)


def list_page(
    path: str, addresses: list[str], pager: str, entry: str = "<li>{}<span>2022-11-0{}</span></li>"
) -> Page:
    titles = (
        "石河县召开疫情防控工作会议",
        "全县冬修水利现场推进会举行",
        "老街的桂花今年开得晚",
        "两条公交线路下周一起改道",
    )
    entries = (
        entry.format(f'<a href="{url}">{title}</a>', number)
        for number, (url, title) in enumerate(zip(addresses, titles, strict=False), 1)
    )
    return page(path, f'<ul class="news">{"".join(entries)}</ul><div class="turn">{pager}</div>')


def stated(found: Proposal) -> Site:
    """The site that the proposed file states, which must be the one that was proposed."""
    names: dict[str, object] = {"__name__": "shihe"}
    exec(compile(spider_source(found, ROOT), "shihe.py", "exec"), names)
    site = names["SITE"]
    assert isinstance(site, Site)
    assert (site.articles, site.lists, site.layouts) == (
        found.site.articles,
        found.site.lists,
        found.site.layouts,
    )
    return site


def layout(found: Proposal) -> Layout:
    first = stated(found).layouts[0]
    assert isinstance(first, Layout)
    return first


def test_title_info_text_and_what_is_left_out_are_told_by_selectors() -> None:
    tip = '<div class="code">扫一扫在手机打开当前页</div>'
    box = f'<div class="from">2022-11-04 09:12 来源：石河日报</div><div id="main">{tip}{TEXT}</div>'
    found = layout(propose("shihe", [article(box)]))
    assert (found.title, found.info, found.body) == (("h1",), ("div.from",), ("#main",))
    assert found.drop == (".code",)


def test_what_only_the_head_tells_is_told_by_its_meta_elements() -> None:
    head = '<meta name="PubDate" content="2022-11-04 09:12"><meta name="ContentSource" content="石河日报">'
    found = layout(propose("shihe", [article(f'<div class="txt">{TEXT}</div>', head=head)]))
    assert (found.published, found.source, found.body) == (
        ("meta:PubDate",),
        ("meta:ContentSource",),
        ("div.txt",),
    )


def test_a_text_without_a_name_is_told_by_what_is_around_it() -> None:
    found = layout(
        propose(
            "shihe", [article(f'<div id="middle"><div><a href="/">返回</a></div><div>{TEXT}</div></div>')]
        )
    )
    assert found.body[0].startswith(("#middle", "/html"))


def test_a_shared_system_is_named_in_place_of_selectors() -> None:
    box = f'<div class="arti_metas">发布时间：2022-11-04</div><div class="wp_articlecontent">{TEXT}</div>'
    found = propose(
        "shihe", [page("/2022/1104/c12a4471/page.htm", f'<h1 class="arti_title">石河县开会</h1>{box}')]
    )
    assert (found.path, found.layout and found.layout.name) == ("webplus", "webplus")
    source = spider_source(found, ROOT)
    assert 'webplus.WEBPLUS.named("shihe")' in source
    assert "webplus.ARTICLE" in source
    stated(found)


@pytest.mark.parametrize(
    ("path", "pager", "further", "third"),
    [
        ("/news/", '<a href="index_2.html">下一页</a>', "/news/index_2.html", "/news/index_3.html"),
        ("/news/index.html", '<a href="index_1.html">下一页</a>', "/news/index_1.html", "/news/index_2.html"),
        (
            "/news/list_3.html",
            '<a class="n" href="list_4.html">下页</a>',
            "/news/list_4.html",
            "/news/list_5.html",
        ),
        (
            "/list.php?id=7&page=1",
            '<a href="?id=7&page=2">&gt;</a>',
            "/list.php?id=7&page=2",
            "/list.php?id=7&page=3",
        ),
        (
            "/news/",
            '<script>createPageHTML(9, 0, "index", "shtml")</script>',
            "/news/index_1.shtml",
            "/news/index_2.shtml",
        ),
        ("/news.htm", '<a class="Next" href="news/48.htm">下页</a>', "/news/48.htm", None),
    ],
)
def test_how_a_list_goes_on_is_told_by_two_addresses(
    path: str, pager: str, further: str, third: str | None
) -> None:
    addresses = [f"/news/2022/11/{number}.html" for number in (4471, 4468, 4466, 4460)]
    found = propose("shihe", [list_page(path, addresses, pager)])
    site = stated(found)
    listing = site.lists[0]
    assert isinstance(listing, Listing)
    assert (listing.item, listing.time) == ("ul.news > li", "span")
    first = read_list(list_page(path, addresses, pager), site)
    assert [entry.url for entry in first.entries] == [ROOT + one for one in addresses]
    assert [entry.day for entry in first.entries][:2] == ["2022-11-01", "2022-11-02"]
    assert first.further == ROOT + further
    if third:  # by the numbers alone
        assert read_list(list_page(further, addresses, ""), site).further == ROOT + third


def test_entries_that_lead_elsewhere_are_told() -> None:
    addresses = ["/a/1.html", "/a/2.html", "https://mp.weixin.qq.com/s/abcdefghijklmnopqrstuv", "/a/3.html"]
    found = propose("shihe", [list_page("/news/", addresses, "")])
    assert "1 of 4 entries of the list lead to mp.weixin.qq.com" in found.notes


def test_a_page_without_anything_is_told_and_gives_a_file_to_fill_in() -> None:
    found = propose("shihe", [Page(f"{ROOT}/a/1.html", "<h1>石河</h1>", "utf-8")])
    assert any("no article and no list" in note for note in found.notes)
    assert stated(found).layouts == ()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.shihe.gov.cn/a/1.html", "shihe_gov"),
        ("http://m.shihe.com.cn/1", "shihe"),
        ("http://news.123.com/1", "site_123"),
        ("http://www.shihe-bao.net/1", "shihe_bao"),
    ],
)
def test_a_name_is_made_of_the_host(url: str, name: str) -> None:
    assert site_name(url) == name


def test_folders_of_several_names_share_a_pattern() -> None:
    urls = [f"{ROOT}/gov/{name}/202211/t20221104_{number}.htm" for name, number in (("zw", 1), ("xw", 2))]
    assert article_paths(urls) == [r"/gov(?:/[\w.-]+)+/\d+/t\d+_\d+\.htm"]
