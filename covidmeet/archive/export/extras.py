"""What a format needs beyond the project's own dependencies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from covidmeet.archive.export.errors import ExportError
from covidmeet.language import _


@contextmanager
def needs_extra(form: str) -> Iterator[None]:
    """Say in one sentence how to install what the imports in the block did not find."""
    try:
        yield
    except ImportError as error:
        raise ExportError(
            _(
                "{form} needs {name}, which is not installed: pip install 'covidmeet[data]'",
                form=form,
                name=error.name,
            )
        ) from error
