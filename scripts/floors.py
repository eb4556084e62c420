"""The floors of the house: the one list from which the guard, the table and the picture in the documentation are made.

python scripts/floors.py            what breaks the plan; 1 when anything does
python scripts/floors.py --write    bring docs/architecture.md up to date
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "brandcluster"
DOCUMENT = ROOT / "docs" / "architecture.md"

#: Lowest first: a module imports from its own floor and below. The rooms of one floor may not import each other in a
#: ring. What a room is for stands in its `__init__`.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("base",),
    ("formats", "formats/tables", "formats/word", "formats/yaml"),
    ("notice",),
    ("dossier/model", "dossier/model/pilot"),
    ("dossier/indicators",),
    ("dossier",),
    ("dossier/editing", "dossier/history"),
    ("returns", "sheets"),
    ("returns/regions",),
    ("rules/facts",),
    ("rules/facts/texts",),
    ("rules",),
    ("rules/checks/application", "rules/checks/pilot", "rules/checks/returns"),
    ("rules/checks", "rules/verdicts"),
    ("rules/clauses",),
    ("papers",),
    ("papers/labels",),
    ("papers/forms",),
    ("papers/importing", "papers/reports"),
    ("review",),
    ("review/page",),
    ("output",),
    ("output/explain",),
    ("output/text",),
    ("output/commands",),
    ("output/exchange",),
    ("output/desk",),
    ("output/office",),
    ("session",),
    ("session/editor",),
    ("session/editor/protocol", "session/desk"),
    ("cli",),
    ("cli/commands",),
    ("cli/desk",),
)
#: Rooms that share a floor and still know nothing of each other.
APART = (("rules/verdicts", "rules/checks"), ("rules/checks", "rules/verdicts"))
#: Which rooms alone may import a third-party library.
KEEPERS: Mapping[str, tuple[str, ...]] = {
    "python_calamine": ("formats/tables",),
    "jinja2": ("papers/reports", "output/desk", "cli/desk"),
    "xlsxwriter": ("formats/tables", "formats/word"),
    "stdnum": ("returns",),
    "ruamel": ("formats/yaml",),
    "_ruamel_yaml": ("formats/yaml",),
    "docx": ("formats/word",),
    "lxml": ("formats/word",),
    "typer": ("cli", "cli/commands", "cli/desk"),
    "icalendar": ("output/exchange",),
    "filelock": ("formats",),
    "pygls": ("session/editor/protocol",),
    "lsprotocol": ("session/editor/protocol",),
    "watchfiles": ("cli/commands",),
    "pyarrow": ("formats/tables",),
    "pyspark": ("cli",),
    "starlette": ("cli/desk",),
    "uvicorn": ("cli/desk",),
}
_MARK = "<!-- floors: {} (python scripts/floors.py --write) -->"


def room_of(source: Path, path: Path) -> str:
    """The room that a module of the package stands in; "" for the two modules at the package's root."""
    return path.relative_to(source).parent.as_posix().removeprefix(".")


def arrows(source: Path) -> Iterator[tuple[str, str, str]]:
    """Every import of the package: the room it leaves, the dotted name it brings in, and the module with its line."""
    for path in sorted(source.rglob("*.py")):
        where = path.relative_to(source).as_posix()
        imported = imports_of(path.read_text(encoding="utf-8"))
        yield from ((room_of(source, path), name, f"{where}:{line}") for line, name in imported)


@cache
def imports_of(text: str, *, for_types: bool = True) -> tuple[tuple[int, str], ...]:
    """Every import of a module, wherever it stands: its line, and the dotted name that it brings in.

    Without `for_types` those are left out that only a checker of types sees.
    """
    found: list[tuple[int, str]] = []
    waiting: list[ast.AST] = [ast.parse(text)]
    while waiting:  # an import is a statement: what is inside of expressions need not be looked at
        node = waiting.pop()
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
        elif isinstance(node, ast.If) and not for_types and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        for inner in ("body", "orelse", "finalbody", "handlers", "cases"):
            waiting += getattr(node, inner, ())
    return tuple(sorted(found))


def target_of(source: Path, name: str) -> str | None:
    """The room that a dotted name of the package stands in; None for what is no room's."""
    steps = name.split(".")[1:]
    while steps and not source.joinpath(*steps).is_dir():
        steps.pop()
    return "/".join(steps) or None


