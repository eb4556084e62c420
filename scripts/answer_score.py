"""How well the signs of the prompts tell answers from gaps.

python scripts/answer_score.py deletions    each part of the good examples deleted in turn: how many are noticed
python scripts/answer_score.py honest       (or second_honest, third_honest) ten honest answers a prompt: how many get a warning they do not deserve
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from brandcluster.base.diagnostics import Diagnostic
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.rules.checks.all_checks import find_problems
from brandcluster.rules.checks.application.prompts import RULES

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
DATA = ROOT / "tests" / "cases" / "answers"


def read(name: str) -> Any:
    """One of the two files of answers."""
    return YAML(typ="safe").load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def example() -> Dossier:
    """The good example, read once."""
    return load_dossier(EXAMPLES / "qingshiling")


def put(data: Any, path: list[Any], value: Any) -> None:
    """Set the value at keys and list indexes; None takes the key away."""
    for step in path[:-1]:
        data = data[step]
    if value is None and isinstance(data, dict):
        data.pop(path[-1], None)
    else:
        data[path[-1]] = value


def at(data: Any, path: list[Any]) -> Any:
    """The value at keys and list indexes; None where there is none."""
    for step in path:
        data = data.get(step) if isinstance(data, dict) else data[step]
    return data


def without(entry: dict[str, Any], root: Path) -> list[Diagnostic]:
    """What is found in an example with the passages and keys of an entry deleted; `root` is where the copy goes."""
    shutil.copytree(EXAMPLES / entry["dossier"], root)
    path = root / entry["file"]
    data = YAML().load(path.read_text(encoding="utf-8"))
    if entry["delete"]:
        text = at(data, entry["path"])
        for passage in entry["delete"]:
            text = text.replace(passage, "")
        put(data, entry["path"], text)
    for key in entry["keys"]:
        put(data, key, None)
    with path.open("w", encoding="utf-8") as stream:
        YAML().dump(data, stream)
    return find_problems(load_dossier(root))


def deletions() -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Every deleted part with the messages that notice it."""
    for entry in read("deletions")["parts"]:
        with tempfile.TemporaryDirectory() as folder:
            found = without(entry, Path(folder) / "dossier")
        yield entry, [f"{each.code} {each.message}" for each in found if each.location.path == entry["file"]]


def honest(name: str = "honest") -> Iterator[tuple[str, str, list[str]]]:
    """Every honest answer with the warnings it gets: label of the prompt, the answer, messages."""
    data = read(name)
    for prompt in data["prompts"]:
        for answer in prompt["answers"]:
            yield str(prompt["path"]), answer, warnings(prompt["file"], {tuple(prompt["path"]): answer})
    for project in data["projects"]:
        values = {("主要工作项目", 0, key): value for key, value in project.items()}
        yield "主要工作项目", str(project), warnings("application/plan.yaml", values)


def warnings(file: str, values: dict[tuple[Any, ...], Any]) -> list[str]:
    """What the rules on answers say of the good example with some answers put in."""
    dossier = example()
    data = dossier.documents[file].data
    before = {path: at(data, list(path)) for path in values}
    for path, value in values.items():
        put(data, list(path), value)
    dossier.worked_out.clear()
    try:
        return [f"{rule.code} {found.message}" for rule in RULES for found in rule.check(dossier)]
    finally:
        for path, value in before.items():
            put(data, list(path), value)


def main() -> int:
    """Print the score, and what it was not good at."""
    parser = argparse.ArgumentParser(description="How well the signs of the prompts tell answers from gaps.")
    parser.add_argument("what", choices=("deletions", "honest", "second_honest", "third_honest"))
    what = parser.parse_args().what
    if what == "deletions":
        rows = list(deletions())
        for entry, noticed in rows:
            if not noticed:
                print("没有发现：", entry["dossier"], entry["path"], entry["part"])
        print(f"删去 {len(rows)} 处，发现 {sum(bool(noticed) for _, noticed in rows)} 处")
        return 0
    answers = list(honest(what))
    for label, answer, said in answers:
        for message in said:
            print(label, message, answer.replace("\n", "")[:200])
    warned = sum(bool(said) for _, _, said in answers)
    print(f"答案 {len(answers)} 个，误报的 {warned} 个，共 {sum(len(said) for _, _, said in answers)} 条")
    return 0


if __name__ == "__main__":
    sys.exit(main())
