"""``covidmeet newsite``: the files of a new site, with the places to fill in."""

from __future__ import annotations

import http.client
import json
import keyword
import re
import shlex
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import SplitResult, urlsplit

import click

from covidmeet.archive.location import project_folder
from covidmeet.cli.framework import SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.crawl.site_registry import sites_folder, spider_files
from covidmeet.site import GENERIC

_NAME = re.compile(r"[a-z][a-z0-9_]{1,30}")
_HOST = re.compile(r"[\w.-]+|[0-9a-f:.]+")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f]")
_MOST = 10_000_000  # bytes of a page; articles have some ten thousand
_SECONDS = 30
# Headers that say how the page travelled and not what it is: the saved body is free of both.
_TRANSPORT = frozenset(("transfer-encoding", "connection", "keep-alive", "set-cookie"))
_FIRST = "first"  # the folder of the first sample page; rename it to what the page shows


class NewSiteError(Exception):
    """The files cannot be made; the message says why."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A page as served."""

    body: bytes = b""
    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=lambda: [("Content-Type", "text/html")])


@click.command(
    cls=SubCommand, name="newsite", example="covidmeet newsite qinghe http://news.qinghe.example/2022/1.html"
)
@click.argument("name")
@click.argument("url")
@click.option(
    "--saved",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The page, saved as served; else URL is fetched, this one page.",
)
@pass_given
def command(given: Given, name: str, url: str, saved: Path | None) -> None:
    """Begin a new site: spider, sample page and expectation to fill in.

    In a clone of the project they go to their places there, else into your folder of sites (SITES_DIR).
    URL is that of one article.  Overwrites nothing.
    """
    try:
        check_url(url)
        paths = plan(places(given), name)
        write(paths, name, url, Saved(saved.read_bytes()) if saved else fetch(url, _user_agent(given)))
    except NewSiteError as error:
        raise click.ClickException(str(error)) from error
    for path in paths.values():
        click.echo(f"wrote {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}")
    given_url = shlex.quote(f"url={url}")
    click.echo(f"now fill in the words in capitals, and try it: covidmeet crawl {name} -a {given_url}")
    click.echo("docs/adding-a-site.md of the project says how to go on")


def _user_agent(given: Given) -> str:
    from covidmeet.crawl.identity import user_agent

    return user_agent(given.setting("CONTACT"))


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of spiders and of sample pages, and the one above both."""

    root: Path
    spiders: Path
    pages: Path


def places(given: Given) -> Places:
    """Those of the clone of the project that this folder is in, else of the user's folder of sites."""
    root = project_folder()
    if root is not None and (root / "covidmeet" / "spiders").is_dir():
        return in_project(root.absolute())
    own = sites_folder(given.setting("SITES_DIR"))
    return Places(own, own, own / "pages")


def in_project(root: Path) -> Places:
    """The places in a clone of the project."""
    return Places(root, root / "covidmeet" / "spiders", root / "tests" / "pages")


def check_url(url: str) -> None:
    """Raises ``NewSiteError`` for what is no address of a page on the web."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        raise NewSiteError(f"{url!r} is not a URL: {error}") from error
    is_web = parts.scheme in ("http", "https") and host and _HOST.fullmatch(host)
    if not is_web or _BLANK.search(url) or not url.isprintable():
        raise NewSiteError(f"{url!r} is not the URL of an article: http://… or https://…")


def plan(places: Places, name: str) -> dict[str, Path]:
    """Where the files of the site go.  Raises ``NewSiteError`` for a bad name or one that is taken."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name) or name == GENERIC.name:
        raise NewSiteError(
            f"{name!r} is not a name for a site: 2 to 31 small letters, digits and _, a letter first,"
            f" no word of Python, not {GENERIC.name!r}"
        )
    page = places.pages / name / _FIRST
    paths = {
        "spider": places.spiders / f"{name}.py",
        "body": page / "page.body",
        "facts": page / "page.json",
        "expectation": page / "expect.json",
    }
    if name in spider_files() and not paths["spider"].exists():
        raise NewSiteError(f"there is a spider named {name} already; nothing was written")
    taken = [path for path in (paths["spider"], page.parent) if path.exists()]
    if taken:
        raise NewSiteError(f"{taken[0].relative_to(places.root)} is there already; nothing was written")
    return paths


