"""Models → JSON Schema (draft-07), for editors and for anyone who checks a dossier by other means.

A schema refuses what the model refuses, and requires what the form requires; what needs a calendar, another
field, or another file is left to `validate` (docs/editor.md lists it). Beside what decides, it carries what an
editor shows: `markdownDescription` (hover), `examples` and `defaultSnippets` (completion), `errorMessage`.

Parts stand where they are used rather than under `definitions`: draft-07 ignores what stands beside a `$ref`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from brandcluster.base.diagnostics import SEVERITY_WORDS
from brandcluster.base.patterns import late_pattern
from brandcluster.base.site import address_of
from brandcluster.dossier.files import ALL_KINDS
from brandcluster.dossier.model import measures
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.overlay import OVERLAYS
from brandcluster.dossier.suppliers import APPLICANT, joined, usual_suppliers
from brandcluster.notice.edition import about_edition, all_editions, cite_clause, default_edition, parameters_of

DRAFT = "http://json-schema.org/draft-07/schema#"
#: A blank text is no answer, as null is.
_BLANK = r"^\s*$"
_UNIT = late_pattern(r"（([^（）]+)）\Z")
#: A text of several paragraphs begins on the next line; there it may also begin with a reference.
_LONG = [{"label": "|", "description": "长文字：另起一行写", "body": "|\n  $1"}]
#: Left to be typed: completion would put 0 for a number, which is an answer.
_FIGURE = [{"label": "数", "description": "只写数字", "body": "$1"}]
_DECIDING = ("type", "enum", "pattern", "minimum", "maximum")
_MISTYPED = {
    "integer": "只写整数，如 12；单位已写在栏目名称里。",
    "number": "只写数字，如 12 或 12.5；单位已写在栏目名称里。",
    "array": "这里是列表：每项另起一行，以“- ”开头。",
}


def json_schema(name: str, part: type[Part], path: str = "") -> dict[str, Any]:
    """The draft-07 schema of one file kind; `path` is that of its files."""
    raw = part.model_json_schema(by_alias=True)
    definitions = raw.pop("$defs", {})
    return {
        "$schema": DRAFT,
        "$id": address_of(f"schemas/{name}.json") or f"brandcluster:{name}",
        "title": f"{name}.yaml",
        **_object(raw, definitions, (path,)),
    }


def all_schemas() -> dict[str, dict[str, Any]]:
    """The schemas of all file kinds by name."""
    return {kind.name: json_schema(kind.name, kind.model, kind.path) for kind in ALL_KINDS}


def editor_files() -> dict[str, Any]:
    """What VS Code is told of a dossier's folder, by path.

    A file says itself which schema it follows (its first line); the settings say it of the files that a person adds.
    """
    settings = {
        "yaml.schemas": {f"./{SCHEMA_FOLDER}/{kind.name}.json": [f"/{kind.path}"] for kind in ALL_KINDS},
        "yaml.yamlVersion": "1.2",
        # Nothing is fetched from outside, and no file of a dossier is taken for another program's.
        "yaml.schemaStore.enable": False,
        "yaml.kubernetesCRDStore.enable": False,
        "files.encoding": "utf8",
        "files.eol": "\n",
        "[yaml]": {"editor.wordWrap": "on", "editor.insertSpaces": True, "editor.tabSize": 2},
    }
    return {
        ".vscode/settings.json": settings,
        ".vscode/extensions.json": {"recommendations": ["redhat.vscode-yaml"]},
        ".vscode/tasks.json": _tasks(),
    }


def _tasks() -> dict[str, Any]:
    """For those without the extension: the check by a key, its lines in the list of problems."""
    once = {
        "label": "检查",
        "type": "process",
        "command": "brandcluster",
        "args": ["validate", "."],
        "group": {"kind": "build", "isDefault": True},
        "presentation": {"reveal": "silent", "clear": True},
        "problemMatcher": [_matcher(word, severity) for severity, word in SEVERITY_WORDS.items()],
    }
    watching = {
        "label": "边改边查",
        "type": "process",
        "command": "brandcluster",
        "args": ["validate", ".", "--watch"],
        "isBackground": True,
        "presentation": {"reveal": "always", "panel": "dedicated"},
        "problemMatcher": [],  # it shows what changed, not the list
    }
    return {"version": "2.0.0", "tasks": [once, watching]}


def _matcher(word: str, severity: str) -> dict[str, Any]:
    pattern = {
        "regexp": rf"^(?:[+=] )?(.+?):(\d+):(\d+): {word} (\S+) (.*)$",
        "file": 1,
        "line": 2,
        "column": 3,
        "code": 4,
        "message": 5,
    }
    where = ["relative", "${workspaceFolder}"]
    return {"owner": f"brandcluster-{severity}", "severity": severity, "fileLocation": where, "pattern": pattern}


# ---- what decides ----------------------------------------------------------------------------------------------


def _object(raw: dict[str, Any], definitions: dict[str, Any], at: tuple[str, ...]) -> dict[str, Any]:
    properties = raw.get("properties", {})
    required = [label for label, value in properties.items() if value.get("required")]
    found: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {label: _property(value, definitions, (*at, label)) for label, value in properties.items()},
    }
    if required:
        found["required"] = required
    return found


def _property(raw: dict[str, Any], definitions: dict[str, Any], at: tuple[str, ...]) -> dict[str, Any]:
    """An answer; `at` is the file of the kind, then the labels that lead to it."""
    label = at[-1]
    required = bool(raw.get("required"))
    shape = next((each for each in raw.get("anyOf", ()) if each.get("type") != "null"), raw)
    core = _core(shape, definitions, at)
    if required and core["type"] == "array":
        core["minItems"] = 1
    decides = core if required else _or_nothing(core)
    return {"title": label, **_shown(at, raw), **decides, **_offered(label, raw, core)}


def _core(raw: dict[str, Any], definitions: dict[str, Any], at: tuple[str, ...]) -> dict[str, Any]:
    """What an answer must be, if there is one."""
    if "$ref" in raw:
        return _object(definitions[raw["$ref"].rpartition("/")[2]], definitions, at)
    if raw["type"] == "array":
        return {
            "type": "array",
            "items": _core(raw["items"], definitions, at),
            "errorMessage": _MISTYPED["array"],
        }
    found: dict[str, Any] = {key: raw[key] for key in _DECIDING if key in raw}
    message = raw.get("errorMessage") or _MISTYPED.get(str(raw["type"]))
    if "enum" in raw:
        message = f"只能写：{'、'.join(raw['enum'])}。"
    return {**found, "errorMessage": message} if message else found


def _or_nothing(core: dict[str, Any]) -> dict[str, Any]:
    """The same, or nothing: null, or a blank text. A keyword applies to the values of its own type only."""
    if "enum" in core:
        return {"anyOf": [core, {"type": ["null", "string"], "pattern": _BLANK}]}
    types = [core["type"]] if isinstance(core["type"], str) else core["type"]
    if "string" in types:
        pattern = core.get("pattern")
        either = f"(?:{_BLANK})|(?:{pattern})" if pattern and pattern != r"\S" else None
        rest = {key: value for key, value in core.items() if key not in ("type", "pattern")}
        return {"type": [*types, "null"], **({"pattern": either} if either else {}), **rest}
    return {**core, "type": ["string", *types, "null"], "pattern": _BLANK}


# ---- what an editor shows --------------------------------------------------------------------------------------


def _shown(at: tuple[str, ...], raw: dict[str, Any]) -> dict[str, Any]:
    label = at[-1]
    description = raw.get("description")
    if not description:
        return {}
    unit = _UNIT.search(label)
    notes = [f"单位：{unit.group(1)}" if unit else "", *measured_notes(label)]
    clause = cite_clause(default_edition(), raw.get("clause"))
    notes.append(f"依据：{document_number()} {clause}" if clause else "")
    supplier = joined(usual_suppliers(at[0], at[1:]))
    notes.append(f"由{supplier}提供" if supplier != APPLICANT else "")
    notes.append("" if raw.get("required") else "可不填")
    listed = "\n".join(f"- {note}" for note in notes if note)
    return {"description": description, "markdownDescription": f"{description}\n\n{listed}" if listed else description}


@cache
def document_number() -> str:
    """The number of the notice that a dossier follows unless it says otherwise."""
    return about_edition(default_edition()).number


def measured_notes(label: str) -> list[str]:
    """Where the label names a sum, a count or a ratio: over which enterprises, and who defines it."""
    bare = _UNIT.sub("", label)
    for indicator in (*measures.INDICATORS, *measures.FORM_RATIOS):
        if indicator.label == bare:
            return [
                f"公式：{measures.formula_of(indicator)}",
                f"范围：{measures.population_of(indicator)}",
                f"出处：{indicator.source}",
            ]
    for column in (*measures.AMOUNTS, *measures.FLAGS):
        if measures.total_label(column.name) == label:
            return [f"范围：{column.population}", f"出处：{column.source}"]
    return []


def _offered(label: str, raw: dict[str, Any], core: dict[str, Any]) -> dict[str, Any]:
    """What completion puts in, or lets choose from."""
    if label in choices_of_label() and core["type"] == "string":
        return {"examples": list(choices_of_label()[label])}
    if raw.get("long"):
        return {"defaultSnippets": _LONG}
    number = core["type"] in ("number", "integer")
    example = raw.get("example")
    if example is None:
        return {"defaultSnippets": _FIGURE} if number else {}
    text = example.strip('"')
    return {"examples": [(float(text) if "." in text else int(text)) if number else text]}


@cache
def choices_of_label() -> dict[str, tuple[str, ...]]:
    """Texts of dossier.yaml that are one of a few; another is a matter for `validate`, which knows the edition."""
    provinces = parameters_of(default_edition())["provinces"].values[-1][1]
    return {"规则版本": all_editions(), "省级补充规则": OVERLAYS, "省份": tuple(provinces)}


SCHEMA_FOLDER = ".brandcluster/schemas"
