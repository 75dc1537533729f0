"""A loopback server whose routes say every byte themselves, and which remembers what it was asked."""

from __future__ import annotations

import re
import socketserver
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Route = Callable[["Asked"], Iterable[bytes]]


@dataclass(frozen=True)
class Asked:
    """One request: its path with the query, its headers (names in lower case), and when it came."""

    path: str
    headers: dict[str, str]
    at: float


@dataclass
class Server:
    """``routes`` maps a regular expression of a whole path to a function that yields the raw response."""

    port: int = 0
    routes: dict[str, Route] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    sent: int = 0  # bytes

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def asked(self, pattern: str = ".*") -> list[Asked]:
        """The requests whose path matches as a whole, in order."""
        return [one for one in self.log if re.fullmatch(pattern, one.path)]

    def answer(self, asked: Asked) -> Iterable[bytes]:
        for pattern, route in self.routes.items():
            if re.fullmatch(pattern, asked.path):
                return route(asked)
        return page(b"nothing here", status="404 Not Found")


def page(
    body: bytes | str,
    *,
    status: str = "200 OK",
    mime: str = "text/html; charset=utf-8",
    headers: dict[str, str] | None = None,
) -> Iterator[bytes]:
    """An honest response."""
    data = body.encode() if isinstance(body, str) else body
    head = {"Content-Type": mime, "Content-Length": str(len(data)), **(headers or {})}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    yield f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + data


def moved(to: str, status: str = "302 Found") -> Iterator[bytes]:
    return page(b"", status=status, headers={"Location": to})


@contextmanager
def serving(routes: dict[str, Route]) -> Iterator[Server]:
    """A server on a free port of 127.0.0.1, in threads of this process."""
    server = Server(routes=routes)

    class Handler(socketserver.StreamRequestHandler):
        timeout = 20

        def handle(self) -> None:
            while (asked := self._read()) is not None:
                server.log.append(asked)
                told = closes = False  # what the head says of the connection
                try:
                    for piece in server.answer(asked):
                        told = told or b"Content-Length" in piece[:2000]
                        closes = closes or b"Connection: close" in piece[:2000]
                        self.wfile.write(piece)
                        server.sent += len(piece)
                except OSError:
                    return  # the crawler hung up, as it should
                if closes or not told:
                    return

        def _read(self) -> Asked | None:
            try:
                line = self.rfile.readline().decode("latin-1").split()
                headers: dict[str, str] = {}
                while (raw := self.rfile.readline().decode("latin-1").strip()) != "":
                    name, _, value = raw.partition(":")
                    headers[name.lower()] = value.strip()
            except OSError:
                return None
            return Asked(line[1], headers, time.monotonic()) if len(line) == 3 else None

    class Threads(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        request_queue_size = 64

    with Threads(("127.0.0.1", 0), Handler) as threads:
        server.port = threads.server_address[1]
        threading.Thread(target=threads.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server
        finally:
            threads.shutdown()
