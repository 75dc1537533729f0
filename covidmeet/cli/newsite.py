"""``covidmeet newsite``: the files of a new site, proposed from its pages."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from covidmeet.archive.location import project_folder
from covidmeet.cli.framework import SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.language import _

if TYPE_CHECKING:
    from covidmeet.newsite.writing import PageAtHand, Places


@click.command(
    cls=SubCommand, name="newsite", example="covidmeet newsite qinghe http://news.qinghe.example/2022/1.html"
)
@click.argument("words", nargs=-1, metavar="[NAME] URL...")
@click.option(
    "--saved",
    "files",
    metavar="FILE",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The page at URL, saved as served; else it is fetched. Several in the order of the URLs.",
)
@click.option("--force", is_flag=True, help="Also with files or a spider that are there, or a bad status.")
@pass_given
def command(given: Given, words: tuple[str, ...], files: tuple[Path, ...], force: bool) -> None:
    """Begin a new site: a spider proposed from its pages, these as samples, what to expect of them.

    URL is that of one article, a second one that of a list.  NAME is made of the host, where there is none.
    In a clone of the project the files go to their places there, else into your folder of sites (SITES_DIR).
    """
    from covidmeet.newsite.addresses import site_name
    from covidmeet.newsite.fetching import NewSiteError
    from covidmeet.newsite.writing import check_name, write

    named = [word for word in words if "://" not in word]
    try:
        urls = [word for word in words if "://" in word] or _told_by(files)
        if len(named) > 1 or not urls:
            raise NewSiteError(_("name one site, and the address of one of its articles: [NAME] URL"))
        name = named[0] if named else site_name(urls[0])
        places = _places(given)
        check_name(places, name, force=force)
        samples = _samples(given, name, urls, files, force)
        paths, found = write(places, name, samples)
    except NewSiteError as error:
        raise click.ClickException(str(error)) from error
    for note in found.notes:
        click.echo(note)
    for path in paths:
        click.echo(
            _(
                "wrote {relative_to}",
                relative_to=path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path,
            )
        )
    click.echo(_("compare each expect.json with its page, correct it, and take the line “proposed” out"))
    click.echo(
        _("try it: covidmeet crawl {name} -a {quote}", name=name, quote=shlex.quote(f"url={samples[0].url}"))
    )
    click.echo(_("docs/adding-a-site.md of the project says how to go on"))


def _told_by(files: tuple[Path, ...]) -> list[str]:
    """The addresses that saved pages tell of themselves."""
    from covidmeet.extract.saved import saved_as
    from covidmeet.process import Fetched, decode_page
    from covidmeet.stages.reading import Reading

    pages = (decode_page(Fetched("file:///page", file.read_bytes()), Reading()) for file in files)
    return [url for page in pages if (url := saved_as(page).url)]


def _samples(
    given: Given, name: str, urls: list[str], files: tuple[Path, ...], force: bool
) -> list[PageAtHand]:
    """The pages, saved or fetched; raises ``NewSiteError`` for what is no beginning of a site."""
    from covidmeet.newsite.fetching import NewSiteError, Saved, check_url, fetch
    from covidmeet.newsite.writing import PageAtHand, site_at

    if files and len(files) != len(urls):
        raise NewSiteError(
            _(
                "{count} addresses and {count2} saved pages: each address needs its page",
                count=len(urls),
                count2=len(files),
            )
        )
    for url in urls:
        check_url(url)
        if (known := site_at(urlsplit(url).hostname or "", name)) and not force:
            raise NewSiteError(
                _(
                    "{hostname} is a host of {name}, which has a spider already (covidmeet crawl {name}); "
                    "--force begins another one",
                    hostname=urlsplit(url).hostname,
                    name=known.name,
                )
            )
    answers = [Saved(file.read_bytes()) for file in files] or [fetch(url, _user_agent(given)) for url in urls]
    samples = [PageAtHand(url, saved) for url, saved in zip(urls, answers, strict=True)]
    for sample in samples:
        if sample.saved.status != 200 and not force:
            raise NewSiteError(
                _(
                    "{url} answered {told_status}, which is no page to begin with; --force keeps the answer "
                    "as a sample page",
                    url=sample.url,
                    told_status=sample.saved.told_status,
                )
            )
    return samples


def _user_agent(given: Given) -> str:
    from covidmeet.crawl.identity import user_agent

    return user_agent(given.setting("CONTACT"))


def _places(given: Given) -> Places:
    """Those of the clone of the project that this folder is in, else of the user's folder of sites."""
    from covidmeet.newsite.writing import in_own_folder, in_project

    root = project_folder()
    if root is not None and (root / "covidmeet" / "spiders").is_dir():
        return in_project(root.absolute())
    return in_own_folder(given.setting("SITES_DIR"))
