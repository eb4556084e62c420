"""The floors of the house: imports go down only, and the guard is shown to catch what goes up."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src" / "brandcluster"

#: Lowest first; a module may import from its own floor and below, and floors may not import each other in a ring.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("diagnostics", "rounding", "resources", "yamlhints", "periods"),
    (
        "yamlparser",
        "yamldoc",
        "yamlcomments",
        "tables",
        "xlsxbuild",
        "docxio",
        "docxbuild",
        "docxchart",
        "docxnumbering",
        "docxread",
        "docxsafe",
        "yamledit",
        "pdf",
        "folder",
        "gitio",
    ),
    ("model", "notice"),
    ("dossier", "schema", "skeleton", "fixes", "fixes_spelling", "formatting", "formatting_tree"),
    (
        "indicators",
        "evaluation",
        "migration",
        "changes",
        "references",
        "forms",
        "returns",
        "diff",
        "sealing",
    ),
    ("rules", "effects", "snapshots", "reports", "output", "review"),
    ("cli", "__main__"),
)
#: Which module alone may import a third-party library.
KEEPERS = {
    "python_calamine": {"tables"},
    "jinja2": {"reports", "output"},
    "xlsxwriter": {"xlsxbuild", "docxchart"},
    "stdnum": {"returns"},
    "ruamel": {"yamlparser"},
    "_ruamel_yaml": {"yamlparser"},
    "docx": {"docxio", "docxbuild"},
    "lxml": {"docxio", "docxbuild"},
}


def floor_of(top: str) -> int:
    return next(index for index, names in enumerate(FLOORS) if top in names)


def imported(path: Path) -> set[str]:
    """The dotted names that a module imports, lazily or not."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def breaches(source: Path) -> list[str]:
    """Every import that goes up, and every library imported by another than its keeper."""
    found = []
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        top = parts[0]
        if top == "__init__":
            continue
        for name in imported(path):
            library, _, rest = name.partition(".")
            if library == "brandcluster" and rest:
                target = rest.split(".")[0]
                if target != "__version__" and floor_of(target) > floor_of(top):
                    found.append(f"{'.'.join(parts)} -> {name}")
            elif library in KEEPERS and top not in KEEPERS[library]:
                found.append(f"{'.'.join(parts)} -> {name}")
    return found


def test_imports_go_down_only() -> None:
    assert breaches(SOURCE) == []


def test_a_planted_breach_is_caught(tmp_path: Path) -> None:
    copy = tmp_path / "brandcluster"
    shutil.copytree(SOURCE, copy)
    path = copy / "model" / "plan.py"
    path.write_text(
        path.read_text(encoding="utf-8") + "\n\ndef f():\n    from brandcluster.rules import rule\n    import docx\n",
        encoding="utf-8",
    )
    assert breaches(copy) == ["model.plan -> brandcluster.rules.rule", "model.plan -> docx"] or breaches(copy) == [
        "model.plan -> docx",
        "model.plan -> brandcluster.rules.rule",
    ]
