"""The tables of a run: what they hold, and that they come back from their files."""

import csv
import dataclasses
import io
from typing import get_args

import fake_run
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_tables import TABLE, columns, frames, row
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.notices import NOTICES, NoticeRow
from secondcoder.procedures.second_coder.steps.stages import Results
from secondcoder.procedures.second_coder.tables.agreement import AGREEMENT
from secondcoder.procedures.second_coder.tables.build import build_tables
from secondcoder.procedures.second_coder.tables.comparison import SEEN
from secondcoder.procedures.second_coder.tables.declared import TABLES
from secondcoder.procedures.second_coder.tables.evidence import evidence_sentence, shorten
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.themes import MATCHES
from secondcoder.publish.cells import read_list, written_list
from secondcoder.publish.csv_files import MARK, read_csv, to_csv
from secondcoder.publish.schema import (
    DECIMAL,
    LIST,
    MORE,
    TEXT,
    TRUTH,
    WHOLE,
    Column,
    Table,
    Tables,
    fields_of,
    row_of,
)
from secondcoder.records.results import Evidence

PROMISED = {
    "passages": "passage_id document case speaker heading position start end theme_id "
    "subtheme_id text",
    "themes": "theme_id level parent_id label key_phrases passages documents speakers cohesion "
    "stability relation exemplars",
    "matches": "theme_id code_id code similarity overlap_kappa relation assigned",
    "suggestions": "passage_id rank code_id code confidence basis evidence",
    "comparison": "passage_id code_id code human machine status",
    "seen": "coder passage_id",
    "agreement": "code_id code both human_only machine_only neither percent kappa alpha "
    "positive_agreement",
}


@pytest.fixture(scope="module")
def tables():
    return fake_run.tables()


@pytest.fixture(scope="module")
def as_frames(tables):
    return frames(tables)


def _read(table, data, name="made.csv"):
    return read_csv(table, data, name=name)


def _cells(table, rows):
    return list(csv.DictReader(io.StringIO(to_csv(table, rows).decode("utf-8-sig"), newline="")))


def test_leading_columns_are_as_promised():
    for name, promised in PROMISED.items():
        wanted = promised.split()
        assert columns(TABLE[name])[: len(wanted)] == wanted


def test_passages_keep_attributes_under_their_names_and_text_verbatim(as_frames):
    passages = as_frames["passages"]
    assert list(passages["id"][:2]) == ["Q0", "Q1"]
    assert passages["document"][0] == "Group 1"
    assert passages["document_source"][0] == "a.csv"
    assert list(passages["text"][:10]) == list(fake_run.HOSTILE)


def test_attribute_names_never_collide():
    study = fake_run.material()
    first = dataclasses.replace(
        study.passages[0],
        attributes=(("text", "a"), ("text_source", "b"), ("position", "c"), ("start", "d")),
    )
    study = dataclasses.replace(study, passages=(first, *study.passages[1:]))
    found = build_tables(study, Results(themes=()))[PASSAGES]
    names = next(csv.reader(io.StringIO(to_csv(PASSAGES, found).decode("utf-8-sig"))))
    assert len(set(names)) == len(names)
    assert found[0].attributes == {
        "text_source": "b",
        "position_source": "c",
        "text_source_source": "a",
        "start_source": "d",
    }
    assert found[0].text == fake_run.HOSTILE[0]


def test_every_passage_has_its_theme_and_the_rest_have_none(as_frames):
    themes = as_frames["themes"]
    tops = themes[themes["level"] == 1]
    counted = as_frames["passages"]["theme_id"].value_counts()
    assert {t: counted[t] for t in tops["theme_id"]} == dict(
        zip(tops["theme_id"], tops["passages"], strict=True)
    )
    assert counted[""] == 60 - tops["passages"].sum()


def test_reason_stands_on_the_first_rank_only(as_frames):
    table = as_frames["suggestions"]
    assert (table.groupby("passage_id").size() >= 10).all()
    reasons = table[table["reason"] != ""]
    assert len(reasons) > 0
    assert set(reasons["rank"]) == {1}
    silent = table.groupby("passage_id")["suggested"].agg(lambda cells: "yes" not in set(cells))
    assert set(reasons["passage_id"]) == set(silent[silent].index)


def test_status_says_who_gave_the_code_and_neither_is_not_listed(as_frames):
    table = as_frames["comparison"]
    told = set(zip(table["human"], table["machine"], table["status"], strict=True))
    assert told == {
        ("yes", "yes", "both"),
        ("yes", "no", "human only"),
        ("no", "yes", "machine only"),
    }


