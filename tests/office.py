"""Workbooks filled by LibreOffice: a macro of ours types into cells and saves, as a person does at the keyboard."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from independent_reader import soffice

_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">{}</script:module>
"""


def filled_by_libreoffice(path: Path, cells: Mapping[str, str | float], sheet: int = 0) -> bytes:
    """The workbook with values typed into cells of one sheet, saved by LibreOffice; cells that are locked stay."""
    out = path.with_name("filled.xlsx")
    lines = [
        "Sub Fill",
        "Dim no(0) As New com.sun.star.beans.PropertyValue",
        'no(0).Name = "Hidden"',
        "no(0).Value = True",
        f'doc = StarDesktop.loadComponentFromURL("{path.as_uri()}", "_blank", 0, no())',
        f"page = doc.Sheets.getByIndex({sheet})",
    ]
    for cell, value in cells.items():
        typed = f'String = "{value}"' if isinstance(value, str) else f"Value = {value!r}"
        lines.append(f'at = page.getCellRangeByName("{cell}")')
        # A macro may do what a person may not: the cell is asked first, as the program does at the keyboard.
        lines.append(f"If Not (page.isProtected() And at.CellProtection.IsLocked) Then at.{typed}")
    lines += [
        "Dim as_(0) As New com.sun.star.beans.PropertyValue",
        'as_(0).Name = "FilterName"',
        'as_(0).Value = "Calc MS Excel 2007 XML"',
        f'doc.storeToURL("{out.as_uri()}", as_())',
        "doc.close(True)",
        "StarDesktop.terminate()",
        "End Sub",
    ]
    profile = path.with_name("profile")
    command = [soffice() or "soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    _run([*command, "--terminate_after_init"])  # the first start writes its own macros
    module = profile / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(_MODULE.format(escape("\n".join(lines))), encoding="utf-8")
    _run([*command, "macro:///Standard.Module1.Fill"])
    return out.read_bytes()


def _run(command: list[str]) -> None:
    subprocess.run(command, check=False, capture_output=True, timeout=180)