def write(paths: dict[str, Path], name: str, url: str, saved: Saved) -> None:
    """Write the four files; raises ``OSError``, also where one of them has appeared in the meantime."""
    template = files("covidmeet.cli").joinpath("newsite_spider.txt").read_text(encoding="utf-8")
    parts = urlsplit(url)
    words = {
        "name": name,
        "class_name": "".join(word.capitalize() for word in name.split("_")) + "Spider",
        "host": _host(parts),
        "path": path_pattern(parts.path),
        # A string of JSON is one of Python's, where it holds no surrogate.
        "start": json.dumps(url.partition("?")[0].rpartition("/")[0] + "/", ensure_ascii=False),
    }
    facts = {
        "url": url,
        "status": saved.status,
        "headers": [list(pair) for pair in saved.headers],
        "note": "As served; say here when it was saved, or, for a page you wrote, in the shape of what.",
    }
    texts = {
        "spider": Template(template).substitute(words),
        "facts": _json(facts),
        "expectation": _json(expectation(name, url)),
    }
    paths["spider"].parent.mkdir(parents=True, exist_ok=True)
    paths["body"].parent.mkdir(parents=True)
    with paths["body"].open("xb") as stream:
        stream.write(saved.body)
    for part, text in texts.items():
        with paths[part].open("x", encoding="utf-8") as file:
            file.write(text)


def _host(parts: SplitResult) -> str:
    """Host and port as they were checked, not as they were written."""
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return host if parts.port is None else f"{host}:{parts.port}"


def path_pattern(path: str) -> str:
    """A pattern for the paths of articles by one of them: runs of digits, and ids, may differ.

    >>> path_pattern("/yq/202203/t20220318_1001.html")
    '/yq/\\\\d+/t\\\\d+_\\\\d+\\\\.html'
    """
    pieces = re.split(r"(?<![0-9a-zA-Z])([0-9a-f]{16,})(?![0-9a-zA-Z])|([0-9]+)", path or "/")
    ids, digits, rest = pieces[1::3], pieces[2::3], pieces[0::3]
    pattern = _plain(rest[0])
    for hexadecimal, number, text in zip(ids, digits, rest[1:], strict=True):
        pattern += (rf"[0-9a-f]{{{len(hexadecimal)}}}" if hexadecimal else r"\d+" if number else "") + _plain(
            text
        )
    return pattern


def _plain(text: str) -> str:
    return re.escape(text).replace(r"\-", "-").replace('"', r"\"")


def expectation(name: str, url: str) -> dict[str, Any]:
    """An expectation with nothing in it; the tests fail until a person has filled it in."""
    return {
        "proposed": True,
        "url": url,
        "site": name,
        "layout": name,
        "title": "",
        "deck": [],
        "body": [],
        "published_at": "",
        "source": None,
        "reporters": [],
        "editors": [],
    }


def fetch(url: str, user_agent: str) -> Saved:
    """The page as served, its body free of transfer coding only.  Raises ``NewSiteError``."""
    request = urllib.request.Request(url, headers={"User-Agent": user_agent, "Accept": "text/html,*/*"})
    try:
        with _answer(request) as answer:
            body = answer.read(_MOST + 1)
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise NewSiteError(
            f"cannot fetch {url}: {reason}; save the page yourself and name the file with --saved"
        ) from error
    if len(body) > _MOST:
        raise NewSiteError(f"{url} has more than {_MOST:,} bytes, too much for an article")
    headers = [(key, value) for key, value in answer.headers.items() if key.lower() not in _TRANSPORT]
    return Saved(body, answer.status, headers)


def _answer(request: urllib.request.Request) -> Any:
    """Also the answer that comes with an error status: a block can be a sample page."""
    try:
        return urllib.request.urlopen(request, timeout=_SECONDS)
    except urllib.error.HTTPError as error:
        return error


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
