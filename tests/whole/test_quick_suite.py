"""What the quick suite leaves to the long one: nothing that is there no more."""

from __future__ import annotations

from pathlib import Path

import parts

ROOT = Path(__file__).resolve().parents[2]


def test_what_is_heavy_is_a_test() -> None:
    names = parts.heavy_functions()
    assert names, "make weigh writes it"
    for name in sorted(names):
        module, _, function = name.partition("::")
        assert f"\ndef {function.split('::')[-1]}(" in (ROOT / module).read_text(encoding="utf-8"), name
