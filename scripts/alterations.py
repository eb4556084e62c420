"""Visible alterations of a form: its words, its paragraphs and tables.

Looks that hide what is written: alterations_looks.py; objects: alterations_objects.py.

Each function alters a page at a place taken by chance and returns what it did; NoPlace where the form has no such
place. `KINDS` names them. What a reader of the paper would see, or no longer see, differs after every one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from word_page import (
    Element,
    NoPlace,
    Page,
    alone,
    change_part,
    chosen,
    made,
    paragraph,
    paragraphs,
    place,
    properties,
    retype,
    run,
    says,
    tag,
    written,
)

Alteration = Callable[[Page], str]

ANSWERS = ("CellText", "CellBody")
LABELS = ("CellLabel", "CellLabelNarrow", "CellPrompt", "PlanHeading1", "SealLine", "TableCaption", "TableNote")
NUMBER = r"\d[\d.,]*"
HAN = r"[\u4e00-\u9fff]"
#: Words in any paragraph, short enough to be hidden without anybody noticing.
WORDS = r"[\u4e00-\u9fff\w.%]{1,12}"
UNITS = {"亿元": "万元", "万元": "亿元", "家": "个", "%": "‰", "件": "种", "项": "批", "平方公里": "亩", "年": "月"}


# ---- words -------------------------------------------------------------------------------------------------------


def other_digit(page: Page) -> str:
    """One digit anywhere is another."""
    return retype(page, r"\d", lambda old: str((int(old) + page.chance.randint(1, 9)) % 10))


def digit_of_an_answer(page: Page) -> str:
    """One digit of an answer in a cell is another."""
    return retype(page, r"\d", lambda old: str((int(old) + page.chance.randint(1, 9)) % 10), *ANSWERS)


def digit_more(page: Page) -> str:
    """A number has one digit more."""
    return retype(page, NUMBER, lambda old: old + str(page.chance.randint(1, 9)))


def digit_fewer(page: Page) -> str:
    """A number has lost its last digit."""
    return retype(page, r"\d[\d.,]*\d", lambda old: old[:-1])


def point_moved(page: Page) -> str:
    """The decimal point stands elsewhere."""
    return retype(page, r"\d\d\.\d", lambda old: old[0] + "." + old[1] + old[3])


def digit_enclosed(page: Page) -> str:
    """A digit became an enclosed, raised or Roman one; compatibility forms fold it back."""
    look_alikes = {"1": "①¹Ⅰ❶", "2": "②²Ⅱ❷", "3": "③³Ⅲ❸", "4": "④⁴Ⅳ❹", "5": "⑤⁵Ⅴ❺"}
    return retype(page, "[1-5]", lambda old: page.chance.choice(look_alikes[old]))


def character_of_a_label(page: Page) -> str:
    """One character of a label, prompt or heading is another."""
    return retype(page, HAN, lambda old: "非" if old != "非" else "未", *LABELS)


def character_of_the_title(page: Page) -> str:
    """One character of the title, the cover or a part's title is another."""
    return retype(page, HAN, lambda old: "准", "CoverTitle", "TableTitle", "CoverLine", "PartTitle", "Annex")


def unit_of_a_label(page: Page) -> str:
    """The unit that a label prints is another: what stands beside it now says something else."""
    return retype(page, "亿元|家|%", lambda old: UNITS[old], *LABELS)


def unit_in_a_text(page: Page) -> str:
    """A unit within an answer is another."""
    return retype(page, r"(?<=\d)(?:亿元|万元|家|%|件|项|平方公里|年)", lambda old: UNITS[old])


def character_of_an_answer(page: Page) -> str:
    """One character of running text is another."""
    return retype(page, HAN, lambda old: "无" if old != "无" else "有", "CellText", "CellBody", "PlanBody", "Level3")


def words_added(page: Page) -> str:
    """Words typed behind a paragraph, a label's as likely as an answer's."""
    target = paragraph(page)
    target.append(run("（暂定）"))
    return says(target)[:20]


def words_removed(page: Page) -> str:
    """Some words of a paragraph are gone."""
    return retype(page, HAN + "{2,8}", lambda old: "")


