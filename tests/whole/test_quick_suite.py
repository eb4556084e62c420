"""What the quick suite leaves to the long one: nothing that is there no more."""

from __future__ import annotations

from pathlib import Path

import parts
import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_what_is_heavy_is_a_test() -> None:
    names = parts.heavy_functions()
    assert names, "make weigh writes it"
    assert list(names) == sorted(names)
    for name in names:
        module, _, function = name.partition("::")
        assert f"\ndef {function.split('::')[-1]}(" in (ROOT / module).read_text(encoding="utf-8"), name


class Marked:
    """A case of a test, as far as the quick suite looks at it."""

    def __init__(self, nodeid: str, step: int | None = None) -> None:
        self.nodeid = nodeid
        self.step = step

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        return None if self.step is None else pytest.Mark(name, (self.step,), {}, _ispytest=True)


def taken(*items: Marked) -> list[str]:
    return [each.nodeid for each in parts.take_part(list(items))[0]]  # type: ignore[arg-type]


def test_what_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of eight heavy functions one, of a function with many cases every eighth; of the heaviest fewer; what is light, all."""
    heavy = {**{f"h.py::h{at}": 0.2 for at in range(16)}, "h.py::hh": 1.0, "h.py::many": 0.3}
    monkeypatch.setattr(parts, "heavy_functions", lambda: heavy)
    assert taken(*(Marked(f"h.py::h{at}") for at in range(16))) == ["h.py::h0", "h.py::h8"]
    assert taken(*(Marked(f"h.py::hh[{at}]") for at in range(30))) == ["h.py::hh[0]", "h.py::hh[15]"]
    assert len(taken(*(Marked(f"h.py::many[{at}]") for at in range(24)))) == 3
    assert len(taken(*(Marked(f"h.py::light[{at}]") for at in range(24)))) == 24
    assert taken(*(Marked(f"h.py::light[{at}]", 3) for at in range(6))) == ["h.py::light[0]", "h.py::light[3]"]
    assert taken(Marked("h.py::h3", 1)) == ["h.py::h3"], "however heavy"
