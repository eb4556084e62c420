"""Change one thing at a time in the rules that decide, and see whether the tests notice.

    python scripts/mutate_rules.py --count 40 --seed 1

Each mutant is one change in a copy of `src`: a comparison loosened or tightened, a bound of a whole number moved by
one (a day, a year, a number of times), a numerator taken for its denominator. Only the tests of the verdicts, of the
facts and of the oracle run, and stop at the first failure. Prints every mutant that they let pass; exit code 1 for any.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent.parent
MUTATED = ("src/brandcluster/rules/verdicts", "src/brandcluster/rules/facts")
TESTS = ("tests/rules/verdicts", "tests/rules/facts", "tests/oracle")
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
#: Words of lines on which a change would only alter what is printed.
_PRINTED = ("DECIMALS", "FILES_NAMED")


class Mutant(NamedTuple):
    """One change: the file, where in it (line and columns, in bytes of UTF-8), the text before and after."""

    path: Path
    line: int
    start: int
    end: int
    old: str
    new: str

    @property
    def words(self) -> str:
        """The change on a line."""
        return f"{self.path.as_posix()}:{self.line}: {self.old} -> {self.new}"


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every change to one module."""
    source = (HERE / path).read_text(encoding="utf-8")
    lines = source.split("\n")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARISONS:
            yield from _comparison(path, lines, node)
        elif isinstance(node, ast.Constant) and type(node.value) is int and not _printed(lines[node.lineno - 1]):
            for moved in (node.value - 1, node.value + 1):
                yield from _replaced(path, lines, node, str(moved))
        elif isinstance(node, ast.Attribute) and node.attr in ("numerator", "denominator"):
            other = "denominator" if node.attr == "numerator" else "numerator"
            yield from _replaced(path, lines, node, ast.unparse(node).removesuffix(node.attr) + other)


def _printed(line: str) -> bool:
    return any(word in line for word in _PRINTED) or "[:" in line


def _comparison(path: Path, lines: list[str], node: ast.Compare) -> Iterator[Mutant]:
    """The sign between two operands on one line, its strictness changed."""
    left, right, sign = node.left, node.comparators[0], type(node.ops[0])
    if left.end_lineno != right.lineno or left.end_col_offset is None:
        return
    between = lines[right.lineno - 1].encode()[left.end_col_offset : right.col_offset].decode()
    at = between.find(_SIGNS[sign])
    if at >= 0:
        start = left.end_col_offset + len(between[:at].encode())
        old, new = _SIGNS[sign], _SIGNS[_COMPARISONS[sign]]
        yield Mutant(path, right.lineno, start, start + len(old), old, new)


def _replaced(path: Path, lines: list[str], node: ast.expr, new: str) -> Iterator[Mutant]:
    if node.end_lineno == node.lineno and node.end_col_offset is not None:
        old = lines[node.lineno - 1].encode()[node.col_offset : node.end_col_offset].decode()
        if old.strip("'\"") == old:
            yield Mutant(path, node.lineno, node.col_offset, node.end_col_offset, old, new)


def all_mutants() -> list[Mutant]:
    """Every change to every module that decides, in a fixed order."""
    modules = [path.relative_to(HERE) for folder in MUTATED for path in sorted((HERE / folder).glob("*.py"))]
    return [mutant for module in modules for mutant in sorted(set(mutants_of(module)))]


def survives(mutant: Mutant, work: Path, timeout: int) -> bool:
    """Whether the tests pass with the change; the copy in `work` is put right again."""
    path = work / mutant.path
    original = path.read_bytes()
    lines = original.split(b"\n")
    line = lines[mutant.line - 1]
    lines[mutant.line - 1] = line[: mutant.start] + mutant.new.encode() + line[mutant.end :]
    path.write_bytes(b"\n".join(lines))
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *TESTS]
    environment = {**os.environ, "PYTHONPATH": str(work / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=work, env=environment, capture_output=True, timeout=timeout, check=False)
        return done.returncode == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        path.write_bytes(original)


def copy_tree(work: Path) -> None:
    """What the tests need, in a folder that may be changed."""
    for name in ("src", "tests", "examples", "schemas", "templates", "scripts", "docs"):
        shutil.copytree(HERE / name, work / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(HERE / "pyproject.toml", work / "pyproject.toml")


def main() -> int:
    """Try some mutants, drawn by the seed; 0 where the tests notice every one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20, help="how many mutants; 0 for all")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--timeout", type=int, default=900, help="seconds for one; longer counts as noticed")
    arguments = parser.parse_args()
    known = all_mutants()
    count = len(known) if arguments.count == 0 else min(arguments.count, len(known))
    drawn = random.Random(arguments.seed).sample(known, count)  # noqa: S311 - a draw that can be repeated
    alive = []
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        copy_tree(work)
        for mutant in drawn:
            survived = survives(mutant, work, arguments.timeout)
            print(f"{'SURVIVED' if survived else 'killed'}  {mutant.words}", flush=True)
            alive += [mutant] if survived else []
    print(f"{count} of {len(known)} mutants, {len(alive)} survived")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