def numbers_exchanged(page: Page) -> str:
    """Two numbers of the form have changed places."""
    first = place(page, NUMBER)
    second = place(page, NUMBER)
    one, other = ((each[0].text or "")[each[1] : each[2]] for each in (first, second))
    if first[0] is second[0] or one == other:
        raise NoPlace
    for (text, start, end), new in ((first, other), (second, one)):
        text.text = (text.text or "")[:start] + new + (text.text or "")[end:]
    return f"{one} ⇄ {other}"


def direction_reversed(page: Page) -> str:
    """An invisible character makes the digits behind it print from right to left."""
    return retype(page, r"\d{2,}", lambda old: f"\u202e{old}\u202c")


def tick_moved(page: Page) -> str:
    """The tick stands at another box."""
    ticked = [text for text in page.root.iter(tag("w:t")) if "☑" in (text.text or "")]
    empty = [text for text in page.root.iter(tag("w:t")) if "□" in (text.text or "")]
    one, other = chosen(page, ticked), chosen(page, empty)
    one.text = one.text.replace("☑", "□", 1)
    other.text = other.text.replace("□", "☑", 1)
    return says(other.getparent())[:12]


def tick_added(page: Page) -> str:
    """One more box is ticked."""
    return retype(page, "□", lambda old: page.chance.choice("☑☒■√✓㊣"))


def tick_behind(page: Page) -> str:
    """A tick typed behind a box, or in front of a word."""
    return retype(page, "□", lambda old: f"{old}√")


# ---- paragraphs and tables ---------------------------------------------------------------------------------------


def rows_that_say(page: Page) -> list[Element]:
    """The rows that are not empty, of tables within cells too."""
    return [row for row in page.root.iter(tag("w:tr")) if says(row)]


def paragraph_removed(page: Page) -> str:
    """A paragraph is gone: one that is not the last of its cell."""
    found = paragraphs(page, lambda p: bool(says(p)) and p.getnext() is not None and p.getnext().tag == tag("w:p"))
    target = chosen(page, found)
    target.getparent().remove(target)
    return says(target)[:20]


def paragraph_added(page: Page) -> str:
    """A paragraph more, anywhere."""
    target = paragraph(page)
    new = deepcopy(target)
    for child in list(new):
        if child.tag != tag("w:pPr"):
            new.remove(child)
    new.append(run("另有未列入的企业3家。"))
    target.addnext(new)
    return says(target)[:20]


def paragraphs_exchanged(page: Page) -> str:
    """Two paragraphs that follow each other have changed places."""
    found = paragraphs(page, lambda p: bool(says(p)) and p.getnext() is not None and bool(says(p.getnext())))
    target = chosen(page, [p for p in found if p.getnext().tag == tag("w:p") and says(p) != says(p.getnext())])
    target.getnext().addnext(target)
    return says(target)[:20]


def row_added(page: Page) -> str:
    """A row more, with words of its own."""
    row = chosen(page, rows_that_say(page))
    new = deepcopy(row)
    texts = list(new.iter(tag("w:t")))
    for text in texts:
        text.text = ""
    texts[0].text = "补充"
    texts[-1].text = "补充说明36家"
    row.addnext(new)
    return says(row)[:20]


def row_removed(page: Page) -> str:
    """A row is gone."""
    row = chosen(page, [row for row in rows_that_say(page) if len(row.getparent().findall(tag("w:tr"))) > 1])
    row.getparent().remove(row)
    return says(row)[:20]


def table_in_a_cell(page: Page) -> str:
    """A table within a cell."""
    target = chosen(page, paragraphs(page, lambda p: bool(says(p)) and p.getparent().tag == tag("w:tc")))
    cells = "<w:tc><w:tcPr><w:tcW w:w='900' w:type='dxa'/></w:tcPr><w:p><w:r><w:t>另计12家</w:t></w:r></w:p></w:tc>"
    grid = "<w:tblGrid><w:gridCol w:w='900'/></w:tblGrid>"
    head = "<w:tblPr><w:tblW w:w='900' w:type='dxa'/></w:tblPr>"
    target.addprevious(made(f"<w:tbl>{head}{grid}<w:tr>{cells}</w:tr></w:tbl>"))
    return says(target)[:20]


