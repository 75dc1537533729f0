"""The archive of the tests of ``show``, its pages, and a server of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.browse.server import application, listening
from covidmeet.browse.views import Views
from covidmeet.crawl.site_registry import all_sites
from covidmeet.process import Fetched, process
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading
from tests.show.conftest import Shelf, filled, shelf, state

__all__ = ["shelf", "state"]
HOSTILE_PAGE = """<!doctype html><meta charset="utf-8"><title>青禾县召开疫情防控工作会议</title>
<meta http-equiv="refresh" content="0; url=http://evil.example/refreshed">
<script>document.title = "taken"; new Image().src = "http://evil.example/script"</script>
<link rel="stylesheet" href="http://evil.example/style"><img src="http://evil.example/image">
<h1>青禾县召开疫情防控工作会议</h1><form action="http://evil.example/form"><button>提交</button></form>
<p>3月5日，青禾县召开疫情防控工作会议，传达上级部署，研究当前工作。县长江晚舟主持会议并讲话。</p>
<p id="own" onclick="document.title = 'clicked'">会议强调，
要落实四方责任，加快核酸检测进度，做好隔离点管理。</p>
<p>会议要求，各镇各部门要密切配合，严格值班值守，及时报告情况，确保各项措施落到实处。</p>
"""


@pytest.fixture
def views(shelf: Shelf) -> Views:
    return Views(shelf.path)


@dataclass
class Served:
    """An archive behind a server at ``address``; ``hostile_page``: the ``url_hash`` of that article."""

    address: str
    shelf: Shelf
    hostile_page: str


def add_hostile_page(archive: Path) -> str:
    """An article of a saved page that tries what a hacked one may; its ``url_hash``."""
    file = archive.with_name("saved.html")
    file.write_text(HOSTILE_PAGE, "utf-8")
    article = process(Fetched(file.as_uri(), file.read_bytes()), Reading(Sites(all_sites())))
    db = connect(archive)
    store(db, article, "run")
    db.conn.close()
    return article.url_hash or ""


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The pages behind a server of this process."""
    uvicorn = pytest.importorskip("uvicorn")
    filled_shelf = filled(tmp_path_factory.mktemp("served") / "archive.db")
    hostile_page = add_hostile_page(filled_shelf.path)
    with listening(0) as opened:
        app = application(filled_shelf.path).app()
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [opened]})
        thread.start()
        yield Served(f"http://127.0.0.1:{opened.getsockname()[1]}", filled_shelf, hostile_page)
        server.should_exit = True
        thread.join()
