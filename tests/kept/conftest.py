"""Archives that several tests of this folder merge."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kept.merge_archives import make


@pytest.fixture(scope="session")
def three(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Archives that overlap; the file of pages of the last is still being written."""
    folder = tmp_path_factory.mktemp("machines")
    return [
        make(folder, "a", range(1, 8)),
        make(folder, "b", range(4, 10)),
        make(folder, "c", range(5, 12), close=False),
    ]