def cells_exchanged(page: Page) -> str:
    """What two cells of a row say has changed places."""
    rows = [[cell for cell in row.findall(tag("w:tc")) if says(cell)] for row in rows_that_say(page)]
    one, other = page.chance.sample(chosen(page, [cells for cells in rows if len(cells) > 1]), 2)
    if says(one) == says(other):
        raise NoPlace
    kept = [[child for child in cell if child.tag != tag("w:tcPr")] for cell in (one, other)]
    for cell, children in ((one, kept[1]), (other, kept[0])):
        cell.extend(children)
    return f"{says(one)[:12]} ⇄ {says(other)[:12]}"


# ---- tracked changes ---------------------------------------------------------------------------------------------

_BY = 'w:id="901" w:author="甲" w:date="2014-05-01T00:00:00Z"'


def tracked_deletion(page: Page) -> str:
    """A number or word is deleted under track changes."""
    piece = written(page, NUMBER if page.chance.random() < 0.5 else HAN + "{1,6}")
    said = says(piece)
    _into(piece, f"<w:del {_BY}/>")
    for text in piece.iter(tag("w:t")):
        text.tag = tag("w:delText")
    return said


def tracked_insertion(page: Page) -> str:
    """Digits or words are inserted under track changes."""
    text, _, end = place(page, NUMBER if page.chance.random() < 0.5 else HAN)
    piece = alone(text, end, end)
    piece[-1].text = page.chance.choice(("0", "左右", "5"))
    _into(piece, f"<w:ins {_BY}/>")
    return f"{(text.text or '')[-8:]}+{says(piece)}"


def tracked_addition_taken_back(page: Page) -> str:
    """Struck out on paper: words added and deleted again under track changes."""
    text, _, end = place(page, NUMBER)
    piece = alone(text, end, end)
    piece[-1].text = "000"
    _into(piece, f"<w:del {_BY}/>")
    piece[-1].tag = tag("w:delText")
    return (text.text or "")[-8:]


def tracked_row(page: Page) -> str:
    """A row is deleted under track changes."""
    row = chosen(page, rows_that_say(page))
    properties(row, "trPr").append(made(f"<w:del {_BY}/>"))
    return says(row)[:20]


def tracked_move(page: Page) -> str:
    """A word moved elsewhere under track changes."""
    piece = written(page, NUMBER)
    goal = paragraph(page)
    goal.append(deepcopy(piece))
    _into(goal[-1], f"<w:moveTo {_BY}/>")
    _into(piece, f"<w:moveFrom {_BY}/>")
    return says(piece)


def _into(piece: Element, source: str) -> None:
    holder = made(source)
    piece.addprevious(holder)
    holder.append(piece)


# ---- headers and footers -----------------------------------------------------------------------------------------


def footer_words(page: Page) -> str:
    """Words typed into a footer."""

    def change(footer: Element) -> bool:
        footer.find(tag("w:p")).append(run("仅供参考，数据未经核实"))
        return True

    change_part(page, r"^word/footer\d", change)
    return "footer"


def footer_number(page: Page) -> str:
    """The page number's dashes are something else."""

    def change(footer: Element) -> bool:
        texts = [text for text in footer.iter(tag("w:t")) if "—" in (text.text or "")]
        if texts:
            texts[0].text = "第9"
        return bool(texts)

    change_part(page, r"^word/footer\d", change)
    return "footer"


KINDS: dict[str, Alteration] = {
    each.__name__.replace("_", "-"): each
    for each in (
        *(other_digit, digit_of_an_answer, digit_more, digit_fewer, point_moved, digit_enclosed),
        *(character_of_a_label, character_of_the_title, unit_of_a_label, unit_in_a_text, character_of_an_answer),
        *(words_added, words_removed, numbers_exchanged, direction_reversed, tick_moved, tick_added, tick_behind),
        *(paragraph_removed, paragraph_added, paragraphs_exchanged, row_added, row_removed),
        *(table_in_a_cell, cells_exchanged, tracked_deletion, tracked_insertion, tracked_addition_taken_back),
        *(tracked_row, tracked_move, footer_words, footer_number),
    )
}
