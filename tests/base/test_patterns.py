"""Patterns that wait for their first use: each of the program's compiles, and does what the library's own does."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module
from typing import Any

import pytest

import brandcluster
from brandcluster.base.patterns import late_pattern


def test_every_pattern_of_the_program_compiles() -> None:
    waiting: dict[str, Any] = {}
    for module in pkgutil.walk_packages(brandcluster.__path__, "brandcluster."):
        if module.name != "brandcluster.__main__":
            found = vars(import_module(module.name)).items()
            waiting |= {f"{module.name}.{name}": each for name, each in found if type(each) is type(late_pattern(""))}
    assert len(waiting) > 200
    for name, each in waiting.items():
        assert each.search("") is None or each.search("").end() == 0, name


def test_what_waits_is_a_pattern() -> None:
    late, own = late_pattern(r"(?P<a>\d+)月", re.ASCII), re.compile(r"(?P<a>\d+)月", re.ASCII)
    assert late.pattern == own.pattern
    assert (late.flags, late.groups, late.groupindex) == (own.flags, own.groups, own.groupindex)
    assert late.sub("x", "1月2月") == own.sub("x", "1月2月")
    assert late.fullmatch("12月", 0, 3) is not None
    with pytest.raises(re.error):
        late_pattern("(").search("")
