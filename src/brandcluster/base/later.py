"""Modules that run when something of them is first asked for: libraries import more than a short command uses."""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any


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
    # pydantic's loader of plugins imports importlib.metadata (email, sockets) before it sees that plugins are off.
    if "pydantic.plugin._loader" not in sys.modules:
        loader = ModuleType("pydantic.plugin._loader", "No plugins.")
        loader.get_plugins = tuple  # type: ignore[attr-defined]  # the one name that is asked for; () as with plugins off
        sys.modules[loader.__name__] = loader
