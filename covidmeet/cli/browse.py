"""``covidmeet browse``: the archive in a browser."""

from __future__ import annotations

import importlib.util
import webbrowser

import click

from covidmeet.cli.framework import DONE, WRONG_USE, SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.language import _

_PORT = 8347


@click.command(cls=SubCommand, name="browse", example="covidmeet browse")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=_PORT, show_default=True, help="0 takes a free one."
)
@click.option("--no-open", is_flag=True, help="Open no browser; only say the address.")
@pass_given
def command(given: Given, port: int, no_open: bool) -> int:
    """Show the archive in a browser: figures, search, articles with their repairs, all tables.

    Serves on this machine only, until stopped with Ctrl-C, and never writes. Needs the extra `browse`:
    pip install "covidmeet[browse]".
    """
    if importlib.util.find_spec("datasette") is None:
        click.echo(
            _('{speaker}: needs Datasette: pip install "covidmeet[browse]"', speaker=given.speaker), err=True
        )
        return WRONG_USE
    from covidmeet.browse.server import LOOPBACK, listening, serve

    archive = given.archive().path
    given.open()  # an archive that cannot be read ends here
    try:
        opened = listening(port)
    except OSError as error:
        click.echo(
            _(
                "{speaker}: port {port}: {strerror}; try --port 0",
                speaker=given.speaker,
                port=port,
                strerror=error.strerror or error,
            ),
            err=True,
        )
        return WRONG_USE
    asked = f"?lang={given.language}" if given.language else ""
    address = f"http://{LOOPBACK}:{opened.getsockname()[1]}/{asked}"
    click.echo(address)
    if not no_open:
        webbrowser.open(address)
    serve(archive, opened)
    return DONE
