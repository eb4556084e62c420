"""Changes that nobody sees on paper, as programs make them when they save: a form so changed still says the same."""

from __future__ import annotations

from alterations import HAN, NUMBER, Alteration
from word_page import Element, Page, change_part, made, paragraph, says, set_property, tag, written


def run_cut(page: Page) -> str:
    """A word stands in a run of its own."""
    return says(written(page, NUMBER))


def revision_marks(page: Page) -> str:
    """Word's own numbers of editing sessions."""
    for each in page.root.iter(tag("w:p"), tag("w:r")):
        each.set(tag("w:rsidR"), "00A1B2C3")
    return "rsid"


def bookmark(page: Page) -> str:
    """A bookmark around a word."""
    piece = written(page, HAN + "{2,6}")
    piece.addprevious(made('<w:bookmarkStart w:id="0" w:name="_GoBack"/>'))
    piece.addnext(made('<w:bookmarkEnd w:id="0"/>'))
    return says(piece)


def spelling_marks(page: Page) -> str:
    """What the spelling check thought of a word."""
    piece = written(page, HAN + "{2,6}")
    piece.addprevious(made('<w:proofErr w:type="spellStart"/>'))
    piece.addnext(made('<w:proofErr w:type="spellEnd"/>'))
    return says(piece)


def page_break_seen(page: Page) -> str:
    """Where Word last broke the page."""
    piece = written(page, HAN + "{2,6}")
    piece[-1].addprevious(made("<w:lastRenderedPageBreak/>"))
    return says(piece)


def smart_tag_around(page: Page) -> str:
    """A smart tag around a number that stays."""
    return _around(page, '<w:smartTag w:uri="urn:x" w:element="a"/>')


def control_around(page: Page) -> str:
    """A text control around a number that stays."""
    piece = written(page, NUMBER)
    holder = made("<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent/></w:sdt>")
    piece.addprevious(holder)
    holder[-1].append(piece)
    return says(piece)


def link_around(page: Page) -> str:
    """A link to a place in the document around a number that stays."""
    return _around(page, '<w:hyperlink w:anchor="a"/>')


def insertion_around(page: Page) -> str:
    """A number that stays was typed under track changes."""
    return _around(page, '<w:ins w:id="901" w:author="甲" w:date="2014-05-01T00:00:00Z"/>')


def _around(page: Page, source: str) -> str:
    piece = written(page, NUMBER)
    holder = made(source)
    piece.addprevious(holder)
    holder.append(piece)
    return says(piece)


def _look(source: str) -> Alteration:
    def alter(page: Page) -> str:
        piece = written(page, HAN + "{2,6}")
        set_property(piece, "rPr", source)
        return says(piece)

    return alter


def _paragraph(source: str) -> Alteration:
    def alter(page: Page) -> str:
        target = paragraph(page)
        set_property(target, "pPr", source)
        return says(target)[:20]

    return alter


def settings_more(page: Page) -> str:
    """What Word keeps of its own in the settings."""

    def change(settings: Element) -> bool:
        (zoom,) = settings.findall(tag("w:zoom")) or [None]
        if zoom is None:
            settings.append(made('<w:rsids><w:rsidRoot w:val="00A1B2C3"/></w:rsids>'))
        else:
            zoom.set(tag("w:percent"), "120")
        return True

    change_part(page, r"^word/settings\.xml$", change)
    return "settings"


KINDS: dict[str, Alteration] = {
    each.__name__.replace("_", "-"): each
    for each in (
        *(run_cut, revision_marks, bookmark, spelling_marks, page_break_seen, smart_tag_around, control_around),
        *(link_around, insertion_around, settings_more),
    )
} | {
    "font": _look('<w:rFonts w:ascii="SimSun" w:hAnsi="SimSun" w:cs="SimSun" w:eastAsia="宋体"/>'),
    "size": _look('<w:sz w:val="21"/>'),
    "closer": _look('<w:spacing w:val="-6"/>'),
    "black": _look('<w:color w:val="000000"/>'),
    "colour-automatic": _look('<w:color w:val="auto"/>'),
    "shading-none": _look('<w:shd w:val="clear" w:color="auto" w:fill="auto"/>'),
    "not-struck": _look('<w:strike w:val="0"/>'),
    "not-hidden": _look('<w:vanish w:val="false"/>'),
    "position-none": _look('<w:position w:val="0"/>'),
    "language": _look('<w:lang w:val="en-US" w:eastAsia="zh-CN"/>'),
    "kept-with-next": _paragraph("<w:keepNext/>"),
    "line-distance": _paragraph('<w:spacing w:line="360" w:lineRule="auto"/>'),
    "indent": _paragraph('<w:ind w:firstLine="420"/>'),
}
