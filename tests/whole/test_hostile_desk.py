"""A dossier whose every text would act, is very long, or turns the order of reading: on every page it stays words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

from desk_client import DeskClient, elements
from repositories import commit, repository

from brandcluster.cli.desk.routes import ROUTES
from brandcluster.session.desk.pilot_sections import pilot_sections, yearly_sections
from brandcluster.session.desk.sections import SECTIONS

HIT = "</textarea></title><script>hit()</script>'\"><img src=x onerror=hit()>{{ 7*7 }}"
TURNED = "\u202e反\u2066"
#: A plain line with a text: a label, and words that are neither a figure, a date nor a choice of few letters.
_LINE = re.compile(r"(\s*(?:- )?[^#:\s\[{'\"|>][^:\[{]*: )([一-鿿][^#\n\[{|>]*)$")
_KEPT = ("格式", "省份", "申报主体类型", "通知", "期间", "类型")


def spoil(root: Path) -> int:
    """Put words that act behind every text of a dossier; how many there were."""
    number = 0
    for file in sorted(root.rglob("*.yaml")):
        text = file.read_text(encoding="utf-8").split("\n")
        for at, found in enumerate(map(_LINE.match, text)):
            if found and found.group(1).strip(" -:") not in _KEPT:
                number += 1
                worse = HIT + (TURNED if number % 5 == 0 else "") + ("长" * 3_000 if number % 20 == 0 else "")
                text[at] = found.group(1) + json.dumps(found.group(2) + worse, ensure_ascii=False)
        file.write_text("\n".join(text), encoding="utf-8")
    (root / "evidence" / "<script>hit()<!--.txt").write_text("x", encoding="utf-8")
    return number


def stays_words(page: str) -> None:
    """No element that the templates do not make, no handler, nothing that turns the order of reading."""
    found = elements(page)
    assert not [tag for tag, each in found if tag == "img" or (tag == "script" and "src" not in each)]
    assert not [each for _, each in found if any(name.startswith("on") or name == "style" for name in each)]
    assert "\u202e" not in page and "\u2066" not in page and "<script>hit" not in page


def paths_of(desk: DeskClient) -> list[str]:
    """Every page that is reached without a form."""
    dossier = desk.desk.session.dossier()
    assert dossier is not None
    plain = [row.path for row in ROUTES if row.method == "GET" and "{" not in row.path and row.path != "/enter"]
    slugs = [each.slug for each in (*SECTIONS, *pilot_sections(dossier), *yearly_sections(dossier))]
    forms = [f"{path}/{name}" for path in ("/paper", "/printed") for name in ("application", "recommendation", "cover")]
    return [
        *plain,
        *forms,
        *(f"/form/{slug}" for slug in slugs),
        "/form/" + quote(HIT, safe=""),
        "/jobs/9",
        "/out/" + quote(HIT),
    ]


def test_on_every_page_it_stays_words(desk: DeskClient) -> None:
    repository(desk.root)
    commit(desk.root, "begin")
    assert spoil(desk.root) > 40
    shown = 0
    for path in paths_of(desk):
        answer = desk.get(path, accept="text/html")
        assert answer.status_code in (200, 303, 400, 404), path
        if answer.headers.get("content-type", "").startswith("text/html"):
            stays_words(answer.text)
            shown += "hit()" in answer.text
        else:
            assert answer.headers["x-content-type-options"] == "nosniff"
    assert shown > 10


def test_what_somebody_sends_stays_words(desk: DeskClient) -> None:
    """A handover and its conflicts, and what a refusal repeats."""
    header = desk.root / "dossier.yaml"
    before = header.read_text(encoding="utf-8")
    mine, theirs = (
        re.sub(r"(?m)^联系人:.*$", f"联系人: {json.dumps(who + HIT, ensure_ascii=False)}", before) for who in "王赵"
    )
    header.write_text(mine, encoding="utf-8")
    files = [{"path": "dossier.yaml", "before": before, "after": theirs}]
    made = {"schema": "brandcluster.handover/1", "region": "", "by": HIT[:30], "why": HIT[:100], "against": HIT[:20]}
    sent = json.dumps({**made, "files": files, "documents": []}).encode()
    for answer in (
        desk.fill("/receiving", files=[("file", ("x.json", sent))]),
        desk.fill("/receiving", {"write": "yes"}),
        desk.get("/conflicts"),
        desk.fill("/receiving", files=[("file", (f"{HIT}.json", b"{}"))]),
        desk.fill("/judging", {"clause": HIT, "by": HIT[:30], "unit": HIT[:30], "day": HIT[:15]}),
        desk.fill("/making/make", {"what": HIT}),
    ):
        assert answer.status_code in (200, 400, 409)
        stays_words(answer.text)
