import csv
import dataclasses
import io
import itertools

import fake_run
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from secondcoder.procedures.second_coder.tables.columns import TABLES
from secondcoder.publish.frames import frame, read_tables, tables_to_csv, to_csv

from secondcoder.errors import SecondcoderError
from secondcoder.procedures.second_coder.tables.build import build_tables
from secondcoder.procedures.second_coder.tables.evidence import evidence_sentence, shorten
from secondcoder.records.results import Evidence

PROMISED = {
    "passages": "passage_id document case speaker heading position start end theme_id "
    "subtheme_id text",
    "themes": "theme_id level parent_id label key_phrases passages documents speakers cohesion "
    "stability relation exemplars",
    "matches": "theme_id code_id code similarity overlap_kappa relation assigned",
    "suggestions": "passage_id rank code_id code confidence basis evidence",
    "comparison": "passage_id code_id code human machine status",
    "agreement": "code_id code both human_only machine_only neither percent kappa alpha "
    "positive_agreement",
}


@pytest.fixture(scope="module")
def tables():
    return build_tables(fake_run.material(), **fake_run.whole())


def test_leading_columns_are_as_promised(tables):
    assert set(tables) == set(TABLES)
    for name, columns in PROMISED.items():
        wanted = columns.split()
        assert list(tables[name].columns[: len(wanted)]) == wanted


def test_passages_keep_attributes_under_their_names_and_text_verbatim(tables):
    passages = tables["passages"]
    assert list(passages["id"][:2]) == ["Q0", "Q1"]
    assert passages["document"][0] == "Group 1"
    assert passages["document_source"][0] == "a.csv"
    assert list(passages["text"][:10]) == list(fake_run.HOSTILE)


def test_attribute_names_never_collide():
    study = fake_run.material()
    first = dataclasses.replace(
        study.passages[0],
        attributes=(("text", "a"), ("text_source", "b"), ("map_x", "c"), ("start", "d")),
    )
    study = dataclasses.replace(study, passages=(first, *study.passages[1:]))
    passages = build_tables(study)["passages"]
    assert passages.columns.is_unique
    row = passages.iloc[0]
    assert (row["text_source"], row["text_source_source"]) == ("b", "a")
    assert (row["map_x_source"], row["start_source"]) == ("c", "d")
    assert row["text"] == fake_run.HOSTILE[0]


def test_every_passage_has_its_theme_and_the_rest_have_none(tables):
    themes = tables["themes"]
    tops = themes[themes["level"] == 1]
    counted = tables["passages"]["theme_id"].value_counts()
    assert {t: counted[t] for t in tops["theme_id"]} == dict(
        zip(tops["theme_id"], tops["passages"], strict=True)
    )
    assert counted[""] == 60 - tops["passages"].sum()


def test_reason_stands_on_the_first_rank_only(tables):
    table = tables["suggestions"]
    assert (table.groupby("passage_id").size() >= 10).all()
    reasons = table[table["reason"] != ""]
    assert len(reasons) > 0
    assert set(reasons["rank"]) == {1}
    silent = table.groupby("passage_id")["suggested"].agg(lambda cells: "yes" not in set(cells))
    assert set(reasons["passage_id"]) == set(silent[silent].index)


def test_status_says_who_gave_the_code(tables):
    table = tables["comparison"]
    told = set(zip(table["human"], table["machine"], table["status"], strict=True))
    assert told == {
        ("yes", "yes", "both"),
        ("yes", "no", "human only"),
        ("no", "yes", "machine only"),
        ("no", "no", "neither"),
    }


def test_agreement_with_the_machine_and_among_people_stand_apart(tables):
    assert set(tables["agreement"]["coder"]) == {"Mira", "Tom"}
    assert "machine" not in set(tables["agreement_humans"]["second"])
    one = tables["agreement"].iloc[0]
    assert one["units"] == one[["both", "human_only", "machine_only", "neither"]].sum() == 60


