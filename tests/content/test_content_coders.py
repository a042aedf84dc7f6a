"""Whose coding is counted: any person's, any machine's, whatever they are called."""

import csv
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from many_machines import write_many
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.content.run import run_content
from secondcoder.procedures.content.steps.analysis import Wanted
from secondcoder.procedures.content.steps.counted import choose_coder
from secondcoder.procedures.content.tables.counts import COUNTS
from secondcoder.records.coders import BUNDLED, Machine, Person
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config


def material_of(folder):
    return load_material(folder, load_config(folder).config)


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "coder"),
    [
        ("Eva", Person("Eva")),
        ("large MODEL", "Large model"),
        ("the machine Large model", "Large model"),
        ("Ben", Person("Ben")),
        ("the machine ben", "Ben"),
        ("machine", BUNDLED),
        ("the machine", BUNDLED),
    ],
)
def test_every_coder_can_be_named(tmp_path, name, coder):
    chosen, notices = choose_coder(material_of(write_many(tmp_path)), name)
    assert chosen == coder or (isinstance(chosen, Machine) and chosen.label == coder)
    assert notices == ()


def test_who_is_not_there_is_refused_with_all_who_are(tmp_path):
    with pytest.raises(SecondcoderError) as caught:
        choose_coder(material_of(write_many(tmp_path)), "Zoë")
    assert caught.value.hint == ("The coders are: Ben, Eva, machine, the machine Ben, Large model.")


def test_a_machine_that_may_not_suggest_is_no_coder(tmp_path):
    study = write_many(tmp_path, bundled=False)
    with pytest.raises(SecondcoderError, match="no coder of that name"):
        choose_coder(material_of(study), "machine", bundled=False)


@pytest.mark.usefixtures("fake_model")
@pytest.mark.parametrize("bundled", [True, False])
def test_the_codes_of_another_machine_are_counted_and_named(tmp_path, bundled):
    study = write_many(tmp_path / "study", bundled=bundled)
    found = run_content(study, wanted=Wanted((), "Large model", "words"))
    given = [row["theme"] for row in rows_of(study / "model.csv")]
    counted = {row.theme: row.codes for row in found.tables[COUNTS] if row.level == 1}
    assert counted == {theme: given.count(theme) for theme in counted}
    assert sum(counted.values()) == len(given)
    assert found.record["counted"] == (
        "The codes of the machine Large model, read from a table; no person applied them."
    )
    assert "the machine Large model" in (found.folder / "methods.md").read_text("utf-8")


@pytest.mark.usefixtures("fake_model")
def test_a_person_who_is_called_as_the_machine_is_is_counted_as_themselves(tmp_path):
    study = write_many(tmp_path / "study", people=("machine", "Ben"))
    found = run_content(study, wanted=Wanted((), "machine", "words"))
    assert found.record["counted"] == "The coding of machine."
    same = run_content(write_many(tmp_path / "same"), wanted=Wanted((), "Eva", "words"))
    assert found.tables[COUNTS] == same.tables[COUNTS]
