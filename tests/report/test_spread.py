"""Codes by document, by group and with each other, beside what a recount of the coding gives."""

from collections import Counter

import pytest

from made import BagEncoder, write_study
from secondcoder.passages.source_kinds import DOCUMENT, FOLDER, FORM, STATED, kinds_of_source
from secondcoder.procedures.second_coder.page.spread_section import spread_views
from secondcoder.procedures.second_coder.steps.stages import run_stages
from secondcoder.procedures.second_coder.tables.build import build_tables
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.comparison import COMPARISON, SEEN
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.spread import (
    CODE_DOCUMENTS,
    CODE_GROUPS,
    CODE_PAIRS,
)
from secondcoder.records.text import Block, Document, Passage
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spread") / "study"
    write_study(folder)
    loaded = load_config(folder)
    material = load_material(loaded.folder, loaded.config)
    return build_tables(material, run_stages(material, loaded.config, BagEncoder()))


def given(tables):
    """Return code and passage of whatever a person gave, from the comparison alone."""
    return {(row.code_id, row.passage_id) for row in tables[COMPARISON] if row.human}


def test_counts_by_document_add_up_to_those_of_the_codebook(tables):
    document = {row.passage_id: row.document for row in tables[PASSAGES]}
    recount = Counter((code, document[passage]) for code, passage in given(tables))
    shown = {(row.code_id, row.document): row.people for row in tables[CODE_DOCUMENTS]}
    assert {pair: number for pair, number in shown.items() if number} == dict(recount)
    for code in tables[CODES]:
        own = [row for row in tables[CODE_DOCUMENTS] if row.code_id == code.code_id]
        assert sum(row.people for row in own) == code.passages_human
        assert sum(row.machine for row in own) == code.passages_machine


def test_a_pair_is_counted_where_one_person_gave_both(tables):
    by_person = {
        (row.coder, row.passage_id, row.code_id) for row in tables[COMPARISON] if row.human
    }
    level = {code.code_id: code.level for code in tables[CODES]}
    for row in tables[CODE_PAIRS]:
        both = {
            passage
            for coder, passage, code in by_person
            if code == row.code_id and (coder, passage, row.other_id) in by_person
        }
        assert row.people == len(both)
        assert level[row.code_id] == level[row.other_id] == row.level
    pairs = [frozenset((row.code_id, row.other_id)) for row in tables[CODE_PAIRS]]
    assert len(set(pairs)) == len(pairs)


def test_shares_of_a_group_are_of_what_people_saw(tables):
    seen = {row.passage_id for row in tables[SEEN]}
    for row in tables[CODE_GROUPS]:
        assert 0 <= row.people <= row.seen <= row.passages
        assert row.seen <= len(seen)
        assert row.people_share is None or row.people_share == round(row.people / row.seen, 4)


def test_documents_that_lack_a_code_are_those_without_a_passage_of_it(tables):
    shown = spread_views(tables, {})["spread_grid"]
    seen = {row.passage_id for row in tables[SEEN]}
    documents = {row.document for row in tables[PASSAGES] if row.passage_id in seen}
    names = {code.code: code.code_id for code in tables[CODES]}
    document = {row.passage_id: row.document for row in tables[PASSAGES]}
    assert shown.rows
    for code, *_, lacking in shown.rows:
        having = {document[one] for own, one in given(tables) if own == names[code]}
        expected = documents - having
        assert set(lacking.split(", ")) == (expected or {"none"})


def _source(name, folder, unit="paragraph", kind=""):
    place = f"{folder}/{name}.txt" if folder else f"{name}.txt"
    document = Document(
        name=name, text="a", blocks=(Block(start=0, end=1),), source=place, unit=unit
    )
    passage = Passage(
        id=f"p{name}",
        document=name,
        case="",
        speaker="",
        heading="",
        question="",
        time="",
        position=1,
        start=0,
        end=1,
        text="a",
        attributes=(("kind", kind),) if kind else (),
    )
    return document, passage


@pytest.mark.parametrize(
    ("sources", "basis", "values"),
    [
        ([("a", "groups"), ("b", "groups"), ("c", "talks"), ("d", "talks")], FOLDER, "ggtt"),
        ([("a", "anna"), ("b", "ben"), ("c", "cleo")], FORM, "ddd"),
        ([("a", ""), ("b", "talks"), ("c", "talks"), ("d", "talks")], FORM, "dddd"),
        ([("a", "talks"), ("b", "talks")], FORM, "dd"),
    ],
)
def test_folders_stand_for_kinds_only_where_they_differ_as_kinds_do(sources, basis, values):
    pairs = [_source(*one) for one in sources]
    found = kinds_of_source([one for one, _ in pairs], [one for _, one in pairs])
    names = {"g": "groups", "t": "talks", "d": DOCUMENT}
    assert found.basis == basis
    assert list(found.of.values()) == [names[letter] for letter in values]
    assert found.silent == tuple(name for name, _ in sources)


def test_what_the_study_states_stands_over_the_folder():
    sources = [("a", "x"), ("b", "x"), ("c", "y"), ("d", "y")]
    pairs = [_source(name, folder, kind="interview") for name, folder in sources]
    found = kinds_of_source([one for one, _ in pairs], [one for _, one in pairs])
    assert (found.basis, found.several, found.silent) == (STATED, False, ())
