"""Blanks as provinces make them, built from `cases/blanks/*.yaml` in the manner of Word or WPS; and what filling made of them.

A cell or paragraph is its printed text, or a mapping: `text` (of a cell) or `p` (of a paragraph) is what is printed;
`answer` names what belongs there and `becomes` what then stands there, spaces aside; `holds` names an answer of
paragraphs; `stranger` is a label that no answer of ours belongs to. `label` is the label beside it where that is not the
text of the cell before. `control` wraps it: text, cell, row, block, date, dropdown, checks, formtext.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import docx
from cases import HERE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from ruamel.yaml import YAML

from brandcluster.papers.content import Answer, Choice, Paragraph, Quantity, Strong, Table

FOLDER = HERE / "cases" / "blanks"
PLACEHOLDER = "单击或点击此处输入文字。"
NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、](?!\d)|（\d{1,2}）|[①-⑳])"
)
Block = dict[str, Any]


def cases() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load(name: str) -> dict[str, Any]:
    data: dict[str, Any] = YAML(typ="safe").load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return data


def squeezed(text: str) -> str:
    """A text without white space of any width."""
    return re.sub("[\\s\\u3000\\u2000-\\u200b]+", "", text)


# ---- building ------------------------------------------------------------------------------------------------


def build(case: dict[str, Any]) -> bytes:
    """The blank as a .docx."""
    document: Any = docx.Document()
    wps = case["manner"] == "wps"
    normal = document.styles["Normal"]
    normal.font.name = "宋体" if wps else "仿宋_GB2312"
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), normal.font.name)
    numbers = _numbering(document) if any("auto" in block for block in case["blocks"]) else None
    for block in case["blocks"]:
        if "table" in block:
            _table(document, block["table"]["rows"], wps)
        else:
            _paragraph(document.add_paragraph(), block, wps, numbers)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _paragraph(paragraph: Any, block: Block, wps: bool, numbers: Any) -> None:
    _write(paragraph, block["p"], wps)
    if block.get("control") == "text":
        paragraph._p.append(_control([_run(PLACEHOLDER)], placeholder=True))
    if "auto" in block:
        number = parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{numbers[block["auto"] == "（一）"]}"/></w:numPr>'
        )
        paragraph._p.get_or_add_pPr().append(number)


def _numbering(document: Any) -> dict[bool, str]:
    """Lists that Word numbers as （一）: one that begins, one that goes on; two chapters begin anew."""
    root = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="（%1）"/>'
        "</w:lvl></w:abstractNum>"
    )
    root.insert(0, abstract)
    for number in ("77", "78"):
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="77"/><w:lvlOverride w:ilvl="0">'
                '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )
    return {True: "77", False: "77"}


def _write(paragraph: Any, text: str, wps: bool) -> None:
    """Text in runs: WPS cuts it where it likes; ＿ is a space with a line below in WPS, an underscore in Word."""
    pieces = [piece for piece in re.split(r"(＿+)", text) if piece]
    for piece in pieces:
        if piece.startswith("＿") and wps:
            run = paragraph.add_run(" " * (2 * len(piece)))
            run.font.underline = True
        elif piece.startswith("＿"):
            paragraph.add_run("_" * (2 * len(piece)))
        elif wps and len(piece) > 3:
            paragraph.add_run(piece[:2])
            paragraph.add_run(piece[2:])
        else:
            paragraph.add_run(piece)


def _table(document: Any, rows: list[Any], wps: bool) -> None:
    cells = [row["cells"] if isinstance(row, dict) else row for row in rows]
    columns = max(sum(_span(cell) for cell in row) for row in cells)
    table = document.add_table(rows=len(rows), cols=columns)
    table.style = "Table Grid"
    for line, row in zip(table.rows, cells, strict=True):
        _row(table, line, row, wps)
    for line, row in zip(table.rows, rows, strict=True):
        if isinstance(row, dict):
            _wrap(line._tr, _control([], placeholder=False))
    if wps:
        for grid in table._tbl.tblGrid.findall(qn("w:gridCol")):
            grid.set(qn("w:w"), str(8600 // columns))


def _span(cell: Any) -> int:
    return int(cell.get("span", 1)) if isinstance(cell, dict) else 1


def _row(table: Any, line: Any, row: list[Any], wps: bool) -> None:
    cells, at = line.cells, 0
    made = []
    for cell in row:
        span = _span(cell)
        target = cells[at] if span == 1 else cells[at].merge(cells[at + span - 1])
        made.append((target, cell))
        at += span
    for target, cell in made:
        _cell(target, cell, wps)


def _cell(target: Any, cell: Any, wps: bool) -> None:
    text = cell if isinstance(cell, str) else str(cell.get("text", ""))
    control = None if isinstance(cell, str) else cell.get("control")
    first, *others = text.split("\n")
    paragraph = target.paragraphs[0]
    if control in ("checks",):
        _checks(paragraph, first)
    else:
        _write(paragraph, first, wps)
    for other in others:
        _write(target.add_paragraph(), other, wps)
    if control in ("text", "date", "dropdown"):
        paragraph._p.append(_control([_run(PLACEHOLDER)], placeholder=True, kind=control))
    elif control == "formtext":
        for run in _form_text():
            paragraph._p.append(run)
    elif control == "block":
        paragraph._p.append(_run(PLACEHOLDER))
        _wrap(paragraph._p, _control([], placeholder=True))
    elif control == "cell":
        paragraph._p.append(_run(PLACEHOLDER))
        _wrap(target._tc, _control([], placeholder=True))


def _checks(paragraph: Any, text: str) -> None:
    """Each ☐ in a check box control."""
    for piece in re.split("(☐)", text):
        if piece == "☐":
            box = parse_xml(
                f'<w:sdt {nsdecls("w")} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:sdtPr>'
                '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
                '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent>'
                '<w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
                "</w:rPr><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
            )
            paragraph._p.append(box)
        elif piece:
            paragraph.add_run(piece)


def _run(text: str) -> Any:
    made = OxmlElement("w:r")
    inner = OxmlElement("w:t")
    inner.text = text
    made.append(inner)
    return made


def _control(content: list[Any], *, placeholder: bool, kind: str = "text") -> Any:
    inner = {
        "date": '<w:date><w:dateFormat w:val="yyyy年M月d日"/><w:lid w:val="zh-CN"/></w:date>',
        "dropdown": '<w:dropDownList><w:listItem w:value="制造业"/><w:listItem w:value="其他"/></w:dropDownList>',
    }.get(kind, "<w:text/>" if content else "")
    shown = "<w:showingPlcHdr/>" if placeholder else ""
    made = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr>{shown}{inner}</w:sdtPr><w:sdtContent/></w:sdt>")
    for item in content:
        made.find(qn("w:sdtContent")).append(item)
    return made


def _wrap(item: Any, control: Any) -> None:
    item.addprevious(control)
    control.find(qn("w:sdtContent")).append(item)


def _form_text() -> Iterator[Any]:
    """A legacy text field, with five en spaces to be written over."""
    for inner in (
        '<w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Text1"/><w:enabled/><w:textInput/></w:ffData></w:fldChar>',
        '<w:instrText xml:space="preserve"> FORMTEXT </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        '<w:t xml:space="preserve">' + "\u2002" * 5 + "</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        yield parse_xml(f"<w:r {nsdecls('w')}>{inner}</w:r>")


# ---- what stands there ---------------------------------------------------------------------------------------


def _text(item: Any) -> str:
    """The text of a paragraph, that of controls in it too; a prompt that a control shows is none."""
    made = []
    for run in item.iter(qn("w:r")):
        around = list(run.iterancestors(qn("w:sdt")))
        if not any(each.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None for each in around):
            made += [each.text or "" for each in run.iter(qn("w:t"))]
    return "".join(made)


def _below(item: Any, name: str) -> Iterator[Any]:
    """Children of a name, those in controls too."""
    for each in item:
        if each.tag == qn(name):
            yield each
        elif each.tag == qn("w:sdt"):
            yield from _below(each.find(qn("w:sdtContent")), name)


def items_of(content: bytes) -> list[Any]:
    """The body in order: the text of each paragraph, and each table as rows of cells of paragraphs."""
    body = docx.Document(io.BytesIO(content)).element.body
    made: list[Any] = []
    for item in _flat(body):
        if item.tag == qn("w:p"):
            made.append(_text(item))
        else:
            rows = [[_cell_text(cell) for cell in _below(row, "w:tc")] for row in _below(item, "w:tr")]
            made.append(rows)
    return made


def _flat(container: Any) -> Iterator[Any]:
    for each in container:
        if each.tag in (qn("w:p"), qn("w:tbl")):
            yield each
        elif each.tag == qn("w:sdt"):
            yield from _flat(each.find(qn("w:sdtContent")))


def _cell_text(cell: Any) -> str:
    """The paragraphs of a cell, a line each; tables in it aside."""
    depth = sum(1 for _ in cell.iterancestors(qn("w:tbl")))
    own = (each for each in cell.iter(qn("w:p")) if sum(1 for _ in each.iterancestors(qn("w:tbl"))) == depth)
    return "\n".join(_text(paragraph) for paragraph in own)


# ---- what should stand there ---------------------------------------------------------------------------------


@dataclass
class Score:
    """What filling made of a blank. `missed` is neither found nor listed, nor is a stranger of `unlisted`."""

    found: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)


@dataclass
class _Judge:
    answers: dict[str, Answer]
    listed: list[str]
    placed: set[str]
    score: Score = field(default_factory=Score)


def score(
    case: dict[str, Any], filled: bytes, answers: dict[str, Answer], listed: list[str], placed: set[str]
) -> Score:
    """Hold a filled blank against what its case expects. `listed` are the labels said not to be recognised."""
    judge = _Judge(answers, [squeezed(label) for label in listed], placed)
    items = [item for item in items_of(filled) if not isinstance(item, str) or squeezed(item)]
    blocks = _printed_blocks(case["blocks"])
    at = 0
    for index, block in enumerate(blocks):
        end = next((j for j in range(at, len(items)) if _is_block(items[j], block)), None)
        if end is None:
            judge.score.wrong.append(f"gone: {str(block)[:40]}")
            continue
        _judge_inserted(judge, items[at:end])
        at = end + 1
        while at < len(items) and not any(_is_block(items[at], each) for each in blocks[index + 1 :]):
            at += 1
        if "table" in block:
            _judge_table(judge, block["table"]["rows"], items[end])
            _judge_inserted(judge, items[end + 1 : at])
        else:
            _judge_paragraph(judge, block, items[end], items[end + 1 : at])
    return judge.score


def _printed_blocks(blocks: list[Block]) -> list[Block]:
    """The blocks that print something; what an empty paragraph is for is what its heading is for."""
    made: list[Block] = []
    for block in blocks:
        if block.get("p") == "":
            made[-1] = made[-1] | {key: value for key, value in block.items() if key != "p"}
        elif "holds" in block and not {"holds", "answer", "stranger"} & set(made[-1]):
            made.append({"label": made[-1].get("p", ""), **block})
        else:
            made.append(block)
    return made


def _is_table(item: Any, rows: list[Any]) -> bool:
    if isinstance(item, str) or len(item) != len(rows):
        return False
    first = rows[0]["cells"] if isinstance(rows[0], dict) else rows[0]
    return len(item[0]) == len(first) and squeezed(item[0][0])[:2] == squeezed(_printed(first[0]))[:2]


def _is_paragraph(item: Any, block: Block) -> bool:
    if not isinstance(item, str):
        return False
    wanted = {squeezed(block["p"]).replace("＿", "").replace("_", ""), squeezed(str(block.get("becomes", block["p"])))}
    return squeezed(item).replace("_", "") in wanted


def _is_block(item: Any, block: Block) -> bool:
    return _is_table(item, block["table"]["rows"]) if "table" in block else _is_paragraph(item, block)


def _judge_inserted(judge: _Judge, items: list[Any]) -> None:
    for item in items:
        if not isinstance(item, str) or squeezed(item):
            judge.score.wrong.append(f"not printed, not expected: {str(item)[:40]}")


def _judge_paragraph(judge: _Judge, block: Block, text: str, inserted: list[Any]) -> None:
    said = "\n".join(item for item in inserted if isinstance(item, str) and squeezed(item))
    label = str(block.get("label", block["p"]))
    if "holds" in block:
        _judge_text(judge, block, label, said)
        return
    if said or any(not isinstance(item, str) for item in inserted):
        judge.score.wrong.append(f"behind {block['p'][:20]}: {said[:40]}")
    if "stranger" in block:
        _stranger(judge, str(block["stranger"]))
        return
    parts = block.get("parts", [block] if "answer" in block else [])
    if squeezed(text) == squeezed(str(block.get("becomes", block["p"]))) and parts:
        judge.score.found += [str(part["answer"]) for part in parts]
    elif parts:
        for part in parts:
            name = str(part["answer"])
            if "parts" in block and squeezed(str(part["becomes"])) in squeezed(text):
                judge.score.found.append(name)
            else:
                _not_found(judge, name, re.split("[：:]", block["p"])[0])


def _judge_table(judge: _Judge, rows: list[Any], said: list[list[str]]) -> None:
    for row, line in zip(rows, said, strict=True):
        cells = row["cells"] if isinstance(row, dict) else row
        if len(cells) != len(line):
            judge.score.wrong.append(f"cells of a row: {line}")
            continue
        before = ""
        for cell, text in zip(cells, line, strict=True):
            _judge_cell(judge, cell, text, before)
            before = _printed(cell) or before


def _printed(cell: Any) -> str:
    return cell if isinstance(cell, str) else str(cell.get("text", ""))


def _judge_cell(judge: _Judge, cell: Any, text: str, before: str) -> None:
    printed = squeezed(_printed(cell)).replace("＿", "").replace("_", "")
    said = squeezed(text)
    unchanged = said.replace("_", "") == printed
    mark = cell if isinstance(cell, dict) else {}
    label = str(mark.get("label", before))
    if "holds" in mark:
        if unchanged and not mark.get("empty"):
            _not_found(judge, str(mark["holds"]), label)
        elif unchanged:
            (judge.score.found if str(mark["holds"]) in judge.placed else judge.score.missed).append(str(mark["holds"]))
        else:
            _judge_text(judge, mark, label, text)
    elif "answer" in mark:
        wanted = squeezed(str(mark.get("becomes", _line(judge.answers[str(mark["answer"])]))))
        if said == wanted:
            judge.score.found.append(str(mark["answer"]))
        elif unchanged:
            _not_found(judge, str(mark["answer"]), label)
        else:
            judge.score.wrong.append(f"{mark['answer']}: {said[:60]} for {wanted[:60]}")
    else:
        if not unchanged:
            judge.score.wrong.append(f"{before}: {said[:60]}")
        if "stranger" in mark:
            _stranger(judge, str(mark["stranger"]))


def _judge_text(judge: _Judge, mark: Block, label: str, said: str) -> None:
    """An answer of paragraphs: all of them in order behind what is printed, numbered below `numbered`."""
    name = str(mark["holds"])
    if not squeezed(said):
        _not_found(judge, name, label)
        return
    lines = [squeezed(line) for line in said.split("\n") if squeezed(line)]
    answer = judge.answers[name]
    assert not isinstance(answer, Choice)
    wanted = [squeezed(NUMBER.sub("", _lead(each), count=1)) for each in answer if isinstance(each, Paragraph)]
    bare = [NUMBER.sub("", line, count=1) for line in lines]
    at = 0
    for each in (each for each in wanted if each):
        at = next((j + 1 for j in range(at, len(bare)) if bare[j].startswith(each)), -1)
        if at < 0:
            judge.score.wrong.append(f"{name}: without {each[:30]}")
            return
    printed = [squeezed(line) for line in str(mark.get("text", "")).split("\n") if squeezed(line)]
    kept = "".join(line for line in lines)
    if any(line not in kept for line in printed):
        judge.score.wrong.append(f"{name}: print is gone")
    elif len(lines) != len([each for each in wanted if each]) + len(printed) + _captions(answer):
        judge.score.wrong.append(f"{name}: {len(lines)} paragraphs")
    elif "numbered" in mark and any(_level(line) < int(mark["numbered"]) for line in lines):
        judge.score.wrong.append(f"{name}: number of a higher level")
    else:
        judge.score.found.append(name)


def _captions(answer: tuple[Paragraph | Table, ...]) -> int:
    return sum(isinstance(block, Table) and bool(block.caption) for block in answer)


def _level(line: str) -> int:
    """The level of a numbered line in the order of official documents' headings; 9 for one without."""
    schemes = (
        r"[一二三四五六七八九十]{1,3}、",
        r"（[一二三四五六七八九十]{1,3}）",
        r"\d{1,2}[.．、](?!\d)",
        r"（\d{1,2}）",
        "[①-⑳]",
    )
    return next((level for level, each in enumerate(schemes, start=1) if re.match(each, line)), 9)


def _lead(block: Paragraph) -> str:
    made = []
    for piece in block.content:
        if isinstance(piece, Quantity):
            break
        made.append(piece.text if isinstance(piece, Strong) else piece)
    return "".join(made)


def _line(answer: Answer) -> str:
    if isinstance(answer, Choice):
        return "".join(answer.chosen)
    return "".join(_lead(block) for block in answer if isinstance(block, Paragraph))


def _not_found(judge: _Judge, name: str, label: str) -> None:
    (judge.score.listed if _is_listed(judge, label) else judge.score.missed).append(f"{name} ({squeezed(label)[:16]})")


def _stranger(judge: _Judge, label: str) -> None:
    if not _is_listed(judge, label):
        judge.score.unlisted.append(label)


def _is_listed(judge: _Judge, label: str) -> bool:
    wanted = squeezed(label).strip("：:*")
    return bool(wanted) and any(wanted in each or each.strip("：:*") == wanted for each in judge.listed)
