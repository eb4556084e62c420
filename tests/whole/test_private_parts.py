"""What the program uses of libraries that they do not promise: each is listed here, with a test that notices when it
changes. The list is held against the sources, so that nothing is used unlisted."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import docx
import pydantic
import pytest
import typer.completion
from cases import ROOT
from docx.shared import Mm

SOURCES = ROOT / "src" / "brandcluster"
#: Modules and names with a leading underscore, or that a library has without saying so; and where each is used.
USED = {
    "_ruamel_yaml": "formats/yaml/parser.py",
    "_ruamel_yaml_clibz": "formats/yaml/parser.py",
    "pydantic.plugin._loader": "base/later.py",
    "typer.completion.completion_init": "cli/completing.py",
    ".paragraph._p": "formats/word/compose.py, papers and output/desk: python-docx's way to the XML element",
    ".SparkContext._ensure_initialized": "cli/spark.py: the Java side is started before its settings are asked for",
    ".shape._inline": "formats/word/compose.py: the element of a picture",
}
#: Not private: what the standard library documents.
DOCUMENTED = {"_replace", "_asdict", "_fields", "_make", "_exit"}
#: Ours, of another module of the same room.
NEIGHBOURS = {"_starts"}


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCES.rglob("*.py")):
        yield path.relative_to(SOURCES).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def is_private(name: str) -> bool:
    return any(part.startswith("_") and not part.startswith("__") for part in name.split("."))


def private_modules() -> set[str]:
    """Private modules, or names of modules, of others that are imported or named in a text."""
    found = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {each.name for each in node.names if is_private(each.name)}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.module.startswith("brandcluster"):
                found |= {node.module} if is_private(node.module) else set()
                found |= {f"{node.module}.{each.name}" for each in node.names if is_private(each.name)}
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                named = re.fullmatch(r"[a-z]\w*(\.\w+)*\._\w+", node.value)
                found |= {node.value} if named else set()
    return found


def private_attributes() -> set[str]:
    """Attributes with a leading underscore that no class of the same module has."""
    used: set[str] = set()
    for _, tree in trees():
        here: set[str] = set()
        ours = DOCUMENTED | NEIGHBOURS
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and is_private(node.attr):
                is_own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
                (ours if is_own else here).add(node.attr)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                ours.add(node.target.id)
            elif isinstance(node, ast.ClassDef):
                ours |= {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
        used |= here - ours
    return used


def test_all_of_it_is_listed() -> None:
    listed = {name for name in USED if not name.startswith(".")} - {"typer.completion.completion_init"}
    assert private_modules() == listed
    assert private_attributes() == {name.rpartition(".")[2] for name in USED if name.startswith(".")}


def test_the_c_parser_asks_what_it_always_asked() -> None:
    """A node graph with marks; for each node it asks which tag, and before and after what is below it."""
    import _ruamel_yaml
    from ruamel.yaml.tag import Tag

    asked: list[str] = []

    class Composer(_ruamel_yaml.CParser):  # type: ignore[misc]  # the C class has no types
        def __init__(self, text: str) -> None:
            _ruamel_yaml.CParser.__init__(self, text)

        def resolve(self, kind: object, value: object, implicit: object) -> Tag:
            asked.append(f"{getattr(kind, '__name__', '')} {value} {implicit}")
            return Tag(suffix="x")

        def descend_resolver(self, parent: object, index: object) -> None:
            asked.append("down")

        def ascend_resolver(self) -> None:
            asked.append("up")

    root = Composer("甲: '1'\n").get_single_node()
    ((key, value),) = root.value
    assert (key.value, value.value) == ("甲", "1")
    assert [(each.line, each.column) for each in (value.start_mark, value.end_mark)] == [(0, 3), (0, 6)]
    assert [each for each in asked if each not in ("down", "up")] == [
        "MappingNode None True",
        "ScalarNode 甲 (True, False)",
        "ScalarNode 1 (False, True)",
    ]
    assert asked.count("down") == asked.count("up") == 3


def test_pydantic_asks_its_loader_of_plugins_for_one_thing() -> None:
    home = Path(pydantic.__file__).parent
    assert find_spec("pydantic.plugin") is not None and (home / "plugin" / "_loader.py").is_file()
    asked = set()
    for path in home.rglob("*.py"):
        for line in re.findall(r"^\s*from \S*_loader import (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE):
            asked |= set(re.split(r"[,\s()]+", line.partition("#")[0])) - {""}
    assert asked == {"get_plugins"}


def test_typer_installs_completion_as_it_did() -> None:
    library = vars(typer.completion)
    assert [*inspect.signature(library["completion_init"]).parameters] == []
    assert {"shell", "prog_name"} <= set(inspect.signature(library["install"]).parameters)


def test_typer_calls_its_complaints_as_it_did() -> None:
    """`cli/errors.py` tells them apart by their names."""
    source = (SOURCES / "cli" / "errors.py").read_text(encoding="utf-8")
    names = set(re.findall(r'kind == "(\w+)"', source))
    classes = import_module("typer._click.exceptions")
    assert names and all(hasattr(classes, name) for name in names), names


def test_word_elements_are_where_they_were() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("甲")
    assert paragraph._p.tag.endswith("}p") and paragraph._p is document.element.body[0]
    with pytest.raises(AttributeError):
        _ = document.add_table(1, 1)._p
    picture = ROOT / "tests" / "fixtures"
    image = next(iter(sorted(picture.rglob("*.png"))), None)
    if image is not None:
        shape = document.add_picture(str(image), width=Mm(10))
        assert shape._inline.tag.endswith("}inline")


@pytest.mark.spark
def test_spark_is_started_as_it_was() -> None:
    import pyspark

    assert callable(pyspark.SparkContext._ensure_initialized)
    assert inspect.signature(pyspark.SparkContext._ensure_initialized).parameters.keys() >= {"instance"}