def test_every_passage_that_a_person_saw_is_listed_once(tables):
    told = [(one.coder, one.passage_id) for one in tables[SEEN]]
    ids = [passage.passage_id for passage in tables[PASSAGES]]
    assert told == [(coder, passage) for coder in ("Mira", "Tom") for passage in ids]


def test_agreement_with_the_machine_and_among_people_stand_apart(as_frames):
    assert set(as_frames["agreement"]["coder"]) == {"Mira", "Tom"}
    assert "machine" not in set(as_frames["agreement_humans"]["second"])
    one = as_frames["agreement"].iloc[0]
    assert one["units"] == one[["both", "human_only", "machine_only", "neither"]].sum() == 60


def test_an_undefined_value_is_an_empty_cell_with_its_reason(tables):
    last = _cells(AGREEMENT, tables[AGREEMENT])[-1]
    assert last["kappa"] == last["alpha"] == last["positive_agreement"] == ""
    assert last["percent"] == "1.0"
    assert "neither coder used the code" in last["note"]


def test_counts_of_a_code_include_the_codes_below_it(as_frames):
    codes, table = as_frames["codes"], as_frames["suggestions"]
    trust = codes[codes["code"] == "Trust"].iloc[0]
    below = table[(table["suggested"] == "yes") & table["code"].str.startswith("Trust > ")]
    assert trust["passages_machine"] == below["passage_id"].nunique() > 0
    child = codes[codes["code"] == "Trust > Broken promises"].iloc[0]
    assert child["parent_id"] == child["top_id"] == trust["code_id"]
    assert child["level"] == 2


def test_without_codebook_the_tables_are_there_and_empty():
    tables = fake_run.uncoded_tables()
    assert tuple(tables) == TABLES
    assert {table.name for table in tables if tables[table]} == {"passages", "notices"}


def test_tables_come_back_as_they_were_written(tables):
    for written in (tables, fake_run.uncoded_tables()):
        files = fake_run.csv_files(written)
        again = fake_run.read_back(files)
        for table in TABLES:
            assert again[table] == written[table], table.name
        assert fake_run.csv_files(again) == files


def test_same_records_give_same_bytes(tables):
    assert fake_run.csv_files(fake_run.tables()) == fake_run.csv_files(tables)


def test_numbers_have_at_most_four_decimals(tables):
    for cells in _cells(AGREEMENT, tables[AGREEMENT]):
        assert len(cells["kappa"].partition(".")[2]) <= 4


def test_files_begin_with_a_mark_and_quote_what_must_be(tables):
    data = to_csv(NOTICES, [NoticeRow(kind='a "b"', message="one, two\nthree\r", where="=1+1")])
    assert data.decode() == MARK + 'kind,message,where\n"a ""b""","one, two\nthree\r",=1+1\n'


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
NUMBERS = st.floats(-1e9, 1e9)
HELD = {
    TEXT: TEXTS,
    WHOLE: st.integers(-(10**15), 10**15),
    DECIMAL: NUMBERS,
    TRUTH: st.booleans(),
    LIST: st.lists(TEXTS).map(tuple),
}


def _further(table):
    """Values in columns that a study names: an empty one is the same as none."""
    known = set(columns(table))
    names = TEXTS.filter(lambda name: name not in known)
    return st.dictionaries(names, TEXTS.filter(bool), max_size=3)


def _rows(table):
    held = {
        field.name: _further(table)
        if field.kind == MORE
        else HELD[field.kind].filter(bool)
        if field.kind == TEXT and field.can_be_empty
        else HELD[field.kind]
        for field in table.fields
    }
    empty = {field.name for field in table.fields if field.can_be_empty}
    return st.builds(
        table.row,
        **{name: st.none() | some if name in empty else some for name, some in held.items()},
    )


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@settings(deadline=None, max_examples=15)
@given(data=st.data())
def test_any_row_comes_back_the_same_with_its_numbers_rounded(table, data):
    rows = data.draw(st.lists(_rows(table), max_size=3))
    published = Tables((table,), {table: rows})[table]
    written = to_csv(table, published)
    assert _read(table, written) == published
    assert to_csv(table, _read(table, written)) == written
    for given_row, row_published in zip(rows, published, strict=True):
        for field in table.fields:
            was, now = getattr(given_row, field.name), getattr(row_published, field.name)
            if field.kind == DECIMAL and was is not None:
                half = 0.5 * 10**-field.column.decimals
                assert now == pytest.approx(was, abs=half * (1 + 1e-9), rel=1e-12)
            else:
                assert now == was


