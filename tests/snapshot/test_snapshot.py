"""Refactoring keeps every row, reject and count of the samples; a change that means to alter them says so.

``python -m pytest tests/snapshot --renew-snapshot`` writes the hashes anew; commit them with the change that
altered them and name in its message what was mended.  ``--snapshot-dump=FOLDER`` writes the rows themselves,
so that two checkouts can be compared with ``diff -r``.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Crawl
from tests.snapshot.digest import hashed, outcome
from tests.snapshot.routes import Route, real_routes, sample_routes

HERE = Path(__file__).parent


async def taken(routes: list[Route], crawl: Crawl, folder: Path, dump: str | None) -> dict[str, object]:
    found: dict[str, object] = {}
    for route in routes:
        archive = str(folder / f"{route.name}.db")
        full = outcome(await crawl(route.spider, {"DATABASE": archive}, **route.arguments))
        if dump:
            text = json.dumps(full, ensure_ascii=False, indent=1, sort_keys=True)
            Path(dump).mkdir(parents=True, exist_ok=True)
            Path(dump, f"{route.name}.json").write_text(text, "utf-8", "surrogatepass")
        found[route.name] = hashed(full, anonymous=route.anonymous)
    return found


@pytest.mark.parametrize("kind", ["samples", "real"])
async def test_every_route_gives_what_it_gave(
    kind: str, crawl: Crawl, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    routes = list(sample_routes(tmp_path) if kind == "samples" else real_routes(tmp_path))
    if not routes:
        pytest.skip("no real pages beside the project")
    found = await taken(routes, crawl, tmp_path, request.config.getoption("snapshot_dump"))
    kept = HERE / f"{kind}.json"
    if request.config.getoption("renew_snapshot"):
        kept.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        return
    expected = json.loads(kept.read_text("utf-8"))
    for name, hashes in found.items():
        assert hashes == expected[name], f"route {name}"
