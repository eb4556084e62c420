"""Writing into content controls: inside them, their prompts gone, their bindings undone."""

from __future__ import annotations

from typing import Any

from brandcluster.formats.word.build import new_run
from brandcluster.formats.word.filling import check, children_of, is_prompt, paragraphs_in, printed_text, put_text
from brandcluster.formats.word.parts import CELL, CONTROL, ROW, W_NAMESPACE, P, parse_own_xml, shows_prompt, text_of, w

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def root(inner: str) -> Any:
    return parse_own_xml(f'<w:body xmlns:w="{W_NAMESPACE}" xmlns:w14="{W14}">{inner}</w:body>'.encode())


def control(content: str, *, prompt: bool = True, more: str = "") -> str:
    shown = "<w:showingPlcHdr/>" if prompt else ""
    return f"<w:sdt><w:sdtPr>{more}{shown}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_into_a_control_in_the_line() -> None:
    bound = '<w:dataBinding w:xpath="/a" w:storeItemID="{1}"/>'
    body = root(f"<w:p>{run('地址：  ')}{control(run('单击此处'), more=bound)}{run('（盖章）')}</w:p>")
    (paragraph,) = body
    assert printed_text(paragraph) == "地址：  （盖章）"
    put_text(paragraph, 3, 5, [new_run("甲路1号")])
    (inner,) = body.iter(CONTROL)
    assert text_of(paragraph) == "地址：甲路1号（盖章）" and not shows_prompt(inner)
    assert "甲路1号" in "".join(inner.itertext()) and inner.find(f".//{w('dataBinding')}") is None


def test_a_control_elsewhere_stays() -> None:
    body = root(f"<w:p>{run('甲：  乙：')}{control(run('单击此处'))}</w:p>")
    (paragraph,) = body
    put_text(paragraph, 2, 4, [new_run("一")])
    assert text_of(paragraph) == "甲：一乙：" and shows_prompt(next(body.iter(CONTROL)))


def test_around_paragraphs_and_cells() -> None:
    label, prompt = (f"<w:p>{run(text)}</w:p>" for text in ("地址", "单击此处"))
    cells = f"<w:tc>{label}</w:tc>{control(f'<w:tc>{prompt}</w:tc>')}<w:tc>{control(prompt)}</w:tc>"
    row = f"<w:tr>{cells}</w:tr>"
    body = root(f"<w:tbl>{control(row)}</w:tbl>")
    (line,) = children_of(body[0], ROW)
    first, second, third = children_of(line, CELL)
    assert [printed_text(paragraphs_in(each)[0]) for each in (first, second, third)] == ["地址", "", ""]
    for each in (second, third):
        (paragraph,) = paragraphs_in(each)
        assert is_prompt(paragraph)
        put_text(paragraph, 0, 0, [new_run("乙路")])
        assert printed_text(paragraph) == "乙路" and not is_prompt(paragraph)
    assert not shows_prompt(next(body.iter(CONTROL)))
    assert printed_text(paragraphs_in(first)[0]) == "地址", "a control around a row keeps the labels in it"


def test_a_box_is_told_that_it_is_ticked() -> None:
    box = control(run("☐"), prompt=False, more='<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>')
    body = root(f"<w:p>{box}{run('甲')}</w:p>")
    (paragraph,) = body.iter(P)
    put_text(paragraph, 0, 1, [tick := new_run("☑")])
    check(tick)
    (state,) = body.iter(f"{{{W14}}}checked")
    assert text_of(paragraph) == "☑甲" and state.get(f"{{{W14}}}val") == "1"