@given(st.lists(TEXTS).map(tuple))
def test_any_list_survives_a_cell(parts):
    assert read_list(written_list(parts)) == parts


def test_a_plain_list_needs_no_quotes_and_an_open_quote_is_refused():
    assert written_list(("Trust", "Cost; benefit", 'a "b"', "")) == (
        'Trust; "Cost; benefit"; "a ""b"""; ""'
    )
    with pytest.raises(ValueError, match="not closed"):
        read_list('Trust; "Cost')


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_field_too_few_or_too_many_is_an_error(table):
    whole = row(table, {})
    given_fields = {name: getattr(whole, name) for name in columns(table)}
    with pytest.raises(TypeError):
        table.row(**given_fields, unheard_of="")
    for name in given_fields:
        with pytest.raises(TypeError):
            table.row(**{key: value for key, value in given_fields.items() if key != name})


def test_a_row_made_from_a_record_lacks_nothing_and_has_nothing_strange():
    with pytest.raises(AttributeError, match="message"):
        row_of(NoticeRow, object(), kind="")
    with pytest.raises(TypeError, match="unheard_of"):
        row_of(NoticeRow, NoticeRow(kind="", message="", where=""), unheard_of="")


def test_tables_refuse_rows_of_another_type_and_tables_that_are_not_declared():
    with pytest.raises(TypeError, match="notices holds NoticeRow, not dict"):
        Tables((NOTICES,), {NOTICES: [{"kind": "", "message": "", "where": ""}]})
    with pytest.raises(KeyError, match="matches"):
        Tables((NOTICES,), {MATCHES: []})


def test_numbers_are_published_rounded_without_negative_zero_and_without_nan():
    given_row = row(MATCHES, {"similarity": -0.00001, "overlap_kappa": float("nan")})
    (published,) = Tables((MATCHES,), {MATCHES: [given_row]})[MATCHES]
    assert str(published.similarity) == "0.0"
    assert published.overlap_kappa is None


def test_every_column_says_what_it_holds():
    for table in TABLES:
        for field in fields_of(table.row):
            assert field.column.about.endswith((".", "…")), f"{table.name}.{field.name}"

    @dataclasses.dataclass(frozen=True)
    class Silent:
        name: str

    with pytest.raises(TypeError, match=r"Silent\.name does not say what the column holds"):
        _ = Table("silent", Silent, "").fields
    assert get_args(NoticeRow.__annotations__["kind"])[1] == fields_of(NoticeRow)[0].column
    assert isinstance(fields_of(NoticeRow)[0].column, Column)


def _refused(table, text):
    with pytest.raises(SecondcoderError) as caught:
        _read(table, text.encode(), name="run/made.csv")
    assert "run the study again" in caught.value.hint
    return str(caught.value)


def test_a_missing_or_unknown_column_is_refused():
    assert "run/made.csv: the column 'where' is missing" in _refused(NOTICES, "kind,message\na,b\n")
    said = _refused(NOTICES, "kind,message,where,more\na,b,c,d\n")
    assert "run/made.csv: the column 'more' is unknown" in said
    assert "'kind' is missing" in _refused(NOTICES, "")


def test_a_cell_that_does_not_fit_is_refused_with_file_row_and_column():
    head = "coder,passage_id"
    assert "run/made.csv, row 3: 1 cells, not 2" in _refused(SEEN, f"{head}\na,p1\nb\n")
    good = to_csv(MATCHES, [row(MATCHES, {"relation": "near"})] * 2).decode("utf-8-sig")
    for old, new, said in (
        ("0.0,,near", "many,,near", "column 'similarity': the cell is 'many', not a number"),
        ("0.0,,near", ",,near", "column 'similarity': the cell is empty"),
        ("near,no", "near,perhaps", "column 'assigned': the cell is 'perhaps', not yes or no"),
    ):
        lines = good.splitlines(keepends=True)
        lines[2] = lines[2].replace(old, new)
        assert f"run/made.csv, row 3, {said}" in _refused(MATCHES, "".join(lines))


def test_columns_of_coefficients_may_be_absent(tables):
    silent = tables.without_counts()
    data = to_csv(MATCHES, silent[MATCHES], counted=False)
    assert "overlap_kappa" not in data.decode()
    assert _read(MATCHES, data) == silent[MATCHES]
    assert silent[AGREEMENT] == ()
    assert AGREEMENT not in silent.shown(counted=False)


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
