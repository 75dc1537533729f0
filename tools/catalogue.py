"""The messages for ``covidmeet/locale``: ``python -m tools.catalogue`` brings the catalogue up to date.

Reads the calls of ``_``, ``N_``, ``ngettext`` and ``pgettext`` in the source, the help of all commands, and
the tables of words.  Messages that are new stay empty, and those that nothing says any more are taken out;
then it compiles the catalogue, and tells which messages want a translation.
"""

from __future__ import annotations

import ast
import inspect
import io
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from covidmeet.archive import captures
from covidmeet.archive.copies.labels import LABELS
from covidmeet.archive.export import columns
from covidmeet.archive.export.meeting_columns import MEETING_COLUMNS, WIDE_COLUMNS
from covidmeet.browse import words as browse_words
from covidmeet.cli import coverage_table
from covidmeet.cli.main import group
from covidmeet.cli.sub_commands import BY_NAME
from covidmeet.cli.translated_help import metavar_of
from covidmeet.doctor import CheckLevel
from covidmeet.facts.vocabulary import FORMS, LEVELS
from covidmeet.health.verdict import VERDICTS
from covidmeet.language import CATALOGUES, DOMAIN, LANGUAGES
from covidmeet.publish import words as publish_words
from covidmeet.reasons import Reason
from covidmeet.show import why_words
from covidmeet.show import words as show_words
from covidmeet.status.coverage import INDEX
from covidmeet.stored_sentences import CONTEXT, VALUE

# Functions → how many of their arguments are messages; of ``pgettext`` the first is the context.
KEYWORDS = {"_": 1, "N_": 1, "ngettext": 2, "nN_": 2, "pgettext": 2, "stored": 1, "stored_n": 2}
SOURCE = Path("covidmeet")
# What of click's own texts a user of these commands can meet.
OF_CLICK = ("core", "decorators", "exceptions", "formatting", "parser", "types")
TABLES = (show_words, why_words, browse_words, publish_words, coverage_table)
"""Modules with ``WORDS`` and their ``CONTEXT``."""
# Words that are stored, or stand in machine-readable output, and are told in the reader's language.
VALUES = {
    "covidmeet/reasons.py": tuple(reason.value for reason in Reason),
    "covidmeet/health/verdict.py": (*VERDICTS, "running", "not run", "running elsewhere"),
    "covidmeet/facts/vocabulary.py": (*LEVELS, *FORMS, "chair", "speaks", "reports", "attends"),
    "covidmeet/archive/copies/labels.py": tuple(LABELS),
    "covidmeet/archive/captures.py": (
        captures.ARTICLE,
        captures.LIST,
        captures.REDIRECT,
        captures.ROBOTS,
        captures.PART,
        captures.INTERRUPTED,
        INDEX,
    ),
    "covidmeet/text/script.py": ("hans", "hant"),
    "covidmeet/show/page_history.py": ("reprocess", "unfinished"),
    "covidmeet/doctor/checks.py": tuple(CheckLevel),
    "covidmeet/crawl/progress_views.py": ("waiting", "starting", "lists", "articles", "files"),
    "covidmeet/doctor/archive_checks.py": ("articles", "rejects", "captures", "runs", "unknown"),
    "covidmeet/cli/framework.py": ("integer", "integer range", "float"),
    "covidmeet/crawl/near_names.py": (
        "site",
        "argument",
        "setting",
        "spider",
        "reason",
        "column",
        "format",
        "format with the ending",
        "site in this archive named",
    ),
    "covidmeet/health/words.py": (
        "new",
        "changed",
        "seen",
        "known",
        "out of scope",
        "out of range",
        "passed by",
    ),
}


class Message(NamedTuple):
    """``plural`` and ``context`` may be empty; ``file`` says it."""

    text: str
    file: str
    plural: str = ""
    context: str = ""

    @property
    def id(self) -> str | tuple[str, str]:
        return (self.text, self.plural) if self.plural else self.text


