"""A loopback copy of a government site, made up: lists of articles, in a process of its own.

It answers at ``/xw/gzyw/…`` and, as a web-archive gateway does, at ``/web/2022id_/https://…/xw/gzyw/…``.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import re
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

HOST = "https://www.gz.gov.cn"
A_LIST = 100  # articles
_PLACES = ("棠溪", "云汀", "石桥", "北渚", "望潮", "南浦", "柳岸", "白鹭", "枫林", "沙湾")
_ACTS = ("市场", "车站", "学校", "工地", "楼宇", "社区", "港口", "医院", "园区", "村居")
_ORDERS = (
    "要把台账建到每一个点位，货从哪里来、谁经手、什么时候消毒，翻开就能看到。",
    "各级干部要下到一线，把问题解决在现场，把困难想在前头，不让小事拖成大事。",
    "要备足物资，排好班次，核对名单，确保一旦有事拉得出、接得住、管得好。",
    "要把政策讲清楚，把电话接起来，群众反映的事当天有回音、三天有结果。",
    "对老人、孩子和慢性病患者要有专人联系，送药上门，就医有路。",
)


def title(number: int) -> str:
    return f"全市{_ACTS[number % 10]}疫情防控工作会议在{_PLACES[number // 10 % 10]}区召开（第{number}次）"


def article(number: int, kilobytes: int) -> bytes:
    """A page of about that many kilobytes: an article of six paragraphs, the rest is its surroundings."""
    place, act = _PLACES[number // 10 % 10], _ACTS[number % 10]
    day = number % 28 + 1
    text = [f"11月{day}日，全市{act}疫情防控工作会议在{place}区召开，第{number}号通报印发各单位。"]
    text += [
        f"会议指出，{place}区{act}第{number % 97 + k}项任务{_ORDERS[(number + k) % 5] * 2}" for k in range(5)
    ]
    body = "".join(f"<p>　　{line}</p>\n" for line in text)
    head = (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{title(number)} - 广州市人民政府门户网站</title>"
        f'<meta name="SiteName" content="广州市人民政府门户网站">'
        f'<meta name="PubDate" content="2022-11-{day:02} 07:42:19">'
        f'<meta name="ContentSource" content="广州日报"></head><body>'
    )
    middle = (
        f'<div class="curmb" id="dqwz">当前位置：<a href="/">首页</a> &gt; 广州要闻</div>'
        f'<div class="content"><h1 class="content_title content_title_h1">{title(number)}</h1>'
        f'<ul class="content_info"><li>听全文</li><li>2022-11-{day:02}</li>'
        f'<li id="laiyuan">来源：<b>广州日报</b></li></ul>'
        f'<div class="zoombox" id="zoomcon">\n{body}</div>'
        f'<div class="qrcode"><p>扫一扫在手机打开当前页</p></div></div>'
    )
    foot = '<div class="footer"><p>关注 · 广州政府网</p></div></body></html>'
    return (head + _surroundings(kilobytes) + middle + foot).encode()


def _surroundings(kilobytes: int) -> str:
    """Menus and scripts, half and half, in what the article leaves of the page's size."""
    room = max(0, kilobytes * 1000 - 5_500)
    menu = "".join(f'<li><a href="/zwgk/{n}/">政务公开{n}</a></li>' for n in range(room // 100))
    script = "".join(f"var v{n}=function(a){{return a+{n};}};" for n in range(room // 70))
    return f'<ul class="nav"><li><a href="/">首页</a></li>{menu}</ul><script>{script}</script>'


def list_page(number: int, articles: int) -> bytes:
    """Page ``number`` (from 1) of the list of ``articles`` articles."""
    first = (number - 1) * A_LIST
    items = "".join(
        f'<li><a href="{HOST}/xw/gzyw/content/post_{n}.html" title="{title(n)}">{title(n)[:20]}</a>'
        f'<span class="time">2022-11-{n % 28 + 1:02}</span></li>'
        for n in range(first, min(first + A_LIST, articles))
    )
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>广州要闻</title></head><body>'
        f'<ul class="news_list">{items}</ul>'
        f"<script>var n=Math.ceil({articles}/{A_LIST});</script></body></html>"
    ).encode()


def _answer(path: str, articles: int, kilobytes: int) -> bytes | None:
    path = re.sub(r"^/web/\d+id_/https?://[^/]+", "", path)
    if found := re.fullmatch(r"/xw/gzyw/content/post_(\d+)\.html", path):
        return article(int(found[1]), kilobytes)
    if found := re.fullmatch(r"/xw/gzyw/(?:index_(\d+)\.html)?", path):
        return list_page(int(found[1] or 1), articles)
    return None


class _Http(asyncio.Protocol):
    """Just enough of HTTP/1.1 to keep a connection alive; pages are made beforehand."""

    pages: dict[str, bytes]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._buffer = b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            self._transport.write(self._response(head.split(b" ", 2)[1].decode()))

    def _response(self, path: str) -> bytes:
        body = self.pages.get(re.sub(r"^/web/\d+id_/https?://[^/]+", "", path))
        status = "200 OK" if body is not None else "404 Not Found"
        body = body or b"not here"
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n"
        return head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body


def _serve(ready: Connection, articles: int, kilobytes: int, fetched: bool) -> None:
    lists = -(-articles // A_LIST)
    paths = ["/xw/gzyw/", *(f"/xw/gzyw/index_{n}.html" for n in range(2, lists + 1))]
    if fetched:
        paths += [f"/xw/gzyw/content/post_{n}.html" for n in range(articles)]
    pages = {path: page for path in paths if (page := _answer(path, articles, kilobytes)) is not None}

    async def run() -> None:
        loop = asyncio.get_running_loop()
        handler = type("Handler", (_Http,), {"pages": pages})
        server = await loop.create_server(handler, "127.0.0.1", 0)
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


@contextmanager
def serving(articles: int, kilobytes: int, *, fetched: bool = True) -> Iterator[str]:
    """The root address of a server; without ``fetched`` it has the lists alone."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, articles, kilobytes, fetched), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join()
