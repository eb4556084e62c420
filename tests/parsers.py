"""The YAML library with and without its C part."""

from __future__ import annotations

import builtins
from typing import Any

import pytest


def use_pure_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with the pure parser for the length of a test."""
    real = builtins.__import__

    def without_c(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("_ruamel_yaml"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without_c)
