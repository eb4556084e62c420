"""Modules that run when something of them is first asked for: libraries import more than a short command uses."""

from __future__ import annotations

import dataclasses
import sys
import typing
from collections.abc import Callable
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

#: The methods of a data class that few of its objects are ever asked for.
LATE_METHODS = frozenset(("__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__"))


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


def import_later(name: str) -> None:
    """Have a module run at its first use; nothing happens where it has run already, or is not there."""
    if name in sys.modules:
        return
    spec = find_spec(name)
    if spec is None:
        return
    module = module_from_spec(spec)
    module.__class__ = LaterModule
    sys.modules[name] = module
    parent, _, own = name.rpartition(".")
    if parent:  # as the import system does
        setattr(sys.modules[parent], own, module)


def spare_unused_imports() -> None:
    """Keep typer and pydantic from importing what no command of ours uses. Before either is imported."""
    # pydantic.types wants `secrets` (hmac, random, OpenSSL) for comparing passwords.
    import_later("secrets")
    # typer wants `subprocess` for opening a browser, which no command of ours does.
    import_later("subprocess")
    # Hashed is only where there are returns, seals or digests of documents.
    import_later("hashlib")
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

    `dataclasses` compiles up to six small texts for each class, which took a twelfth of a short command; all but
    `__init__` wait. Where Python compiles them together (since 3.13), nothing is changed.
    """
    make = vars(dataclasses).get("_create_fn")
    if make is None or make.__module__ != "dataclasses":
        return

    def create(name: str, *text: Any, **names: Any) -> Callable[..., Any]:
        if name not in LATE_METHODS:
            return make(name, *text, **names)  # type: ignore[no-any-return]
        return _late_method(name, lambda: make(name, *text, **names))

    vars(dataclasses)["_create_fn"] = create


def _text_as_it_is(text: str, _name: str, _kind: str) -> str:
    return text


def _late_method(name: str, make: Callable[[], Callable[..., Any]]) -> Callable[..., Any]:
    """A method that is made when it is first called, and then stands in the class in place of this one."""
    made: list[Callable[..., Any]] = []

    def late(self: Any, *given: Any) -> Any:
        if not made:
            made.append(make())
            made[0].__qualname__ = late.__qualname__
        for each in type(self).__mro__:
            if vars(each).get(name) is late:
                setattr(each, name, made[0])
        return made[0](self, *given)

    late.__name__ = name
    return late
