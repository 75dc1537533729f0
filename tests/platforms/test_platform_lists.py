"""Lists of shared systems, page by page; the pages are invented after the systems' known forms."""

from __future__ import annotations

import json

from covidmeet.crawl.list_records import embedded, fragments
from covidmeet.crawl.listing import ListPage, read_list
from covidmeet.extract import Page
from covidmeet.platforms import founder, jcms, jpaas, trs, ucap, vsb, webplus
from covidmeet.site import Articles, Issues, Listing, Site

HOST = "www.linshui.example"
ROOT = f"https://{HOST}"


def read(listing: Listing | Issues, path: str, url: str, source: str) -> ListPage:
    site = Site("linshui", articles=(Articles((HOST,), path),), lists=(listing,))
    return read_list(Page(url, source, "utf-8"), site)


def told(found: ListPage) -> list[tuple[str, str | None]]:
    return [(entry.url.removeprefix(ROOT), entry.day) for entry in found.entries]


def datastore(total: int, *numbers: int) -> str:
    records = "".join(
        f"<record><![CDATA[<li><a href='/art/2022/4/{n}/art_11_{n}.html' title='第{n}条'>第{n}条</a>"
        f"<span>2022-04-{n:02}</span></li>]]></record>"
        for n in numbers
    )
    return (
        f"<datastore><totalrecord>{total}</totalrecord><totalpage>4</totalpage>"
        f"<recordset>{records}</recordset></datastore>"
    )


class TestJcms:
    """Records of HTML in XML: in a script of the list page, later as the whole answer."""

    LISTING = jcms.lists(HOST, column=11, unit=207, web=3)

    def read(self, url: str, source: str) -> ListPage:
        return read(self.LISTING, jcms.ARTICLE, url, source)

    def test_the_first_records_stand_in_a_script(self) -> None:
        menu = "<ul><li><a href='/col/col12/index.html'>便民服务</a></li></ul>"
        script = f'<script type="text/xml">{datastore(60, 12, 9)}</script>'
        found = self.read(
            f"{ROOT}/col/col11/index.html", f"<html><body>{menu}<div id=207>{script}</div></body></html>"
        )
        assert told(found) == [
            ("/art/2022/4/12/art_11_12.html", "2022-04-12"),
            ("/art/2022/4/9/art_11_9.html", "2022-04-09"),
        ]
        assert found.entries[0].title == "第12条"
        assert found.further == (
            f"{ROOT}/module/web/jpage/dataproxy.jsp?startrecord=46&endrecord=90&perpage=15&col=1&appid=1"
            "&webid=3&path=/&columnid=11&sourceContentType=1&unitid=207&permissiontype=0"
        )

    def test_the_last_answer_leads_no_further(self) -> None:
        url = f"{ROOT}/module/web/jpage/dataproxy.jsp?startrecord=46&endrecord=90&perpage=15&columnid=11"
        found = self.read(url, datastore(60, 3))
        assert told(found) == [("/art/2022/4/3/art_11_3.html", "2022-04-03")]
        assert found.further is None
        assert "startrecord=91&endrecord=135" in (self.read(url, datastore(91, 3)).further or "")


def test_jpaas_has_html_in_a_string_of_json() -> None:
    address = (
        ROOT + "/api-gateway/jpaas-publish-server/front/page/build/unit?paramJson=%7B%22pageNo%22%3A{}%7D"
    )
    path = f"/art/2022/art_{'0a' * 16}.html"
    html = f'<ul><li><a href="{path}" title="一">一</a><span>2022-04-12</span></li></ul>'
    answer = json.dumps({"data": {"html": html}})
    found = read(jpaas.LISTING, jpaas.ARTICLE, address.format(2), answer)
    assert told(found) == [(path, "2022-04-12")]
    assert found.further == address.format(3)


