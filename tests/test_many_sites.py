"""Which site a page is of, among many: what an address tells before the lines of the page are looked at."""

from __future__ import annotations

from covidmeet.extract import Page
from covidmeet.site import GENERIC, Articles, Sign, Site
from covidmeet.sites import Sites

PATH = r"/yw/\d+/\d+\.html"


def site(name: str, path: str = PATH) -> Site:
    sign = Sign(rf"^{name}融媒体中心 版权所有$")
    return Site(name, signs=(sign,), articles=(Articles((f"www.{name}.example",), path),))


def page(url: str, name: str = "qinghe") -> Page:
    return Page(url, f"<p>会议召开。</p><p>{name}融媒体中心 版权所有</p>", "utf-8")


MANY = Sites(
    (site("yunting"), site("qinghe"), site("shiqiao", r"/a/(?P<n>\d+)"), site("beizhu", r"/b/(?P<n>\d+)"))
)


def test_a_copy_is_known_by_its_path_and_by_a_line_of_one_of_the_sites_with_that_path() -> None:
    found = MANY.of_page(page("http://copy.example/x/yw/2022/1.html"))
    assert (found[0].name, found[1]) == ("qinghe", "http://www.qinghe.example/yw/2022/1.html")
    assert MANY.of_page(page("http://copy.example/x/yw/2022/1.html", "wangchao"))[0] is GENERIC


def test_an_address_in_an_address_is_that_of_a_copy_too() -> None:
    found = MANY.of_page(page("http://proxy.example/?u=http://www.yunting.example/yw/2022/1.html", "yunting"))
    assert found[0].name == "yunting"


def test_an_address_of_no_such_form_needs_no_look_at_the_lines() -> None:
    shown = page("http://copy.example/first.htm")
    assert Sites((site("yunting"), site("qinghe"))).of_page(shown) == (GENERIC, None)
    assert "folded" not in vars(shown)


def test_the_site_at_a_host_is_found_also_below_a_domain() -> None:
    wide = Site("wide", articles=(Articles(("*.wide.example",), PATH),))
    sites = Sites((site("qinghe"), wide))
    assert sites.at_host("money.wide.example") is wide
    assert sites.at_host("www.nowhere.example") is None
