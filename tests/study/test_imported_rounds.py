"""Imported coding says its round: pilots count in no coefficient, older definitions are listed."""

from dataclasses import replace

import pytest

from secondcoder.agreement.study.reconcile import reconcile
from secondcoder.agreement.study.trials import without_trials
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.second_coder.tables.imported_rounds import imported_earlier_rows
from secondcoder.records.results import Suggestions
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config

SAID = [f"Answer number {n} is about the garden and the gate." for n in range(8)]
CONFIG = """[[documents]]
path = "answers.csv"
id = "id"
text = "text"
[codebook]
path = "codebook.csv"
code = "code"
definition = "definition"
[rounds.Pilot]
purpose = "pilot"
[rounds.Pilot.codebook]
path = "codebook-1.csv"
"""
TABLE = """[[coding]]
path = "{name}.csv"
coder_column = "coder"
passage = "id"
code = "code"
seen = "listed"
"""


def write(folder, *, config, **tables):
    (folder / "answers.csv").write_text(
        "id,text\n" + "".join(f"a{n},{text}\n" for n, text in enumerate(SAID))
    )
    (folder / "codebook.csv").write_text("code,definition\nCare,Looking after.\nTime,Of day.\n")
    (folder / "codebook-1.csv").write_text("code,definition\nCare,All help.\nTime,of day\n")
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n")
    (folder / "study.toml").write_text(CONFIG + config)
    return load_material(folder, load_config(folder).config)


def rows(given, **more):
    """In rows 0 to 3 the two differ, in 4 to 7 they agree."""
    beside = [f",{value}" for value in more.values()]
    for number in given:
        for coder in ("Ana", "Ben"):
            code = "Care" if coder == "Ana" or number > 3 else "Time"
            yield f"{coder},a{number},{code}{''.join(beside)}"


def by_table(folder):
    return write(
        folder,
        config=TABLE.format(name="pilot") + 'round = "Pilot"\n' + TABLE.format(name="main"),
        pilot=["coder,id,code", *rows(range(4))],
        main=["coder,id,code", *rows(range(3, 8))],
    )


def by_column(folder):
    return write(
        folder,
        config=TABLE.format(name="both") + 'round_column = "wave"\n',
        both=[
            "coder,id,code,wave",
            *rows(range(4), wave="Pilot"),
            *rows(range(4, 8), wave="Main"),
        ],
    )


@pytest.mark.parametrize("made", [by_table, by_column])
def test_passages_of_a_pilot_count_in_no_coefficient(tmp_path, made):
    found = made(tmp_path)
    places = [n for n, one in enumerate(found.passages) if one.id in found.coding.on_trial]
    assert places == [0, 1, 2, 3]
    assert len(found.coding.codings) in {16, 18}  # all of it is there still
    nothing = Suggestions(ranked=(), abstentions=(), basis="codebook", threshold=0.1)
    done = reconcile(found.passages, found.codebook, found.coding, nothing, overlap=0.5)
    assert {
        row.both + row.first_only + row.second_only + row.neither for row in done.among_humans
    } == {4}
    care = without_trials(found.coding, found.passages)
    assert {len(seen) for seen in care.seen.values()} == {4}
    assert [n.kind for n in found.notices if "[rounds]" in n.where] == ["pilot"]
    assert "4 passages" in next(n.message for n in found.notices if n.kind == "pilot")


def test_what_was_passed_over_in_a_pilot_belongs_to_it(tmp_path):
    """One interview was coded in the pilot alone, one in both rounds, one in the main round."""
    lines = [f"Ana: {one}" for one in SAID[:3]]
    for name in ("one", "two", "three"):
        (tmp_path / f"{name}.txt").write_text("\n".join(lines).replace("garden", f"{name} garden"))
    given = [("one", 0, "Pilot"), ("two", 0, "Pilot"), ("two", 1, "Main"), ("three", 0, "Main")]
    quoted = [
        f'{name},"{SAID[n].replace("garden", f"{name} garden")}",Care,{wave}'
        for name, n, wave in given
    ]
    (tmp_path / "both.csv").write_text("\n".join(["document,quote,code,wave", *quoted]) + "\n")
    (tmp_path / "codebook.csv").write_text("code,definition\nCare,Looking after.\n")
    (tmp_path / "study.toml").write_text(
        '[[documents]]\npath = "*.txt"\n[codebook]\npath = "codebook.csv"\n'
        '[[coding]]\npath = "both.csv"\ncoder = "Ana"\ndocument = "document"\n'
        'passage = "quote"\ncode = "code"\nround_column = "wave"\n[rounds.Pilot]\n'
        'purpose = "pilot"\n'
    )
    found = load_material(tmp_path, load_config(tmp_path).config)
    on = [one.document for one in found.passages if one.id in found.coding.on_trial]
    assert on == ["one", "one", "one", "two"]
    counted = without_trials(found.coding, found.passages)
    assert len(counted.seen["Ana"]) == 5


def test_coding_under_an_older_definition_is_listed_and_a_mended_slip_is_not(tmp_path):
    found = by_column(tmp_path)
    labels = {code.id: code.label for code in found.codebook.codes}
    listed = list(imported_earlier_rows(found, labels, overlap=0.5))
    assert {(row.code, row.round, row.coder) for row in listed} == {("Care", "Pilot", "Ana")}
    assert len(listed) == 4
    assert "codebook-1.csv" in dict(found.inputs)


def test_a_round_that_no_coding_names_is_refused(tmp_path):
    with pytest.raises(SecondcoderError, match=r"no coding is from the round 'Pilot'.*pilott"):
        write(
            tmp_path,
            config=TABLE.format(name="both") + 'round = "pilott"\n',
            both=["coder,id,code", *rows(range(8))],
        )


def test_without_rounds_nothing_is_left_out(tmp_path):
    found = by_column(tmp_path)
    whole = replace(found.coding, on_trial=frozenset())
    assert without_trials(whole, found.passages) is whole
