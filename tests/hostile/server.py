"""A loopback server whose routes say every byte themselves, and which remembers what it was asked."""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

Route = Callable[["Asked"], Iterable[bytes]]


@dataclass(frozen=True)
class Asked:
    """One request: its path with the query, its headers (names in lower case), and when it came."""

    path: str
    headers: dict[str, str]
    at: float


@dataclass
class Server:
    """``routes``: a regular expression of a whole path → what yields the raw response; the last that fits."""

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
        for pattern, route in reversed(self.routes.items()):
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
    """A response whose Content-Length is right."""
    data = body.encode() if isinstance(body, str) else body
    head = {"Content-Type": mime, "Content-Length": str(len(data)), **(headers or {})}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    yield f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + data


def moved(to: str, status: str = "302 Found") -> Iterator[bytes]:
    return page(b"", status=status, headers={"Location": to})


class _Handler(socketserver.StreamRequestHandler):
    """One connection: requests are answered until the head of an answer says that it was the last."""

    timeout = 20
    server: _Threads

    def handle(self) -> None:
        while (asked := self._read()) is not None:
            told = self.server.told
            told.log.append(asked)
            head = b""
            try:
                for piece in told.answer(asked):
                    head = head or piece[:2000]
                    self.wfile.write(piece)
                    told.sent += len(piece)
            except OSError:
                return  # the crawler hung up, as it should
            if b"Content-Length" not in head or b"Connection: close" in head:
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


class _Threads(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, told: Server, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.told = told
        self.tls = tls

    def finish_request(self, request: Any, client_address: Any) -> None:
        """In the connection's own thread, where a handshake that fails disturbs nobody."""
        try:
            if self.tls is not None:
                request = self.tls.wrap_socket(request, server_side=True)
        except OSError:
            return
        super().finish_request(request, client_address)


@contextmanager
def serving(routes: dict[str, Route], tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server on a free port of 127.0.0.1, in threads of this process; with ``tls``, on HTTPS."""
    server = Server(routes=routes)
    with _Threads(server, tls) as threads:
        server.port = threads.server_address[1]
        threading.Thread(target=threads.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server
        finally:
            threads.shutdown()
