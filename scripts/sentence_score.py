"""How well the rules on numbers in texts find wrong sentences and leave right ones alone.

python scripts/sentence_score.py FILE [--all]    recall on the wrong ones, false alarms on the right ones, hits on the
place; `--all` prints every sentence that went wrong
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.rules.checks.all_checks import RULES, pilot_rules
from brandcluster.rules.rule import Finding

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"


@cache
def example(name: str) -> Dossier:
    """One of the examples, read once."""
    return load_dossier(EXAMPLES / name)


def read_lot(name: str) -> list[dict[str, Any]]:
    """A lot of sentences by its name."""
    path = ROOT / "tests" / "cases" / "sentences" / f"{name}.yaml"
    return list(YAML(typ="safe").load(path.read_text(encoding="utf-8"))["sentences"])


def found_in(entry: dict[str, Any]) -> list[tuple[str, Finding]]:
    """What is found in a sentence put behind the text at its place, by the rules' codes."""
    dossier = example(entry["dossier"])
    holder = dossier.documents[entry["file"]].data
    for step in entry["path"][:-1]:
        holder = holder[step]
    last, keys = entry["path"][-1], tuple(entry["path"])
    before = holder[last]
    holder[last] = before.rstrip("\n") + "\n" + entry["text"] + "\n"
    dossier.worked_out.clear()
    try:
        return [
            (rule.code, finding)
            for rule in (*RULES, *pilot_rules())
            if rule.code[0] in "XNRCQ"
            for finding in rule.check(dossier)
            if finding.file == entry["file"] and finding.keys == keys
        ]
    finally:
        holder[last] = before


def hits(entry: dict[str, Any], finding: Finding) -> bool:
    """Whether a finding's place overlaps what is wrong in the sentence."""
    text, snippet = entry["text"], finding.snippet or ""
    if not snippet or snippet not in text:
        return False
    start = text.find(snippet)
    spans = [(text.find(slip["quote"]), len(slip["quote"])) for slip in entry["slip"]]
    return any(start < at + length and at < start + len(snippet) for at, length in spans)


def main() -> int:
    """Print the score."""
    parser = argparse.ArgumentParser(description="How well wrong sentences are found and right ones left alone.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--all", action="store_true", help="print every sentence that went wrong")
    given = parser.parse_args()
    entries = YAML(typ="safe").load(given.file.read_text(encoding="utf-8"))["sentences"]
    total: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = {}
    for entry in entries:
        found = found_in(entry)
        total["right" if entry["right"] else "wrong"] += 1
        if entry["right"]:
            total["false"] += bool(found)
            if found and given.all:
                print("误报", entry["text"], [(code, each.message, each.help) for code, each in found])
            continue
        kind = kinds.setdefault(entry["kind"], Counter())
        kind["all"] += 1
        kind["found"] += bool(found)
        total["found"] += bool(found)
        hit = any(hits(entry, each) for _, each in found)
        total["hit"] += hit
        if given.all and not found:
            print("漏报", entry["kind"], entry["dossier"], entry["path"], entry["text"])
        elif given.all and not hit:
            print("位置", entry["text"], [(code, each.snippet, each.message) for code, each in found])
    print(
        f"错句 {total['wrong']}，发现 {total['found']}（{total['found'] / max(total['wrong'], 1):.1%}），位置对的 {total['hit']}"
    )
    print(f"对句 {total['right']}，误报 {total['false']}")
    for name, kind in sorted(kinds.items()):
        print(f"  {name} {kind['found']}/{kind['all']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
