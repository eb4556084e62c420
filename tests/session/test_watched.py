"""Whatever is asked of a dossier is noted: a look that is not would leave an old answer standing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dossier_changes import DAY, Desk, make_dossier

from brandcluster.session import watched
from brandcluster.session.opened import Session
from brandcluster.session.recollection import Recollection, Sight

#: What is done to the dossier first, and what then, by the look that alone has to notice it. (`_BELOW` never stands
#: alone: what is loaded of a seal is held against its hashes before.)
NOTICED: dict[str, tuple[Callable[[Desk], object], Callable[[Desk], object]]] = {
    "_READ": (
        lambda desk: None,
        lambda desk: desk.put("enterprises/2013.csv", desk.content("enterprises/2013.csv").replace(b",", b";", 3)),
    ),
    "_ONE": (
        lambda desk: None,
        lambda desk: desk.put("dossier.yaml", desk.content("dossier.yaml").replace(b"2014-04-18", b"2013-01-01")),
    ),
    "_KEYS": (
        lambda desk: None,
        lambda desk: desk.put("statistics/2014.yaml", desk.content("statistics/2015.yaml")),
    ),
    "_ALL": (
        lambda desk: None,
        lambda desk: desk.put("application/plan.yaml", desk.content("application/plan.yaml") * 2),
    ),
    "_RESOLVE": (lambda desk: None, lambda desk: (desk.root / "evidence" / "a.txt").unlink()),
    "_NAMES": (
        lambda desk: None,
        lambda desk: desk.save("enterprises/2016.csv", desk.content("enterprises/2015.csv").replace(b",", b";", 3)),
    ),
    "_KIND": (
        lambda desk: (desk.root / "sealed").rename(desk.root / "away"),
        lambda desk: desk.save("sealed", b"no folder"),
    ),
}


class Deaf(Recollection):
    """A memory that does not hear of one kind of look."""

    def __init__(self, look: Sight) -> None:
        super().__init__()
        self.unheard = look

    def note(self, look: Sight, asked: Any, answer: Any) -> None:
        if look is not self.unheard:
            super().note(look, asked, answer)


def differences(root: Path, memory: Recollection, changes: tuple[Callable[[Desk], object], ...]) -> list[str]:
    desk = Desk(make_dossier(root / "a"), Session(root / "a", today=DAY, memory=memory))
    for change in changes:
        desk.session.diagnostics()
        change(desk)
        desk.session.refresh()
    return desk.differences(root / "fresh", verdicts=False)


@pytest.mark.part(3)
@pytest.mark.parametrize("name", NOTICED)
def test_a_look_that_is_not_noted_is_found_out(name: str, tmp_path: Path) -> None:
    """The comparison that the property makes finds each of the faults that are planted here."""
    assert differences(tmp_path / "good", Recollection(), NOTICED[name]) == []
    assert differences(tmp_path / "deaf", Deaf(getattr(watched, name)), NOTICED[name]) != []


@pytest.mark.parametrize(
    "look",
    [
        lambda each: each["a"],
        lambda each: each.get("a"),
        lambda each: each.get("z"),
        lambda each: "z" in each,
        list,
        len,
        bool,
        dict,
        lambda each: {**each},
        lambda each: {*each},
        max,
        lambda each: list(each.keys()),
        lambda each: list(each.values()),
        lambda each: list(each.items()),
        lambda each: list(reversed(each)),
        lambda each: each == {},
        lambda each: each != {},
        lambda each: each | {},
        lambda each: {} | each,
        lambda each: each.copy(),
        sorted,
    ],
)
def test_each_way_to_look_into_a_mapping_is_noted(look: Callable[[Any], Any]) -> None:
    heard: list[Any] = []
    memory = Recollection()
    memory.note = lambda *each: heard.append(each)  # type: ignore[method-assign]
    plain = {"a": 1, "b": 2}
    assert look(watched._Noted("contents", plain, memory)) == look(plain)
    assert heard


@pytest.mark.parametrize(
    "look", [list, len, bool, lambda each: each[:1], lambda each: 2 in each, lambda each: list(reversed(each)), tuple]
)
def test_each_way_to_look_into_the_list_is_noted(look: Callable[[Any], Any]) -> None:
    heard: list[Any] = []
    memory = Recollection()
    memory.note = lambda *each: heard.append(each)  # type: ignore[method-assign]
    plain: list[Any] = [1, 2]
    assert look(watched._NotedList(plain, memory)) == look(plain)
    assert heard
