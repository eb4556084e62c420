"""Build the empty document that reports are set in: templates/reports/report.docx.

    python scripts/build_report_base.py

The page and the styles are those of the forms; beside them a head line with the report's title, a smaller text for
tables of many columns, a line for figures, and a signature to the right.
"""

from __future__ import annotations

from pathlib import Path

import blank_parts

from brandcluster.formats.word.parts import (
    DOCUMENT,
    HEADER_TYPE,
    R_ID,
    STYLES,
    Parts,
    add_relation,
    add_type,
    element,
    parse_own_xml,
    serialise_xml,
    w,
    write_parts,
)

OUTPUT = Path(__file__).resolve().parent.parent / "templates" / "reports" / "report.docx"
#: What the head line says until a report puts its own title there.
TITLE = "工作报告"

_KEPT = frozenset(
    [
        "TableTitle",
        "PlanBody",
        "PlanHeading1",
        "PlanHeading2",
        "Level3",
        "Level4",
        "PlanCaption",
        "PlanTable",
        "FooterOdd",
        "FooterEven",
        "PlanHeading1Text",
        "PlanHeading2Text",
    ]
)
#: id, name, paragraph properties, font, size in half points.
_STYLES = (
    ("ReportTable", "报告表格文字", blank_parts._OFF_GRID + blank_parts._lines(360) + blank_parts._LEFT, "body", 21),
    (
        "ReportFigure",
        "报告图",
        '<w:snapToGrid w:val="0"/>'
        '<w:spacing w:before="120" w:after="120" w:line="240" w:lineRule="auto"/>' + blank_parts._CENTER,
        "body",
        21,
    ),
    ("ReportSignature", "报告落款", blank_parts._TEXT + '<w:ind w:right="640"/>' + blank_parts._RIGHT, "body", 32),
    (
        "ReportHeader",
        "报告页眉",
        '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>'
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>' + blank_parts._CENTER,
        "body",
        21,
    ),
)
_HEADERS = (("default", "header1.xml"), ("even", "header2.xml"))
_HEADER_TYPE = HEADER_TYPE


def base() -> Parts:
    """All parts of the empty document."""
    parts = blank_parts.build(TITLE, [element("p")], "windows", cover=False)
    _set_styles(parts)
    document = parse_own_xml(parts[DOCUMENT])
    section = next(document.iter(w("sectPr")))
    for position, (kind, name) in enumerate(_HEADERS):
        text = f'<w:hdr {blank_parts._W}><w:p><w:pPr><w:pStyle w:val="ReportHeader"/></w:pPr><w:r><w:rPr>'
        text += f'<w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{TITLE}</w:t></w:r></w:p></w:hdr>'
        parts[f"word/{name}"] = serialise_xml(parse_own_xml(text.encode("utf-8")))
        add_type(parts, f"/word/{name}", _HEADER_TYPE)
        reference = element("headerReference", type=kind)
        reference.set(R_ID, add_relation(parts, "header", name))
        section.insert(position, reference)
    parts[DOCUMENT] = serialise_xml(document)
    return parts


def _set_styles(parts: Parts) -> None:
    root = parse_own_xml(parts[STYLES])
    for style in list(root.iterfind(w("style"))):
        if style.get(w("customStyle")) and style.get(w("styleId")) not in _KEPT:
            root.remove(style)
    for identifier, name, properties, font, size in _STYLES:
        fonts = blank_parts._rfonts(blank_parts.FONTS["windows"][font])
        text = (
            f'<w:style {blank_parts._W} w:type="paragraph" w:customStyle="1" w:styleId="{identifier}">'
            f'<w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{properties}</w:pPr>'
            f'<w:rPr>{fonts}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
        )
        root.append(parse_own_xml(text.encode("utf-8")))
    parts[STYLES] = serialise_xml(root)


def main() -> int:
    """Write the document."""
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_bytes(write_parts(base()))
    print(OUTPUT)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
