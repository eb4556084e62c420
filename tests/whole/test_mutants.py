"""Good dossiers broken in small ways: every mutant ends in diagnostics, whichever parser reads it.

The mutants stand in scripts/mutants.py; what is asked of them in scripts/mutation_campaign.py, which does the same by
the hundred thousand.
"""

from __future__ import annotations

import mutants
import mutation_campaign as campaign
import pytest
from cases import BASE, EXAMPLES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parts import examples

from brandcluster.base.diagnostics import Diagnostic, Location
from brandcluster.formats.yaml.document import read_document
from brandcluster.rules.checks.all_checks import find_problems

SEEDS = st.integers(0, 2**40)
calm = settings(
    derandomize=True, deadline=None, max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow]
)


@calm
@given(SEEDS)
def test_a_mutant_ends_in_diagnostics_at_their_places(seed: int) -> None:
    made = mutants.mutant(seed)
    found = find_problems(campaign.load_mutant(made))
    assert [*campaign.ill_placed(made, found), *campaign.ill_formed(found)] == []


@settings(calm, max_examples=examples(50))
@given(st.binary(max_size=400))
def test_any_bytes_end_in_diagnostics(content: bytes) -> None:
    for path in mutants.originals(BASE):
        made = mutants.Mutant(BASE, path, content)
        found = find_problems(campaign.load_mutant(made))
        assert [*campaign.ill_placed(made, found), *campaign.ill_formed(found)] == []


@settings(calm, max_examples=examples(300))
@given(SEEDS)
def test_schema_and_model_are_of_one_mind(seed: int) -> None:
    made = mutants.mutant(seed)
    document = read_document(made.path, made.content)
    if isinstance(document.data, dict) and not document.diagnostics:
        assert list(campaign.disagreement(made.path, document.data)) == []


@pytest.mark.parametrize("value", mutants.VALUES)
@pytest.mark.part(10)
def test_schema_and_model_are_of_one_mind_on_every_field(value: str) -> None:
    """Every value of every kind in every place of the base dossier."""
    for path, content in mutants.originals(BASE).items():
        data = read_document(path, content).data
        read = read_document("a.yaml", f"a: {value}\n".encode())
        if read.diagnostics or not isinstance(read.data, dict):
            continue
        complaints = [
            (keys, complaint)
            for keys in campaign.places(data)
            for complaint in campaign.disagreement(path, campaign.replaced(data, keys, read.data["a"]))
        ]
        assert complaints == []


@settings(calm, max_examples=examples(100))
@given(SEEDS)
def test_both_parsers_read_the_same(seed: int) -> None:
    made = mutants.mutant(seed, (BASE,))
    assert list(campaign.parsers_differ(made, read_document(made.path, made.content))) == []


@settings(calm, max_examples=examples(100))
@given(SEEDS)
def test_both_parsers_say_the_same(seed: int) -> None:
    made = mutants.mutant(seed, (BASE,), most=1)
    assert list(campaign.diagnoses_differ(made, read_document(made.path, made.content))) == []


def test_the_examination_can_fail() -> None:
    made = mutants.Mutant(BASE, "dossier.yaml", mutants.originals(BASE)["dossier.yaml"])
    outside = Diagnostic("M001", "error", "m", "h", Location("dossier.yaml", 99, 1, 99, 2))
    beyond = Diagnostic("M001", "error", "m", "h", Location("dossier.yaml", 1, 40, 1, 41))
    shapeless = Diagnostic("", "error", "m", "", Location("dossier.yaml"))
    assert len(list(campaign.ill_placed(made, [outside, beyond, shapeless]))) == 2
    assert len(list(campaign.ill_formed([outside, shapeless]))) == 1
    assert list(campaign.disagreement("dossier.yaml", {"格式": 1})) == []
    document = read_document(made.path, made.content)
    assert list(campaign.parsers_differ(made._replace(content=made.content + "传真: 无\n".encode()), document)) != []
    assert "Traceback" in "".join(campaign.examine(made._replace(content=None)).complaints)  # type: ignore[arg-type]


def test_a_seed_is_a_mutant_for_ever() -> None:
    assert mutants.mutant(7) == mutants.mutant(7)
    assert {made.root for made in map(mutants.mutant, range(60))} == {BASE, EXAMPLES / "qingshiling"}