def breaches(source: Path, floors: Sequence[Sequence[str]] = FLOORS) -> list[str]:
    """All that breaks the plan, a line each: rooms without a floor, floors without a room, arrows up, rings, libraries."""
    level = {room: index for index, rooms in enumerate(floors) for room in rooms}
    rooms = {room_of(source, path) for path in source.rglob("*.py")} - {""}
    found = [f"{room} is not in the list of floors" for room in sorted(rooms - set(level))]
    found += [f"{room} is in the list of floors and gone" for room in sorted(set(level) - rooms)]
    flat: dict[str, set[str]] = {}
    for room, name, where in arrows(source):
        library, _, rest = name.partition(".")
        if library != "brandcluster":
            if library in KEEPERS and room not in KEEPERS[library]:
                found.append(f"{where} imports {library}, which {' and '.join(KEEPERS[library])} keep")
            continue
        target = target_of(source, name) if rest else None
        if target is None or target == room or room not in level or target not in level:
            continue
        if level[target] > level[room]:
            found.append(f"{where} imports upwards: {room} -> {target}")
        elif level[target] == level[room]:
            flat.setdefault(room, set()).add(target)
            if (room, target) in APART:
                found.append(f"{where} joins what stands apart: {room} -> {target}")
    return found + [f"ring: {' -> '.join(ring)}" for graph in (flat, *modules_by_room(source)) for ring in rings(graph)]


def modules_by_room(source: Path) -> list[dict[str, set[str]]]:
    """For each room which of its modules imports which other, imports inside of functions too; not those for types."""
    found: dict[str, dict[str, set[str]]] = {}
    for path in sorted(source.rglob("*.py")):
        room, module = room_of(source, path), path.relative_to(source).with_suffix("").as_posix()
        for _, name in imports_of(path.read_text(encoding="utf-8"), for_types=False):
            steps = name.split(".")[1:]
            for end in (len(steps), len(steps) - 1):
                target = "/".join(steps[:end])
                if room and target != module and source.joinpath(f"{target}.py").is_file():
                    if target.rpartition("/")[0] == room:
                        found.setdefault(room, {}).setdefault(module, set()).add(target)
                    break
    return [found[room] for room in sorted(found)]


def rings(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """The rings of a graph, each once, from its first name back to it."""
    found: list[list[str]] = []

    def walk(room: str, way: list[str]) -> None:
        for target in sorted(graph.get(room, ())):
            if target == way[0]:
                found.append([*way, target])
            elif target > way[0] and target not in way:
                walk(target, [*way, target])

    for room in sorted(graph):
        walk(room, [room])
    return found


def job_of(source: Path, room: str) -> str:
    """What a room is for and what does not belong there: the first words of its `__init__`."""
    return ast.get_docstring(ast.parse((source / room / "__init__.py").read_text(encoding="utf-8"))) or ""


def table(source: Path = SOURCE) -> str:
    """The floors as a table of Markdown, lowest first."""
    rows = ["| floor | room | what it is for, and what is not |", "|---|---|---|"]
    for index, rooms in enumerate(FLOORS):
        rows += [f"| {index} | `{room}/` | {job_of(source, room)} |" for room in rooms]
    return "\n".join(rows)


def picture(source: Path = SOURCE) -> str:
    """The large rooms and who asks whom, as a mermaid graph: arrows that follow from others are left out."""
    edges: dict[str, set[str]] = {}
    for room, name, _ in arrows(source):
        target = target_of(source, name) if name.startswith("brandcluster.") else None
        here, there = room.partition("/")[0], (target or "").partition("/")[0]
        if here and there and here != there:
            edges.setdefault(here, set()).add(there)
    lines = [
        f"    {room} --> {target}"
        for room in sorted(edges)
        for target in sorted(edges[room])
        if not any(target in _below(edges, other) for other in edges[room] - {target})
    ]
    return "\n".join(["```mermaid", "graph TD", *lines, "```"])


def _below(edges: Mapping[str, set[str]], room: str) -> set[str]:
    found: set[str] = set()
    waiting = [room]
    while waiting:
        new = edges.get(waiting.pop(), set()) - found
        found |= new
        waiting.extend(new)
    return found


def documented(text: str, source: Path = SOURCE) -> str:
    """The document with its generated parts made anew."""
    for name, made in (("table", table(source)), ("picture", picture(source))):
        start, end = _MARK.format(name), f"<!-- end of floors: {name} -->"
        before, found, rest = text.partition(start)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise ValueError(f"no place for the {name} in {DOCUMENT.name}")
        text = f"{before}{start}\n{made}\n{end}{after}"
    return text


def main() -> int:
    """Print what breaks the plan, or write the document."""
    parser = argparse.ArgumentParser(description="The floors of the house.")
    parser.add_argument("--write", action="store_true", help="bring docs/architecture.md up to date")
    if parser.parse_args().write:
        DOCUMENT.write_text(documented(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
    found = breaches(SOURCE)
    print(*found, sep="\n", end="\n" if found else "")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