def test_an_undefined_value_is_an_empty_cell_with_its_reason(tables):
    last = list(csv.DictReader(io.StringIO(to_csv(tables["agreement"]).decode())))[-1]
    assert last["kappa"] == last["alpha"] == last["positive_agreement"] == ""
    assert last["percent"] == "1.0"
    assert "neither coder used the code" in last["note"]


def test_counts_of_a_code_include_the_codes_below_it(tables):
    codes, table = tables["codes"], tables["suggestions"]
    trust = codes[codes["code"] == "Trust"].iloc[0]
    below = table[(table["suggested"] == "yes") & table["code"].str.startswith("Trust > ")]
    assert trust["passages_machine"] == below["passage_id"].nunique() > 0
    child = codes[codes["code"] == "Trust > Broken promises"].iloc[0]
    assert child["parent_id"] == child["top_id"] == trust["code_id"]
    assert child["level"] == 2


def test_without_codebook_the_tables_are_there_and_empty():
    tables = build_tables(fake_run.material(coded=False))
    assert set(tables) == set(TABLES)
    assert len(tables["codes"]) == len(tables["suggestions"]) == len(tables["agreement"]) == 0


def test_tables_come_back_as_they_were_written(tmp_path):
    places = {p.id: (i / 7, -i / 3) for i, p in enumerate(fake_run.passages())}
    for study, options in (
        (fake_run.material(), fake_run.whole(coordinates=places)),
        (fake_run.material(coded=False), {}),
    ):
        written = build_tables(study, **options)
        files = tables_to_csv(written)
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
        again = read_tables(tmp_path)
        for name in TABLES:
            pd.testing.assert_frame_equal(again[name], written[name])
        assert tables_to_csv(again) == files


def test_same_records_give_same_bytes(tables):
    again = build_tables(fake_run.material(), **fake_run.whole())
    assert tables_to_csv(again) == tables_to_csv(tables)


def test_numbers_have_at_most_four_decimals(tables):
    for row in csv.DictReader(io.StringIO(to_csv(tables["agreement"]).decode())):
        assert len(row["kappa"].partition(".")[2]) <= 4


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@settings(deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=5))
def test_any_text_survives_the_csv(tmp_path_factory, cells):
    names = TABLES["notices"]
    written = frame("notices", [dict(zip(names, row, strict=True)) for row in cells])
    text = to_csv(written).decode()
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert [tuple(row) for row in read[1:]] == cells
    folder = tmp_path_factory.mktemp("run")
    for name in TABLES:
        (folder / f"{name}.csv").write_bytes(to_csv(frame(name, ())))
    (folder / "notices.csv").write_bytes(text.encode())
    pd.testing.assert_frame_equal(read_tables(folder)["notices"], written)


def test_a_run_without_a_table_is_refused(tables, tmp_path):
    for name, data in itertools.islice(tables_to_csv(tables).items(), 3):
        (tmp_path / name).write_bytes(data)
    with pytest.raises(SecondcoderError, match=r"comparison\.csv|suggestions\.csv"):
        read_tables(tmp_path)


def test_evidence_says_only_what_there_is():
    full = Evidence(
        entry_part="include",
        entry_text="Talk of buses.",
        words=("bus", "~coach"),
        theme_id="t",
        neighbours=(("p", 0.5),),
    )
    assert evidence_sentence(full, theme_labels={"t": "late bus"}) == (
        "Nearest to what the code includes: “Talk of buses”. Shared words: bus. "
        "Its candidate theme “late bus” points there. Nearest passages that support it: p (0.50)."
    )
    bare = Evidence(
        entry_part="Bus times",
        entry_text="Bus times",
        words=("~coach",),
        theme_id="",
        neighbours=(),
    )
    assert evidence_sentence(bare, theme_labels={}) == (
        "Nearest to a code below it: “Bus times”. No shared words; nearest in meaning: coach."
    )


@given(st.text(), st.integers(2, 60))
def test_shortened_text_fits_on_a_line(text, limit):
    short = shorten(text, limit)
    assert len(short) <= limit
    assert "\n" not in short
