"""Packages that can be called: ``covidmeet.repair(text)`` beside ``from covidmeet.repair import repair``.

A name of the package ``covidmeet`` that is also a sub-package is bound to that sub-package as soon as
anything imports it, whatever it was bound to before.  So the sub-package has to be the function as well.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class CallablePackage(ModuleType):
    """A package that hands calls on to the function named by ``__function__``, ``module:name``."""

    __function__: str

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the function returns; raises what it raises."""
        module, _, name = self.__function__.partition(":")
        return getattr(import_module(module), name)(*args, **kwargs)


def make_callable(package: str, function: str) -> None:
    """Let ``package``, which calls this while it is imported, be called as ``function`` (``module:name``)."""
    module = sys.modules[package]
    module.__class__ = CallablePackage
    module.__dict__["__function__"] = function
