"""The good pages of a bad server, all invented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.hostile.server import page

_PLACES = ("青禾", "石桥", "北渚", "望潮", "南浦", "柳汀", "白鹭", "云栖", "枫林", "沙湾")


def title(number: int) -> str:
    return f"{_PLACES[number % 10]}市第{number}次疫情防控工作会议召开"


def article(number: int) -> str:
    """A page that every stage lets pass; each has a text of its own."""
    place = _PLACES[number % 10]
    return (
        f"<html><head><title>{title(number)}</title></head><body><h1>{title(number)}</h1>"
        f"<p>2022-11-{number % 28 + 1:02} 09:30</p><p>来源:{place}日报</p>"
        f"<p>{place}市第{number}次疫情防控工作会议日前召开，会议听取了近期工作情况汇报，研究部署下一步措施。</p>"
        f"<p>会议强调，要压实属地、部门、单位责任，抓紧抓实第{number}号方案，守护群众健康。</p></body></html>"
    )


def links(paths: Iterable[str], more: str = "") -> Iterator[bytes]:
    """A list page."""
    items = "".join(f'<li><a class="article" href="{path}">…</a></li>' for path in paths)
    return page(f"<html><head><title>列表</title></head><body><ul>{items}</ul>{more}</body></html>")


def next_link(path: str) -> str:
    return f'<a class="next" href="{path}">下一页</a>'
