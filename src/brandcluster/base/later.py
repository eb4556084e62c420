"""Modules that run when something of them is first asked for: libraries import more than a short command uses."""

from __future__ import annotations

import os
import sys
import typing
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

#: The methods of a data class that wait for their first call; of most classes no object is ever made.
LATE_METHODS = frozenset(("__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__"))
#: What libraries import for something that no command of ours, or hardly one, does.
UNUSED = (
    "secrets",  # pydantic.types (hmac, random, OpenSSL): comparing passwords
    "subprocess",  # typer: opening a browser
    "hashlib",  # returns, seals and digests of documents, where there are any
    "tokenize",  # inspect and linecache: lines of source
    "locale",  # calendar: names of days in the system's language
    "shellingham",  # typer: which shell is to be completed in
)
#: Ways of packing that zipfile and shutil offer and nobody here uses: what each rests on, which may not be there.
PACKING = (("bz2", "_bz2"), ("lzma", "_lzma"))


class LaterModule(ModuleType):
    """A module that has not run yet. It is the module itself, so that nobody has two of it afterwards.

    Unlike the library's LazyLoader it can be asked for its submodules without being run.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__all__":  # what the import system asks of every module
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment]  # from here on like any other
        spec = self.__spec__
        if spec is not None and spec.loader is not None:
            spec.loader.exec_module(self)
        return getattr(self, name)


def import_later(name: str, **given: Any) -> None:
    """Have a module run at its first use; nothing happens where it has run already, or is not there.

    What is `given` is asked of it at once by who imports it: it stands for the module's own until that has run.
    """
    if name in sys.modules:
        return
    spec = find_spec(name)
    if spec is None:
        return
    module = module_from_spec(spec)
    vars(module).update(given)
    module.__class__ = LaterModule
    sys.modules[name] = module
    parent, _, own = name.rpartition(".")
    if parent:  # as the import system does
        setattr(sys.modules[parent], own, module)


def spare_unused_imports() -> None:
    """Keep typer and pydantic from importing what no command of ours uses. Before either is imported."""
    for name in UNUSED:
        import_later(name)
    for name, rests_on in PACKING:
        if find_spec(rests_on) is not None:
            import_later(name)
    if hasattr(os, "uname"):
        # uuid asks for the system when it is imported, and `platform` compiles its patterns before it answers the same.
        import_later("platform", system=_system)
    if sys.version_info < (3, 12):
        # The module in Python is run and then replaced, name by name, by the one in C; since 3.12 it is left out, too.
        sys.modules.setdefault("datetime", import_module("_datetime"))
    compile_methods_later()
    # typing compiles the text of each postponed annotation, 1,200 in one command; it may be evaluated as a text too.
    vars(typing).setdefault("compile", _text_as_it_is)
    # pydantic's loader of plugins imports importlib.metadata (email, sockets) before it sees that plugins are off.
    if "pydantic.plugin._loader" not in sys.modules:
        loader = ModuleType("pydantic.plugin._loader", "No plugins.")
        loader.get_plugins = tuple  # type: ignore[attr-defined]  # the one name that is asked for; () as with plugins off
        sys.modules[loader.__name__] = loader


def compile_methods_later() -> None:
    """Have the methods of data classes compiled at their first call.

    `dataclasses` compiles up to six small texts for each class, which took a tenth of a short command. Where Python
    compiles them together (since 3.13), nothing is changed.
    """
    import dataclasses  # after what its `inspect` imports was put off

    make = vars(dataclasses).get("_create_fn")
    if make is None or make.__module__ != "dataclasses":
        return

    def create(name: str, *text: Any, **names: Any) -> Callable[..., Any]:
        if name not in LATE_METHODS:
            return make(name, *text, **names)  # type: ignore[no-any-return]
        return _late_method(name, lambda: make(name, *text, **names))

    vars(dataclasses)["_create_fn"] = create


def _system() -> str:
    return os.uname().sysname


def _text_as_it_is(text: str, _name: str, _kind: str) -> str:
    return text


def _late_method(name: str, make: Callable[[], Callable[..., Any]]) -> Callable[..., Any]:
    """A method that is made when it is first called, and then stands in the class in place of this one."""
    made: list[Callable[..., Any]] = []

    def late(self: Any, /, *given: Any, **named: Any) -> Any:
        if not made:
            made.append(make())
            made[0].__qualname__ = late.__qualname__
        for each in type(self).__mro__:
            if vars(each).get(name) is late:
                setattr(each, name, made[0])
        return made[0](self, *given, **named)

    late.__name__ = name
    return late