def test_entries_of_jiangxi_stand_in_a_script_with_json_in_their_json() -> None:
    path = "/qxj/col/col7/content/content_1951206363677670000.html"
    entry = {
        "relationUrl": "/qxj/relation/1-Article.json",
        "title": "河道清淤",
        "pubDate": "2022-04-12 16:59",
        "urls": json.dumps({"pc": path}),
    }
    script = f"var listData = {{ articleList: {json.dumps([entry], ensure_ascii=False)}, size: 15 }};"
    source = f"<html><body><a href='/qxj/col/col8/index.html'>机构</a><script>{script}</script></body></html>"
    found = read(
        ucap.LISTS_IN_SCRIPT,
        r"/\w+/col/col\d+/content/content_\d+\.html",
        f"{ROOT}/qxj/col/col7/index.html",
        source,
    )
    assert told(found) == [(path, "2022-04-12")]
    assert found.entries[0].title == "河道清淤"


def test_pages_numbered_downwards_are_followed_by_their_link() -> None:
    listing = vsb.lists(f"{ROOT}/zwdt.htm")
    entry = '<li><a href="../info/1021/{}.htm">会</a><span>2022-04-12</span></li>'
    first = f'<ul>{entry.format(88)}</ul><a class="Next" href="zwdt/48.htm">下页</a>'
    found = read(listing, vsb.ARTICLE, f"{ROOT}/zwdt.htm", first)
    assert told(found) == [("/info/1021/88.htm", "2022-04-12")]
    assert found.further == f"{ROOT}/zwdt/48.htm"
    assert read(listing, vsb.ARTICLE, f"{ROOT}/zwdt/1.htm", f"<ul>{entry.format(2)}</ul>").further is None


def test_pages_of_webplus_are_numbered_in_their_name() -> None:
    listing = webplus.lists(f"{ROOT}/yw/list.htm")
    html = (
        '<ul class="wp_article_list"><li>'
        '<span class="Article_Title"><a href="/2022/0412/c7a91/page.htm">会</a>'
        '</span><span class="Article_PublishDate">2022-04-12</span></li></ul>'
    )
    found = read(listing, webplus.ARTICLE, f"{ROOT}/yw/list2.htm", html)
    assert told(found) == [("/2022/0412/c7a91/page.htm", "2022-04-12")]
    assert found.further == f"{ROOT}/yw/list3.htm"


def test_pages_of_trs_are_counted_from_zero_by_their_script() -> None:
    listing = Listing((f"{ROOT}/yw/",), paging=trs.paging(HOST, "html"))
    entry = '<ul><li><a href="./202204/t20220412_81.html">会</a></li></ul>'
    html = entry + '<script>createPageHTML(3, {}, "index")</script>'
    first = read(listing, trs.ARTICLE, f"{ROOT}/yw/", html.format(0))
    assert told(first) == [("/yw/202204/t20220412_81.html", "2022-04-12")]
    assert first.further == f"{ROOT}/yw/index_1.html"
    assert read(listing, trs.ARTICLE, f"{ROOT}/yw/index_2.html", html.format(2)).further is None


def test_an_older_e_paper_has_its_articles_in_the_folder_of_the_issue() -> None:
    issues = founder.issues(fronts=(f"{ROOT}/html/%Y-%m/%d/node_1.htm",))
    url = f"{ROOT}/html/2019-04/18/node_1.htm"
    html = '<a href="node_2.htm">2版</a><map name=PagePicMap><area href="content_77.htm?div=-1"></map>'
    found = read(issues, founder.ARTICLE, url, html)
    assert told(found) == [("/html/2019-04/18/content_77.htm?div=-1", "2019-04-18")]
    assert found.parts == [f"{ROOT}/html/2019-04/18/node_2.htm"]


def test_what_is_no_list_in_a_source_gives_nothing() -> None:
    assert fragments("<![CDATA[ no end <li>") == ""
    assert fragments("<script>//<![CDATA[\nvar a = 1 < 2;\n//]]></script>") == ""
    assert embedded("list: [1, 2", r"list:\s*") is None
    assert embedded("list: x, list: [3]", r"list:\s*") == [3]
