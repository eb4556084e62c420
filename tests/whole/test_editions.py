"""Every command under every edition and supplement: it works, or says in a sentence what to do. Never a bug."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from cases import EXAMPLES, ROOT

from brandcluster.cli.start import start
from brandcluster.dossier.overlay import OVERLAYS, shipped_overlay
from brandcluster.notice.edition import SHOWN_EDITION, about_edition, all_editions, default_edition
from brandcluster.papers.forms.render import blanks_home

BUG = 3
OWN = """代号: own
名称: 本省补充规定
省份: 河北省
基于: {edition}
生效: {since}
参数:
  - {{参数: unit-slip, 值: 500, 来源: 本省规定}}
条件:
  - {{代号: core-technology, 条件: 拥有自主知识产权的核心技术, 类型: 证明文件, 来源: 本省规定}}
纸质份数: 4
步骤:
  - {{事项: 市级初审, 单位: 市工业和信息化局, 期限: {since}, 来源: 本省规定}}
  - {{事项: 报送年度总结, 每年: 11-30, 来源: 本省规定}}
"""
#: Edition, and the supplement beside it: none, one that comes with the program, the region's own.
COMBINATIONS = [
    *((edition, None) for edition in all_editions()),
    *((str(shipped_overlay(name).base), name) for name in OVERLAYS),
    *((edition, "own.yaml") for edition in all_editions()),
]
LEARNED = ("forms", "learn", "空白表.docx", "-o", "own-form.yaml", "--overwrite")
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("validate", "区域"),
    ("validate", "区域", "--format", "checklist"),
    ("eligibility", "区域"),
    ("thresholds", "区域", "--date", "{day}"),
    ("thresholds", "区域", "--date", "{day}", "--format", "json"),
    ("status", "区域", "--date", "{day}"),
    ("status", "区域", "--date", "2013-01-01"),
    ("indicators", "区域"),
    ("review", "区域", "--date", "{day}", "--opinions", "初审", "--inspections", "检查", "--overwrite"),
    ("report", "区域", "-o", "页.html", "--date", "{day}", "--overwrite"),
    ("evaluate", "区域", "--year", "{year}"),
    ("fmt", "区域", "--check"),
    ("diff", "区域", "区域"),
    ("migrate", "区域", "--check"),
    ("collect", "form", "区域", "--year", "{year}", "-o", "表样.xlsx", "--overwrite"),
    ("sheet", "form", "区域", "--year", "{year}", "-o", "数据表.xlsx", "--overwrite"),
    ("sheet", "add", "数据表.xlsx", "--to", "区域"),
    ("render", "区域", "-o", "out", "--overwrite"),
    ("render", "区域", "-o", "out", "--overwrite", "--draft"),
    ("render", "区域", "-o", "out", "--overwrite", "--package"),
    ("render", "区域", "-o", "out", "--overwrite", "--form", "application"),
    ("render", "区域", "-o", "out", "--overwrite", "--form", "recommendation"),
    LEARNED,
    ("render", "区域", "-o", "own", "--overwrite", "--draft", "--form", "own-form.yaml"),
    ("render", "区域", "-o", "own", "--overwrite", "--package", "--form", "own-form.yaml"),
    ("render", "区域", "-o", "out", "--overwrite", "--report", "zone-application", "--draft"),
    ("import", "空白表.docx", "区域"),
    ("seal", "区域", "--by", "甲某", "--date", "2026-01-01"),
    ("seal", "区域", "--by", "甲某", "--date", "2026-01-02", "--reason", "用省里的表", "--form", "own-form.yaml"),
    ("seal", "空白表.docx", "区域", "--verify"),
    ("seal", "区域", "--list"),
    ("explain", "--edition", "{edition}"),
    ("explain", "zone-7a", "--edition", "{edition}"),
)
_YEAR = re.compile(r"(?<!\d)20[01]\d(?!\d)")


def later(target: Path, example: str, years: int) -> Path:
    """A copy of an example with every year later: an application made under a later edition."""

    def moved(text: str) -> str:
        return _YEAR.sub(lambda found: str(int(found.group()) + years), text)

    for source in sorted((EXAMPLES / example).rglob("*")):
        name = source.relative_to(EXAMPLES / example)
        if not source.is_file() or name.parts[0] in ("sealed", "out"):
            continue
        copy = target / moved(name.as_posix())
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix == ".yaml":
            copy.write_text(moved(source.read_text(encoding="utf-8")), encoding="utf-8", newline="")
        else:
            shutil.copyfile(source, copy)
    return target


def region(target: Path, edition: str, overlay: str | None) -> int:
    """lanting under an edition, with or without a supplement; gives the number of years that it was moved by."""
    since = about_edition(edition).since
    if overlay in OVERLAYS:
        since = shipped_overlay(str(overlay)).since or since
    years = since.year - 2014
    later(target, "lanting", years)
    header = target / "dossier.yaml"
    text = re.sub(r"(?m)^规则版本:.*$", f"规则版本: {edition}", header.read_text(encoding="utf-8"))
    text = re.sub(r"(?m)^省级补充规则:.*\n", "", text)
    if overlay is not None:
        text += f"省级补充规则: {overlay}\n"
    if overlay == "own.yaml":
        (target / overlay).write_text(OWN.format(edition=edition, since=since.isoformat()), encoding="utf-8")
    header.write_text(text, encoding="utf-8")
    return years


@pytest.mark.parametrize(("edition", "overlay"), COMBINATIONS)
@pytest.mark.long
def test_every_command_works_or_says_what_to_do(
    edition: str,
    overlay: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "")  # PDFs are LibreOffice's work, and would take longer than all the rest
    years = region(tmp_path / "区域", edition, overlay)
    shutil.copyfile(blanks_home(edition) / "application.docx", "空白表.docx")
    fill, lacking = about_edition(edition).forms.fill, not about_edition(edition).forms.has("recommendation")
    for command in COMMANDS:
        given = [word.format(day=f"{2016 + years}-07-20", year=2015 + years, edition=edition) for word in command]
        code = start(given)
        out, err = capfd.readouterr()
        assert code in (0, 1, 2), (given, code, err)
        assert "Traceback" not in err, given
        if lacking and command[0] in ("validate", "status", "seal", "render", "eligibility"):
            told = "\n".join(line for line in (out + err).splitlines() if "没有推荐表" not in line)
            assert "生成申报书" not in told, (given, told)
        if command[0] in ("render", "seal") and not {"--report", "own-form.yaml", "--verify", "--list"} & {*command}:
            expected = 2 if not fill else code
            assert code == expected, (given, out, err)
            assert fill or "--form" in err, (given, err)
    assert start(["render", "区域", "-o", "又", "--draft"]) == (0 if fill else 2)


def test_the_forms_that_an_edition_names_are_there() -> None:
    for edition in all_editions():
        forms = about_edition(edition).forms
        for each in forms.forms:
            assert (blanks_home(edition) / f"{each.name}.yaml").is_file()
            assert (blanks_home(edition) / f"{each.name}.docx").is_file()
        assert forms.fill or not forms.forms
        assert (forms.source == edition) == (not forms.note)


def test_no_edition_is_named_outside_the_notices_own_data() -> None:
    home = ROOT / "src" / "brandcluster"
    for path in home.rglob("*"):
        if path.is_file() and path.suffix in (".py", ".yaml", ".md", ".html", ".js") and "notice" not in path.parts:
            assert "miit-" not in path.read_text(encoding="utf-8"), path
    assert default_edition() == SHOWN_EDITION and default_edition() in all_editions()
