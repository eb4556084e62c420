"""Returns drawn by chance, some rows with a slip of every kind, and the files that people make of them."""

from __future__ import annotations

import random

import build_returns

from brandcluster.dossier.model.measures import AMOUNTS, COLUMNS, KINDS, Column
from brandcluster.returns.layout import FIRST_DATA, Layout, Row

OWN = Column("出口交货值（万元）", "出口交货值", "amount", "", "", "", unit="万元")
LAYOUT = Layout((*COLUMNS, OWN), ("阀门", "泵", "其他相关企业"))
NAMES = [column.name for column in LAYOUT.columns]
CODES = build_returns.codes("139900", random.Random("region"))  # noqa: S311  # the same codes every time
POOL = sorted(next(CODES) for _ in range(40))
#: What goes wrong with a row, each by the columns that it changes: one or more for every kind of problem.
SLIPS: dict[str, dict[str, str]] = {
    "K102": {"revenue": "12万元"},
    "K102-long": {"research_spending": "1234567890123456789"},
    "K102-name": {"name": "=甲"},
    "K102-flag": {"trained": "也许"},
    "K103": {"code": "91139900742623741X"},
    "K103-none": {"code": ""},
    "K103-rounded": {"code": "911399000000031000"},
    "K104": {"code": POOL[0]},
    "K104-name": {"name": "甲（集团）公司"},
    "K105": {"value_added": "60000"},
    "K105-close": {"gross_output": "500.1", "value_added": "500.10001", "new_product_output": "500.1"},
    "K106": {"gross_output": "-5"},
    "K107": {"gross_output": "90000000", "revenue": "90000000"},
    "K107-small": {"gross_output": "1.5", "value_added": "0", "new_product_output": "0.25"},
    "K108": {"with_system": "否", "with_effective_system": "是"},
    "K109": {"large": "是", "revenue": "1999.9999"},
    "K109-service": {"large": "是", "kind": KINDS[2]},
    "K110": {"industry": "阀们"},
    "K110-scope": {"industry": "其他相关企业", "kind": KINDS[0]},
    "K111": {"revenue": ""},
    "K111-who": {"industry": ""},
    "K111-own": {OWN.name: ""},
    "spelling": {"gross_output": "１２，３４５．５０", "large": "√"},
    "due": dict.fromkeys(NAMES[FIRST_DATA:], ""),
    "due-nobody": dict.fromkeys((*NAMES[FIRST_DATA:], "kind"), ""),
    "service": {"kind": KINDS[2], "large": "否", **{column.name: "" for column in AMOUNTS}, OWN.name: ""},
    "total": {"code": "", "name": "合计"},
    "blank": dict.fromkeys(NAMES, ""),
    "zero": {column.name: "0" for column in AMOUNTS},
}


def drawn(dice: random.Random, wrong: float) -> list[Row]:
    """Rows of a year, some of them with a slip."""
    found = []
    for at, code in enumerate(sorted(dice.sample(POOL, dice.randint(0, len(POOL))))):
        output = dice.randint(2500, 9000)
        decimals = dice.choice(("", "", ".5", ".0625"))
        values = {"code": code, "name": f"云溪{at}厂", "industry": dice.choice(LAYOUT.industries[:2]), "kind": KINDS[0],
                  "large": "是", "gross_output": f"{output}{decimals}", "value_added": str(output // 4),
                  "new_product_output": f"{output // 9}{decimals}", "revenue": f"{output - 9}{decimals}",
                  "own_brand_revenue": str(output // 2), "adopted_standard_revenue": str(output // 5),
                  "research_spending": f"{output // 50}.5", "trained": dice.choice("是否"), "with_system": "是",
                  "with_effective_system": dice.choice("是否"), "with_chief_officer": dice.choice("是否"),
                  "with_brand_manager": dice.choice("是否"), OWN.name: "7"}  # fmt: skip
        if dice.random() < 0.2:
            values |= {"industry": "其他相关企业", "kind": KINDS[1]}
        if dice.random() < wrong:
            values |= SLIPS[dice.choice(sorted(SLIPS))]
        found.append(tuple(values[name] for name in NAMES))
    return found


def written(dice: random.Random, rows: list[Row]) -> bytes:
    """The rows as a file: as stored, out of order, as Excel saves it again, or with what no stored file has."""
    lines = [",".join(row) for row in rows]
    if dice.random() < 0.3:
        dice.shuffle(lines)
    if dice.random() < 0.1:
        lines.insert(dice.randint(0, len(lines)), dice.choice(("", "单位：千元", "，", "说明")))
    text = "\n".join([",".join(LAYOUT.headings), *lines]) + dice.choice(("", "\n", "\n", "\n"))
    way = dice.random()
    if way < 0.15:
        return text.replace("\n", "\r\n").encode("gb18030")
    if way < 0.25:
        return text.replace("云溪1厂", '"云溪1厂"').encode()
    return b"\xef\xbb\xbf" + text.encode()
