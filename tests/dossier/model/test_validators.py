"""The validators of our own judge as pydantic's do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from brandcluster.dossier.files import ALL_KINDS, FileKind, kind_of
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import fields_of
from brandcluster.dossier.model.seal import Manifest
from brandcluster.dossier.model.validators import validated
from brandcluster.dossier.overlay import Overlay
from brandcluster.formats.yaml.document import read_document

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
#: What may stand where something else belongs.
WRONG: tuple[Any, ...] = ("", "字", "2014-02-30", "../x", 5, -1, True, None, [], ["字", 3], {}, {"没有": 1})
PARTS = {each.name: each.model for each in ALL_KINDS} | {"overlay": Overlay, "seal": Manifest}


def judged(judge: Any, data: Any) -> Any:
    """What comes out: the part, or what is wrong."""
    try:
        return judge(data)
    except ValidationError as error:
        return error.errors(include_url=False)


def filled(part: type[Part], value: Any) -> dict[str, Any]:
    """A value wherever a part, or a part in it, has an answer."""
    made = {}
    for label, field in fields_of(part).items():
        inner = value if field.part is None else filled(field.part, value)
        made[label] = [inner] if field.is_list else inner
    return made


def read_files() -> Iterator[tuple[FileKind[Part], Any]]:
    for path in sorted((EXAMPLES / "lanting").glob("**/*.yaml")):
        kind = kind_of(path.relative_to(EXAMPLES / "lanting").as_posix())
        if kind is not None:
            yield kind, read_document(path.name, path.read_bytes()).data


def test_what_is_right_gives_the_same_part() -> None:
    read = list(read_files())
    assert len(read) > 20
    for kind, data in read:
        assert judged(lambda each, part=kind.model: validated(part, each), data) == kind.model.model_validate(data)


@pytest.mark.parametrize("name", PARTS)
def test_what_is_wrong_is_refused_alike(name: str) -> None:
    part = PARTS[name]
    for value in WRONG:
        for data in (filled(part, value), dict.fromkeys(fields_of(part), value), value):
            assert judged(lambda each: validated(part, each), data) == judged(part.model_validate, data)
