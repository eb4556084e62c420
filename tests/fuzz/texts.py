"""Changes to text: characters that act or mislead, encodings, YAML that is hostile, cells of tables."""

from __future__ import annotations

from random import Random
from typing import Any

import mutants

#: Characters that nobody sees, that turn a line round, that look like others, that are longer than they look.
ODD = (
    "\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "\x85", "\xa0", "\u3000", "\x00", "\x07", "\x1b[31m", "\x7f", "\U000e0041",
    "\U0001f600", "e\u0301", "\u0301", "ﷺ", "𠮷", "\U0010ffff", "\ufffe", "\ud800", "　", "〇", "①", "㎡", "½", "٣", "²", "Ⅳ",
    "－", "＝1", "@x", "##[error]", "::error::", "<script>", "&amp;", "]]>", "{{", "}}", "{%", "【请填写】", "\r", "\t", "|", "%s", "\\",
)  # fmt: skip
NUMBERS = (
    "1" * 400, "1e400", "-0", "NaN", "inf", ".inf", "0x10", "1_000", "１２３", "12,345.67", "1.000.000", "0.1e-300", "٣",
    "99999999999999999999", "-1", "1/3", "5%", "五", "1万", "", " ", "=1+1", "'1", "1.5.2", "+", "2013-13-01",
)  # fmt: skip
_ENCODINGS = ("gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "big5", "latin-1", "utf-7")


def change_text(rng: Random, content: bytes) -> bytes:
    """One odd character somewhere, one number for another, or all of it in another encoding."""
    text = content.decode("utf-8", "surrogateescape")
    kind = rng.random()
    if kind < 0.15:
        return text.encode(rng.choice(_ENCODINGS), "replace")
    at = rng.randrange(len(text) + 1)
    if kind < 0.3:
        digits = [index for index, letter in enumerate(text) if letter.isdigit()]
        at = rng.choice(digits) if digits else at
        text = text[:at] + rng.choice(NUMBERS) + text[at + 1 :]
    elif kind < 0.4:
        end = text.find("\n", at)
        text = text[:at] + rng.choice(ODD) * rng.choice((50, 3_000)) + text[end if end > 0 else len(text) :]
    else:
        text = text[:at] + rng.choice(ODD) * rng.choice((1, 1, 1, 2, 20)) + text[at:]
    return text.encode("utf-8", "surrogatepass" if "\ud800" in text else "surrogateescape")


def hostile_yaml(rng: Random) -> bytes:
    """A file that a parser pays for, or one with the labels of a model in any order and style."""
    if rng.random() < 0.6:
        return _of_a_model(rng)
    deep = rng.choice((50, 500, 5_000))
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + at)}: &{chr(98 + at)} [*{chr(97 + at)}, *{chr(97 + at)}]\n" for at in range(22)
    )
    made = rng.choice(
        (
            "[" * deep,
            "[" * deep + "]" * deep,
            "{a: " * deep + "}" * deep,
            "".join(f"{' ' * at}a:\n" for at in range(min(deep, 500))),
            "- " * deep,
            bomb,
            "a: &a\n  <<: *a\n",
            "a: &a [*a]\n",
            "? " * deep,
            "!!python/object/apply:os.system [id]\n",
            "a: !!binary x\n",
            "---\na: 1\n---\nb: 2\n",
            "%YAML 9.9\n---\na: 1\n",
            "a: " + "1" * 50_000,
            '"' + "\\x00" * 1_000 + '": 1\n',
            "".join(f"键{at}: 1\n" for at in range(deep)),
            "统计:\n" * deep,
            "a: |\n" + " x\n" * deep,
            "*a",
            "\t",
            "!",
            "&",
        )
    )
    return made.encode("utf-8")


def _of_a_model(rng: Random) -> bytes:
    from yaml_mangler import mapping, source

    return source(rng, mapping(rng, rng.choice(_models()))).encode("utf-8", "surrogatepass")


def _models() -> list[Any]:
    from brandcluster.dossier import files

    return [kind.model for kind in files.FILES]


def change_table(rng: Random, content: bytes) -> bytes:
    """A cell, a row, a column or the separators of a CSV file are others."""
    kind = rng.random()
    if kind < 0.2:
        return mutants.mutated(rng, content)
    if kind < 0.3:
        return change_text(rng, content)
    rows = [line.split(",") for line in content.decode("utf-8", "surrogateescape").splitlines()]
    row = rows[rng.randrange(len(rows))]
    at = rng.randrange(len(row))
    change = rng.randrange(9)
    if change <= 3:
        row[at] = rng.choice((*NUMBERS, *ODD, row[at] * 2, f'"{row[at]}', f'"{row[at]}\n"', "合计", "x" * 40_000))
    elif change == 4:
        rows += [list(row) for _ in range(rng.choice((1, 3, 300)))]
    elif change == 5:
        for each in rows:
            each.insert(at, rng.choice((*NUMBERS, "甲")))
    elif change == 6:
        for each in rows:
            del each[at : at + 1]
    elif change == 7:
        rng.shuffle(rows)
    separator = rng.choice((";", "\t", "，", "|")) if change == 8 else ","
    text = rng.choice(("\n", "\n", "\r\n", "\r")).join(separator.join(each) for each in rows)
    return text.encode("utf-8", "surrogatepass" if "\ud800" in text else "surrogateescape")