def messages() -> Iterator[Message]:
    """All messages of the program, some of them more than once."""
    for path in sorted(SOURCE.rglob("*.py")):
        yield from in_source(path, path.as_posix())
    yield from words()
    yield Message("required", "click/core.py")  # which is no argument there
    for name in OF_CLICK:
        yield from in_source(Path(click.__file__).with_name(f"{name}.py"), f"click/{name}.py")
    for command in (
        group,
        *(import_module(f"covidmeet.cli.{name.replace('-', '_')}").command for name in BY_NAME),
    ):
        yield from of_command(command)


def in_source(path: Path, shown: str) -> Iterator[Message]:
    """The calls in a file with texts as arguments, also those inside f-strings, which Babel does not read."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS):
            continue
        name, found = node.func.id, [one.value for one in node.args if isinstance(one, ast.Constant)]
        texts = [text for text in found[: KEYWORDS[name]] if isinstance(text, str)]
        if len(texts) < KEYWORDS[name]:
            continue
        if name == "pgettext":
            yield Message(texts[1], shown, context=texts[0])
        elif name.startswith("stored"):  # of one or many each is a message of its own
            yield from (Message(text, shown, context=CONTEXT) for text in texts)
        else:
            yield Message(texts[0], shown, *texts[1:])


def words() -> Iterator[Message]:
    """Single words and meanings, each with its context."""
    for table in TABLES:
        file = f"{table.__name__.replace('.', '/')}.py"
        yield from (Message(word, file, context=table.CONTEXT) for word in table.WORDS)
    for file, values in VALUES.items():
        yield from (Message(word, file, context=VALUE) for word in values)
    for reason in Reason:
        yield Message(reason.meaning, "covidmeet/reasons.py", context="meaning")
    for column in (*columns.COLUMNS.values(), *MEETING_COLUMNS, *WIDE_COLUMNS):
        yield Message(column.meaning, "covidmeet/archive/export/columns.py", context=columns.CONTEXT)


def of_command(command: click.Command) -> Iterator[Message]:
    """Its help and those of its options; an example is for the shell, in any language."""
    file = f"{command.callback.__module__.replace('.', '/')}.py" if command.callback else ""
    texts = [inspect.cleandoc(command.help or ""), command.epilog]
    metavars = ["[OPTIONS]", getattr(command, "subcommand_metavar", "")]
    for parameter in command.params:
        texts.append(getattr(parameter, "help", None))
        metavars.append(metavar_of(parameter))
    yield from (Message(text, file) for text in texts if text)
    yield from (Message(metavar, file, context="metavar") for metavar in metavars if metavar)


def catalogue_of(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(path: Path, language: str) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def renewed(old: Catalog, language: str) -> Catalog:
    """The messages of today with the translations of ``old``."""
    new = Catalog(language, project="covidmeet", fuzzy=False, header_comment="# The messages of covidmeet.")
    new.creation_date = new.revision_date = old.creation_date
    for message in messages():
        known = old.get(message.id, message.context or None)
        new.add(
            message.id,
            known.string if known else None,
            locations=[(message.file, 0)] if message.file else [],
            context=message.context or None,
        )
    return new


def as_po(catalogue: Catalog) -> bytes:
    stream = io.BytesIO()
    write_po(stream, catalogue, width=110, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return stream.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def wanting(catalogue: Catalog) -> list[str]:
    """Messages without a translation, or with one that is not certain."""
    return [
        str(message.id)
        for message in catalogue
        if message.id
        and (message.fuzzy or not message.string or (message.pluralizable and not all(message.string)))
    ]


def main() -> int:
    code = 0
    for language in LANGUAGES[1:]:
        path = catalogue_of(language)
        catalogue = renewed(read(path, language) if path.exists() else Catalog(language), language)
        path.write_bytes(as_po(catalogue))
        path.with_suffix(".mo").write_bytes(as_mo(catalogue))
        for message in wanting(catalogue):
            print(f"{path}: not translated: {message}", file=sys.stderr)
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main())
