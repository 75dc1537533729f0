"""The site that faults are staged on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.faults.pages import meeting
from tests.faults.stage import web
from tests.faults.table import Site


@pytest.fixture
def site() -> Iterator[Site]:
    """``site("cbg")``: the site with four articles on its list."""
    with ExitStack() as stack:
        yield lambda name="gz_gov", count=4: stack.enter_context(
            web(name, {number: meeting(number) for number in range(count)})
        )
