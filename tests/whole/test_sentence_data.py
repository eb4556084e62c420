"""The sentences, honest answers and deletions are well formed: halves, places, quotes and passages that exist."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cases import EXAMPLES, HERE
from ruamel.yaml import YAML

DATA = HERE / "cases"
FIELDS = {"dossier", "file", "path", "text", "right"}
LOTS = ["work", "final", "second", "fourth"]
#: Another mixture: every kind as often, and more of the right ones held against the data.
THIRD = "third"


@cache
def load(path: Path) -> Any:
    with path.open(encoding="utf-8") as stream:
        return YAML(typ="safe").load(stream)


def sentences(name: str) -> list[dict[str, Any]]:
    return list(load(DATA / "sentences" / f"{name}.yaml")["sentences"])


def value_at(dossier: str, file: str, path: list[str | int]) -> Any:
    """The value at keys and list indexes of an example's file; an absent one fails with its key."""
    value = load(EXAMPLES / dossier / file)
    for step in path:
        value = value[step]
    return value


@pytest.mark.parametrize("name", LOTS)
def test_half_of_the_sentences_are_wrong_and_a_third_of_the_right_cannot_be_held(name: str) -> None:
    right = [entry for entry in sentences(name) if entry["right"]]
    wrong = [entry for entry in sentences(name) if not entry["right"]]
    assert (len(right), len(wrong)) == (75, 75)
    assert Counter(entry["about"] for entry in right) == {"data": 50, "elsewhere": 25}


@pytest.mark.parametrize("name", [*LOTS, THIRD])
def test_every_sentence_has_its_place_and_every_slip_its_quote(name: str) -> None:
    kinds = load(DATA / "sentences" / f"{name}.yaml")["kinds"]
    for entry in sentences(name):
        assert isinstance(value_at(entry["dossier"], entry["file"], entry["path"]), str), entry
        if entry["right"]:
            assert set(entry) == FIELDS | {"about"}, entry
            continue
        assert set(entry) == FIELDS | {"kind", "slip"}, entry
        assert entry["kind"] in kinds, entry
        assert entry["slip"], entry
        for slip in entry["slip"]:
            assert entry["text"].count(slip["quote"]) == 1, entry
            assert slip["should"] != slip["quote"], entry


def test_all_lots_have_the_same_mixture_and_no_sentence_in_common() -> None:
    mixtures = [Counter(entry.get("kind") for entry in sentences(name)) for name in LOTS]
    assert all(mixture == mixtures[0] for mixture in mixtures)
    texts = [entry["text"] for name in (*LOTS, THIRD) for entry in sentences(name)]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("name", ["honest", "second_honest", "third_honest"])
def test_every_prompt_has_ten_different_answers_at_a_place_of_the_form(name: str) -> None:
    data = load(DATA / "answers" / f"{name}.yaml")
    for prompt in data["prompts"]:
        assert isinstance(value_at("qingshiling", prompt["file"], prompt["path"]), str), prompt["path"]
        assert len(prompt["answers"]) == 10, prompt["path"]
        assert all(answer.strip() for answer in prompt["answers"]), prompt["path"]
        plain = [answer for answer in prompt["answers"] if answer.strip("。\n") != "无"]
        assert len(set(plain)) == len(plain), prompt["path"]
        assert len(plain) == 10 or prompt["path"] in data["none_allowed"], prompt["path"]
    assert len(data["projects"]) == 10
    for project in data["projects"]:
        assert set(project) == {"工作内容", "工作步骤", "工作措施", "时间节点"}


@pytest.mark.parametrize("name", ["second_honest", "third_honest"])
def test_later_answers_are_to_prompts_of_the_first_and_none_is_copied(name: str) -> None:
    first, second = (load(DATA / "answers" / f"{each}.yaml") for each in ("honest", name))
    prompts = [(prompt["file"], prompt["path"], prompt["prompt"]) for prompt in first["prompts"]]
    known = {answer.strip() for prompt in first["prompts"] for answer in prompt["answers"]}
    assert second["none_allowed"] == first["none_allowed"]
    for prompt in second["prompts"]:
        assert (prompt["file"], prompt["path"], prompt["prompt"]) in prompts
        copied = [answer for answer in prompt["answers"] if answer.strip() in known]
        assert all(answer.strip("。\n") == "无" for answer in copied), prompt["path"]


def test_every_passage_to_delete_stands_once_in_its_text_and_every_key_exists() -> None:
    for entry in load(DATA / "answers" / "deletions.yaml")["parts"]:
        text = value_at(entry["dossier"], entry["file"], entry["path"])
        assert entry["delete"] or entry["keys"], entry
        for passage in entry["delete"]:
            assert text.count(passage) == 1, entry
            text = text.replace(passage, "")
        for key in entry["keys"]:
            value_at(entry["dossier"], entry["file"], key)
