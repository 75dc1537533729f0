"""The pages as routes of Datasette, whose tables stand beside them, on the loopback interface only."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from http.cookies import SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING, Any

from covidmeet.archive.sqlite_errors import ArchiveError
from covidmeet.browse.views import BrowserAnswer, Views
from covidmeet.browse.words import language_of
from covidmeet.language import use_here

if TYPE_CHECKING:
    from datasette.app import Datasette

LOOPBACK = "127.0.0.1"
_NAMES = ("127.0.0.1", "localhost", "[::1]")
_SETTINGS = {
    "allow_download": False,
    "sql_time_limit_ms": 5_000,
    "num_sql_threads": 2,
    "default_cache_ttl": 0,  # the archive may grow while it is read
}
_MOST_PAGES = 100_000
Handler = Callable[..., Awaitable[None]]


class _Plugin:
    """Routes and the check of the host, for the one archive that this process serves.

    Datasette is imported in functions: it comes with an extra, and this module is read without it too.
    """

    __name__ = "covidmeet_browse"

    def __init__(self, archive: Path) -> None:
        self._views = Views(archive)

    def register_routes(self) -> list[tuple[str, Callable[..., Any]]]:
        """Ours come before those of Datasette."""
        from datasette.utils.asgi import Response

        views = self._views

        async def front(request: Any) -> Any:
            return await _answer(request, views.front)

        async def figures(request: Any) -> Any:
            return await _answer(request, lambda language: views.figures(request.url_vars["form"]))

        async def search(request: Any) -> Any:
            query = request.args.get("q") or ""
            if not query.strip():
                return Response.redirect("/")
            find = partial(views.search, query, _page_number(request))
            return await _answer(request, partial(find, ranked=request.args.get("order") == "ranked"))

        async def hits(request: Any) -> Any:
            query, form = request.args.get("q") or "", request.url_vars["form"]
            return await _answer(request, lambda language: views.hits(query, form))

        async def article(request: Any) -> Any:
            return await _answer(request, partial(views.article, request.url_vars["own"]))

        async def stored(request: Any) -> Any:
            return await _answer(request, partial(views.stored, request.url_vars["own"]))

        return [
            (r"^/$", front),
            (r"^/figures\.(?P<form>csv|json)$", figures),
            (r"^/search$", search),
            (r"^/search\.(?P<form>csv|json)$", hits),
            (r"^/article/(?P<own>[0-9a-f]{64})$", article),
            (r"^/stored/(?P<own>[0-9a-f]{64})$", stored),
        ]

    def startup(self) -> Callable[[], Awaitable[None]]:
        """Count the figures of the front page before they are asked for."""

        async def count() -> None:
            with suppress(ArchiveError):  # which each page tells then
                await asyncio.to_thread(self._views.figures, "json")

        return count

    def asgi_wrapper(self) -> Callable[[Handler], Handler]:
        """Refuse names that are not this machine's, so that no page elsewhere reads along (DNS rebinding)."""
        from datasette.utils.asgi import Response

        def wrap(app: Handler) -> Handler:
            async def checked(scope: Any, receive: Any, send: Any) -> None:
                if scope["type"] == "http" and not _is_of_this_machine(scope):
                    await Response.text("not this machine's name\n", status=403).asgi_send(send)
                else:
                    await app(scope, receive, send)

            return checked

        return wrap


def _is_of_this_machine(scope: Any) -> bool:
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1").lower()
    return any(host == name or host.startswith(f"{name}:") for name in _NAMES)


def _page_number(request: Any) -> int:
    given = request.args.get("page") or ""
    return min(max(int(given), 1), _MOST_PAGES) if given.isascii() and given.isdecimal() else 1


async def _answer(request: Any, work: Callable[[str], BrowserAnswer]) -> Any:
    """Do the work in a thread; an asked language is kept in a cookie."""
    from datasette.utils.asgi import Response

    cookie = SimpleCookie(request.headers.get("cookie", "")).get("lang")
    asked = request.args.get("lang")
    language = language_of(
        asked, cookie.value if cookie else None, request.headers.get("accept-language", "")
    )
    use_here(language)
    told = await asyncio.to_thread(work, language)
    headers = dict(told.headers)
    if asked in ("en", "zh"):
        headers["Set-Cookie"] = f"lang={asked}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"
    return Response(body=told.body, status=told.status, headers=headers, content_type=told.content_type)


def application(archive: Path) -> Datasette:
    """Datasette over the archive with these pages; it has the archive under the name ``archive``.

    One archive a process: the pages are registered with Datasette's plugin manager.
    """
    from datasette import hookimpl
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.plugins import pm

    for hook in (_Plugin.register_routes, _Plugin.startup, _Plugin.asgi_wrapper):
        hookimpl(hook)
    for plugin in [one for one in pm.get_plugins() if isinstance(one, _Plugin)]:
        pm.unregister(plugin)
    pm.register(_Plugin(archive), name=_Plugin.__name__)
    served = Datasette(settings=_SETTINGS)
    served.add_database(Database(served, path=str(archive), is_mutable=True), name="archive")
    return served


def listening(port: int) -> socket.socket:
    """A socket of the loopback interface; ``port`` 0 takes a free one.  Raises ``OSError``."""
    opened = socket.socket()
    try:
        if sys.platform != "win32":  # where it would share a port that is in use
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((LOOPBACK, port))
        opened.listen()
    except OSError:
        opened.close()
        raise
    return opened


def serve(archive: Path, opened: socket.socket) -> None:
    """Serve until stopped."""
    import uvicorn

    config = uvicorn.Config(application(archive).app(), log_level="warning", lifespan="on")
    uvicorn.Server(config).run(sockets=[opened])
