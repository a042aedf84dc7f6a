"""Tables of codes that machines made: read in any form, said to be a machine's."""

import csv

import pytest

from many_machines import write_many
from secondcoder.commands.doctor import examine
from secondcoder.records.coders import Machine
from secondcoder.study.account import account_of
from secondcoder.study.account_lines import file_lines
from secondcoder.study.assemble import load_material
from secondcoder.study.infer import infer_config
from secondcoder.study.load import load_config
from secondcoder.study.programs import is_program

FORMS = {
    "a column a code": ('marks = ["Soil", "Buses", "Grants", "Singing", "Harvest"]', "name"),
    "several code columns": ('codes = ["code 1", "code 2"]', "name"),
    "a column a machine": ('coders = ["A", "B"]', ""),
    "a column of machines": ('code = "code 1"\ncoder_column = "by"', ""),
    "positions": ('code = "code 1"\nstart = "from"\nend = "to"', "name"),
}


def entry(form):
    lines, named = FORMS[form]
    place = "" if "start" in lines else 'passage = "quote"\n'
    return (
        '\n[[coding]]\npath = "wide.csv"\nmachine = true\nversion = "3"\nsaw = "all"\n'
        f'document = "document"\n{place}{lines}\n' + ('name = "A"\n' if named else "")
    )


def write_wide(study):
    with (study / "eva.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = {path.stem: path.read_text(encoding="utf-8") for path in study.glob("talk*.txt")}
    names = ("Soil", "Buses", "Grants", "Singing", "Harvest")
    head = ["document", "quote", "from", "to", "by", "code 1", "code 2", "A", "B", *names]
    with (study / "wide.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(head)
        for row in rows:
            start = texts[row["document"]].find(row["quote"])
            code = row["subtheme"]
            end = start + len(row["quote"])
            marks = [str(int(name == code)) for name in names]
            place = [row["document"], row["quote"], start, end]
            out.writerow([*place, "A", code, "", code, code, *marks])


@pytest.mark.parametrize("form", FORMS)
def test_a_machine_codes_in_any_form_that_a_person_can(tmp_path, form):
    study = write_many(tmp_path / "study", machines=entry(form))
    write_wide(study)
    loaded = load_config(study)
    material = load_material(study, loaded.config)
    assert material.coding.coders == ("Ben", "Eva")
    names = ["A", "B"] if form == "a column a machine" else ["A"]
    assert [one.machine for one in material.machines] == [Machine(n, "3", "all") for n in names]
    own = {(one.code_id, one.document, one.start) for one in material.machines[0].coding.codings}
    eva = {(c.code_id, c.document, c.start) for c in material.coding.codings if c.coder == "Eva"}
    assert own == eva


def test_the_account_says_of_each_table_whose_it_is(tmp_path):
    study = write_many(tmp_path / "study")
    config = load_config(study).config
    lines = "\n".join(file_lines(account_of(load_material(study, config), config, ())))
    assert "model.csv: a machine’s codes" in lines
    assert "machine: Large model" in lines
    assert "rules.csv: a machine’s codes" in lines
    assert "ben.csv: coding" in lines
    assert "16 codings placed, 0 not" in lines
    said = []
    assert examine(study, said.append)
    text = "\n".join(said)
    assert "24 codings by a machine, Large model, version 2.1; it saw the codebook" in text
    assert "16 codings by a machine, Ben; study.toml does not say what it saw" in text
    assert "48 codings by 2 coders" in text


def test_init_enters_a_table_as_a_machines_only_where_the_name_says_so(tmp_path):
    study = write_many(tmp_path / "study")
    (study / "study.toml").unlink()
    for old, new in (("model", "coding_gpt-4"), ("eva", "coding_eva"), ("ben", "coding_claude")):
        (study / f"{old}.csv").rename(study / f"{new}.csv")
    (study / "rules.csv").unlink()
    found = infer_config(study)
    assert {source.path: source.machine for source in found.config.coding} == {
        "coding_claude.csv": False,
        "coding_eva.csv": False,
        "coding_gpt-4.csv": True,
    }
    assert any("codes of the machine 'gpt 4'" in note for note in found.notes)


def test_doctor_asks_about_a_person_who_is_called_as_a_program(tmp_path):
    study = write_many(tmp_path / "study", people=("Eva", "GPT-4o"))
    said = []
    examine(study, said.append)
    text = "\n".join(said)
    assert "'GPT-4o' counts as a person and seems to be a program" in text


@pytest.mark.parametrize(
    ("name", "program"),
    [
        *[(name, True) for name in ("gpt4", "ChatGPT", "GPT-4o", "llama 3", "our LLM", "machine")],
        *[(name, False) for name in ("Claude", "Gemma", "Eva", "Machiner", "Egpt", "Mistrali")],
    ],
)
def test_names_of_programs(name, program):
    assert is_program(name) == program
