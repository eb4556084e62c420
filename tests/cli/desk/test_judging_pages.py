"""Conditions, and what a person decides."""

from __future__ import annotations

from desk_client import DeskClient, text_of

from brandcluster.formats.yaml.document import read_document

FORM = {
    "clause": "eligible-policy",
    "conclusion": "符合",
    "role": "自评",
    "by": "张三",
    "unit": "管委会",
    "day": "2014-04-18",
}


def test_conditions_are_listed_with_their_words(desk: DeskClient) -> None:
    page = desk.get("/conditions").text
    assert "近三年无重特大事故" in page and page.count('class="v ') > 5 and "brandcluster" not in text_of(page)


def test_a_decision_is_written_with_the_hash_of_its_document(desk: DeskClient) -> None:
    (desk.root / "evidence/意见.pdf").write_bytes(b"%PDF")
    assert desk.fill("/judging", FORM).status_code == 400
    answer = desk.fill("/judging", {**FORM, "document:evidence/意见.pdf": "yes"})
    assert answer.status_code == 303
    path = desk.root / "judgements.yaml"
    (entry,) = read_document(path.name, path.read_bytes()).data["判断"]
    assert entry["判断人"] == "张三" and len(entry["依据"][0]["摘要"]) == 64
    assert "张三" in desk.get("/judging").text


def test_what_is_not_offered_is_not_written(desk: DeskClient) -> None:
    (desk.root / "evidence/意见.pdf").write_bytes(b"%PDF")
    good = {**FORM, "document:evidence/意见.pdf": "yes"}
    for wrong in ({"clause": "zone-9"}, {"conclusion": "也许"}, {"role": "神"}, {"day": "昨天"}, {"by": " "}):
        assert desk.fill("/judging", {**good, **wrong}).status_code == 400
    assert desk.fill("/judging", {**FORM, "document:../dossier.yaml": "yes"}).status_code == 400
    assert not (desk.root / "judgements.yaml").exists()
