"""The files beside a data file: what the standards ask for, in two languages, true of the file."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from covidmeet.archive.export.columns import COLUMNS, columns_named
from tests.archive.hard_texts import HARD, exported, make


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("archive") / "a.db")


def descriptor(folder: Path) -> dict[str, Any]:
    told = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert isinstance(told, dict)
    return told


# Field types of Table Schema, https://datapackage.org/standard/table-schema/
TYPES = {"string", "number", "integer", "boolean", "object", "array", "list", "date", "time", "datetime"}


@pytest.mark.parametrize("ending", ["csv", "tsv.gz", "jsonl", "jsonl.zst", "parquet", "xlsx", "sqlite"])
def test_the_descriptor_is_what_the_standard_asks_for(archive: Path, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"a.{ending}"
    exported(archive, target, package=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [target.name, "datapackage.json", "codebook.md", "CITATION.cff"]
    )
    package = descriptor(tmp_path)
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert package["profile"] == "data-package"
    assert package["title"] and package["description"]
    assert re.search("[\u4e00-\u9fff]", package["title_zh"] + package["description_zh"])
    (told,) = package["resources"]
    assert re.fullmatch(r"[a-z0-9._-]+", told["name"])
    assert told["path"] == target.name
    assert told.get("bytes", target.stat().st_size) == target.stat().st_size
    assert told["hash"] == "sha256:" + hashlib.sha256(target.read_bytes()).hexdigest()
    assert told["rows"] == len(HARD)
    schema = told["schema"]
    assert [field["name"] for field in schema["fields"]] == list(COLUMNS)
    assert {field["type"] for field in schema["fields"]} <= TYPES
    assert all(re.search("[\u4e00-\u9fff]", field["description_zh"]) for field in schema["fields"])
    assert schema["primaryKey"] == ["url_hash"]
    assert schema["missingValues"] == [""]
    types = {field["name"]: field["type"] for field in schema["fields"]}
    assert (types["published_on"], types["first_seen"]) == ("date", "datetime")
    assert (types["reporters"], types["repairs"], types["title"]) == ("array", "object", "string")


def test_the_dialect_is_that_of_the_file(archive: Path, tmp_path: Path) -> None:
    exported(archive, tmp_path / "a.csv", package=True, bom=True)
    exported(archive, tmp_path / "b.tsv.gz", package=True)
    first, second = descriptor(tmp_path)["resources"]
    assert (first["dialect"]["delimiter"], first["encoding"]) == (",", "utf-8-sig")
    assert (second["dialect"]["delimiter"], second["encoding"], second["compression"]) == (
        "\t",
        "utf-8",
        "gz",
    )


def test_several_exports_in_a_folder_are_all_described(archive: Path, tmp_path: Path) -> None:
    exported(archive, tmp_path / "b.csv", package=True)
    exported(archive, tmp_path / "a.parquet", package=True, columns=columns_named(["title", "url"]))
    exported(archive, tmp_path / "报告.csv", package=True)
    exported(archive, tmp_path / "b.csv", package=True, order="reader", unique=True)
    resources = descriptor(tmp_path)["resources"]
    assert [told["path"] for told in resources] == ["a.parquet", "b.csv", "报告.csv"]
    assert len({told["name"] for told in resources}) == 3
    assert "primaryKey" not in resources[0]["schema"]
    assert resources[1]["selection"] == {"unique": True}
    (tmp_path / "报告.csv").unlink()
    exported(archive, tmp_path / "b.csv", package=True)
    assert [told["path"] for told in descriptor(tmp_path)["resources"]] == ["a.parquet", "b.csv"]


def test_files_of_somebody_else_are_left_alone(archive: Path, tmp_path: Path) -> None:
    for name in ("datapackage.json", "codebook.md", "CITATION.cff"):
        (tmp_path / name).write_text('{"resources": []}')
    done = exported(archive, tmp_path / "a.csv", package=True)
    assert len(done.beside) == 3
    for name in ("datapackage.json", "codebook.md", "CITATION.cff"):
        assert (tmp_path / name).read_text() == '{"resources": []}'
    told = json.loads((tmp_path / "a.csv.datapackage.json").read_text("utf-8"))
    assert told["resources"][0]["path"] == "a.csv"


def test_nothing_beside_where_that_is_not_wanted(archive: Path, tmp_path: Path) -> None:
    exported(archive, tmp_path / "a.csv", package=False)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_file_that_another_export_replaced_is_not_described(archive: Path, tmp_path: Path) -> None:
    from covidmeet.archive.export.beside import describe
    from covidmeet.archive.export.datapackage import DataFile
    from covidmeet.archive.export.formats import Manner
    from covidmeet.archive.export.selection import Selection

    (tmp_path / "a.csv").write_text("of another")
    data = DataFile(tmp_path / "a.csv", Manner(), Selection(), 1, None)
    assert describe(data, (1, 2)) == []
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_codebook_and_citation(archive: Path, tmp_path: Path) -> None:
    exported(archive, tmp_path / "a.csv", package=True)
    book = (tmp_path / "codebook.md").read_text("utf-8")
    for column in COLUMNS.values():
        assert f"| `{column.name}` |" in book
        assert column.meaning in book and column.chinese in book
    citation = (tmp_path / "CITATION.cff").read_text("utf-8")
    for key in ("cff-version: 1.2.0", "message: ", "title: ", "authors:", "type: dataset"):
        assert re.search(f"^{key}", citation, re.MULTILINE), key
    assert "date-released: 2022-04-01" in citation
