"""No file but ``crawl/scrapy_private.py`` uses a private name of Scrapy's, save the hooks that it lists."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from covidmeet.crawl import scrapy_private as private

ROOMS = ("crawl", "middlewares", "extensions", "pipelines", "commands", "spiders")
HOOKS = {path.rpartition(".")[2] for path in private.HOOKS}
INHERITED = {path.rpartition(".")[2] for path in private.INHERITED}


def resolve(path: str) -> Any:
    """The object that a dotted path of module, class and name leads to."""
    module, cls, name = path.rsplit(".", 2)
    return getattr(getattr(importlib.import_module(module), cls), name)


def own_classes() -> Iterator[type]:
    """Classes of ours that have one of Scrapy's among their bases."""
    for room in ROOMS:
        package = importlib.import_module(f"covidmeet.{room}")
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for cls in vars(importlib.import_module(module.name)).values():
                own = inspect.isclass(cls) and cls.__module__ == module.name
                if own and any(base.__module__.startswith("scrapy.") for base in cls.__mro__):
                    yield cls


@pytest.mark.parametrize("path", private.HOOKS)
def test_a_hook_is_a_method_of_scrapys_that_ours_overrides(path: str) -> None:
    theirs = resolve(path)
    ours = [cls for cls in own_classes() if path.rpartition(".")[2] in vars(cls)]
    assert ours, "nothing overrides it: take it off the list"
    for cls in ours:
        assert list(inspect.signature(vars(cls)[theirs.__name__]).parameters) == list(
            inspect.signature(theirs).parameters
        )
        assert inspect.iscoroutinefunction(vars(cls)[theirs.__name__]) == inspect.iscoroutinefunction(theirs)


def private_names(cls: type) -> set[str]:
    """Private names that a class defines, or sets on ``self``."""
    tree = ast.parse(Path(inspect.getfile(cls)).read_text("utf-8"))
    classes = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    body = next(node for node in classes if node.name == cls.__name__)
    targets = {
        node.attr
        for node in ast.walk(body)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    names = (targets | set(vars(cls))) - {"_abc_impl"}  # of every abstract class
    return {name for name in names if name.startswith("_") and not name.endswith("__")}


@pytest.mark.parametrize("cls", list(own_classes()), ids=lambda cls: f"{cls.__module__}.{cls.__name__}")
def test_ours_overrides_no_private_name_but_the_listed_hooks(cls: type) -> None:
    for base in cls.__mro__:
        if base.__module__.startswith("scrapy."):
            assert private_names(cls) & private_names(base) <= HOOKS, base


def used_private_names(tree: ast.Module) -> set[str]:
    """Private names that a file uses without defining them, of objects or imported."""
    defined: set[str] = set()
    used: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            defined.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            defined.add(node.id)
        elif isinstance(node, ast.Attribute):
            (defined if isinstance(node.ctx, ast.Store) else used).add(node.attr)
        elif isinstance(node, ast.ImportFrom):
            used.update((node.module or "").split("."), (alias.name for alias in node.names))
    # ``_`` alone is gettext's name by convention, not a private one.
    return {name for name in used - defined - {"_"} if name.startswith("_") and not name.endswith("__")}


def test_no_other_file_uses_a_private_name() -> None:
    used: set[str] = set()
    for path in Path("covidmeet").rglob("*.py"):
        source = path.read_text("utf-8")
        if path.name != "scrapy_private.py" and re.search(r"^(from|import) scrapy", source, re.MULTILINE):
            used |= used_private_names(ast.parse(source))
    assert used == INHERITED
