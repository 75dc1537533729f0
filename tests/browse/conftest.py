"""The archive of the tests of ``show``, and its pages."""

from __future__ import annotations

import pytest

from covidmeet.browse.views import Views
from tests.show.conftest import Shelf, shelf, state

__all__ = ["shelf", "state"]


@pytest.fixture
def views(shelf: Shelf) -> Views:
    return Views(shelf.path)
