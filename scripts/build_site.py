"""Build the site of the documentation out of README.zh-CN.md, docs/ and schemas/, strictly: a dead link stops it.

    python scripts/build_site.py OUT

Needs Zensical, the successor that mkdocs-material names for its own end of life. OUT is made anew.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from brandcluster.base.site import SITE

ROOT = Path(__file__).resolve().parent.parent
#: Files outside of docs/ by the name of their page.
BESIDE = {"index.md": "README.zh-CN.md", "english.md": "README.md"} | {
    name: name for name in ("SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md")
}
#: The guides, in the order in which they are needed; what is in no section follows in the last one.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("开始", ("index.md", "windows.md", "dossier.md", "editor.md", "together.md")),
    ("填报", ("returns.md", "request.md", "sheet.md", "indicators.md", "fmt.md")),
    ("出材料", ("word.md", "seal.md", "diff.md", "merge.md", "formats.md", "ci.md")),
    ("试点和审查", ("pilot.md", "reports.md", "review.md", "notice.md")),
)
#: Folders that are sections, with the title of each.
FOLDERS = (("commands", "命令"), ("rules", "检查规则"))


def pages() -> dict[str, str]:
    """Every page by its name, as Markdown whose links hold inside of the site."""
    found = {path.relative_to(ROOT / "docs").as_posix(): path for path in sorted((ROOT / "docs").rglob("*.md"))}
    texts = {name: path.read_text(encoding="utf-8") for name, path in found.items()}
    for name, source in BESIDE.items():
        texts[name] = (ROOT / source).read_text(encoding="utf-8")
    homes = {source: name for name, source in BESIDE.items()}
    return {name: _linked(text, homes) for name, text in texts.items()}


def _linked(text: str, homes: dict[str, str]) -> str:
    """Links as they hold where all pages stand together; a folder without a page of its own is only named."""

    def moved(match: re.Match[str]) -> str:
        words, target = match.groups()
        target = target.removeprefix("docs/")
        name = target.removeprefix("../")
        target = homes.get(name, target)
        return words if target.endswith("/") else f"[{words}]({target})"

    return re.sub(r"\[([^\]]+)\]\((?!https?:|#)([^)\s]+)\)", moved, text)


def navigation(names: list[str]) -> str:
    """The setting `nav`: sections of guides, then commands and rules, then what is for developers."""
    left = dict.fromkeys(names)

    def listed(section: Iterator[str]) -> str:
        taken = [name for name in section if name in left]
        for name in taken:
            del left[name]
        return ", ".join(f'"{name}"' for name in taken)

    lines = [f'  {{ "{title}" = [{listed(iter(section))}] }},' for title, section in SECTIONS]
    for folder, title in FOLDERS:
        inside = sorted(
            (name for name in names if name.startswith(f"{folder}/")), key=lambda each: "README" not in each
        )
        lines.append(f'  {{ "{title}" = [{listed(iter(inside))}] }},')
    lines.append(f'  {{ "维护和开发" = [{listed(iter(sorted(left)))}] }},')
    return "\n".join(["nav = [", *lines, "]", ""])


def stage(folder: Path) -> None:
    """Write what the generator reads."""
    for name, text in pages().items():
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / name).write_text(text, encoding="utf-8", newline="\n")
    shutil.copytree(ROOT / "schemas", folder / "docs" / "schemas")
    settings = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    own = (f'site_url = "{SITE}/"\n' if SITE else "") + navigation(sorted(pages()))
    settings = settings.replace("[project]\n", f"[project]\n{own}", 1)
    (folder / "zensical.toml").write_text(settings, encoding="utf-8", newline="\n")


def build(out: Path) -> int:
    """Build the site into a folder; the generator's exit code."""
    with tempfile.TemporaryDirectory() as scratch:
        stage(Path(scratch))
        command = [sys.executable, "-m", "zensical", "build", "--strict"]
        code = subprocess.run(command, cwd=scratch, check=False).returncode
        if code == 0:
            shutil.rmtree(out, ignore_errors=True)
            shutil.copytree(Path(scratch) / "site", out)
    return code


def main() -> int:
    """Read the arguments and build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    return build(parser.parse_args().out)


if __name__ == "__main__":
    raise SystemExit(main())
