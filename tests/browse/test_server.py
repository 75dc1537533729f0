"""The routes in Datasette; left out where the extra ``browse`` is not installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from covidmeet.browse.server import LOOPBACK, application, listening
from covidmeet.cli.main import main
from tests.show.conftest import Shelf

_HERE = {"host": "127.0.0.1:8347"}


async def get(archive: Path, path: str, **headers: str) -> Any:
    served = application(archive)
    await served.invoke_startup()
    return await served.client.get(path, headers=_HERE | headers)


async def test_our_pages_and_the_tables_are_served(shelf: Shelf) -> None:
    front = await get(shelf.path, "/", **{"accept-language": "zh-CN"})
    assert (front.status_code, 'lang="zh-CN"' in front.text) == (200, True)
    assert (await get(shelf.path, f"/article/{shelf.mirror}")).status_code == 200
    found = await get(shelf.path, "/search?q=会议&page=x&lang=en")
    assert (found.status_code, "lang=en" in found.headers["set-cookie"]) == (200, True)
    assert (await get(shelf.path, "/search?q=")).status_code == 302
    rows = await get(shelf.path, "/archive/articles.json?_shape=array&_col=url")
    assert len(rows.json()) == 6
    stored = await get(shelf.path, f"/stored/{shelf.mirror}")
    assert stored.headers["content-security-policy"].startswith("sandbox;")


async def test_the_archive_is_not_written_and_not_given_away(shelf: Shelf) -> None:
    refused = await get(shelf.path, "/archive?sql=delete+from+articles")
    assert refused.status_code == 400
    assert (await get(shelf.path, "/archive.db")).status_code in (403, 404)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", ""])
async def test_other_names_are_refused(host: str, shelf: Shelf) -> None:
    assert (await get(shelf.path, "/", host=host)).status_code == 403


def test_a_port_is_taken_on_loopback_only() -> None:
    with listening(0) as opened:
        assert opened.getsockname()[0] == LOOPBACK
        with pytest.raises(OSError):
            listening(opened.getsockname()[1])


def test_without_the_extra_the_command_names_it(
    shelf: Shelf, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["browse", "--no-open", "-d", str(shelf.path)]) == 1
    assert 'pip install "covidmeet[browse]"' in capfd.readouterr().err
