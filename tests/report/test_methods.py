import dataclasses
import json

import fake_run
import pytest
from secondcoder.procedures.second_coder.tables.columns import COUNTED
from secondcoder.publish.frames import read_tables, tables_to_csv, without_counts

from secondcoder.agreement.study.reconcile import reconcile
from secondcoder.page.figures.style import figure_files
from secondcoder.procedures.second_coder.page.drawings import draw_figures
from secondcoder.procedures.second_coder.page.methods import build_methods
from secondcoder.procedures.second_coder.tables.build import build_tables
from secondcoder.publish.workbook import build_workbook
from secondcoder.records.codes import Coding

RUN = {
    **fake_run.RUN,
    "coding": {
        "sha256": "f" * 64,
        "unplaced": 1,
        "by_coder": [
            {"coder": one, "codings": 20, "passages_seen": 60, "sha256": one[0] * 64}
            for one in ("Mira", "Tom")
        ],
    },
}
OTHER_NAMES = {"exact", "overlap", "mean of documents", "F1", "(k)uα"}
WORDS = ("kappa", "alpha", "threshold", "accura", "coefficient")


def _material():
    """Two people who code real stretches of the made-up study."""
    study = fake_run.material()
    leaves = fake_run.codebook().leaves
    codings = tuple(
        Coding(
            coder=coder,
            code_id=leaves[(n + shift) % len(leaves)].id,
            document=p.document,
            start=p.start,
            end=p.end,
            memo=memo,
        )
        for coder, every, memo in (("Mira", 2, "a thought"), ("Tom", 3, ""))
        for n, p in enumerate(study.passages)
        if n % every == 0
        for shift in ([0] if n % 6 else [0, 1])
    )
    seen = dict.fromkeys(("Mira", "Tom"), frozenset(p.id for p in study.passages))
    coding = dataclasses.replace(study.coding, codings=codings, seen=seen)
    return dataclasses.replace(study, coding=coding)


def _tables(*, coefficients=True):
    study = _material()
    found = fake_run.whole()
    found["reconciliation"] = reconcile(
        study.passages,
        study.codebook,
        study.coding,
        found["suggestions"],
        overlap=0.5,
        coefficients=coefficients,
    )
    return build_tables(study, **found)


@pytest.fixture(scope="module")
def tables():
    return _tables()


def test_methods_give_every_pair_its_headline_with_interval_and_source(tables):
    text = build_methods(tables, RUN)
    first = tables["agreement_overall"].iloc[0]
    said = f"mv-alpha {first['alpha']:.2f} (95 % interval".replace("-0", "−0")
    assert said.replace("mv−", "mv-") in text
    assert "Krippendorff & Craggs" in text
    assert "de Vries et al. 2008" in text
    assert "seed 0" in text
    assert "f" * 64 in text
    assert "- [ ] How disagreements were resolved [to be told]" in text
    assert "cannot know when a coder saw machine output" in text
    assert "None" not in text
    assert "nan" not in text.split()


def test_every_column_that_is_defined_exists(tables):
    units = set(tables["agreement_units"]["coefficient"])
    for one in tables["definitions"].itertuples():
        places = [tables[name] for name in one.table.split(", ")]
        for column in one.column.replace(";", ",").split(", "):
            known = {name for table in places for name in table.columns}
            assert column in known | units | OTHER_NAMES


def test_uncoded_text_is_explained_beside_every_coefficient(tables):
    for name in ("agreement", "agreement_humans", "agreement_overall", "agreement_units"):
        assert len(tables[name])
        assert (tables[name]["uncoded"] != "").all()


def test_divergences_leave_out_parents_and_have_room_for_memos(tables):
    table = tables["divergences"]
    assert set(table["reading"]) == {"only the person", "only the machine"}
    assert (table["memo"] == "").all()
    assert "a thought" in set(table["coder_memo"])
    assert (table.loc[table["reading"] == "only the machine", "evidence"] != "").all()
    for _, rows in table.groupby(["passage_id", "coder", "reading"]):
        codes = rows["code"].tolist()
        assert not any(b.startswith(f"{a} > ") for a in codes for b in codes)


def test_same_tables_give_the_same_text_and_figures_also_when_read_back(tables, tmp_path):
    for name, data in tables_to_csv(tables).items():
        (tmp_path / name).write_bytes(data)
    again = read_tables(tmp_path)
    assert build_methods(again, RUN) == build_methods(tables, RUN)
    files = figure_files(draw_figures(tables, RUN))
    assert figure_files(draw_figures(again, RUN)) == files
    assert {name.rsplit(".", 1)[1] for name in files} == {"svg", "pdf", "png"}
    assert "figures/threshold_curve.svg" in files
    assert "figures/saturation.png" in files


def test_a_reflexive_study_is_given_no_coefficient_anywhere(tmp_path):
    tables = without_counts(_tables(coefficients=False))
    run = {key: value for key, value in RUN.items() if key != "threshold"}
    run = {**run, "stance": "reflexive", "config": {}}
    files = tables_to_csv(tables, counted=False)
    assert not {f"{name}.csv" for name in COUNTED} & set(files)
    text = build_methods(tables, run)
    assert "by design" in text
    heads = " ".join(data.decode().split("\n", 1)[0] for data in files.values())
    figures = [figure.svg for figure in draw_figures(tables, run).values()]
    for written in (text, heads, json.dumps(run), *figures):
        assert not [word for word in WORDS if word in written.lower()]
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    again = read_tables(tmp_path)
    assert fake_run.page(again, run) == fake_run.page(tables, run)
    assert build_workbook(again, run) == build_workbook(tables, run)


def test_a_reason_brings_coefficients_into_a_reflexive_study_and_is_told(tables):
    because = "a reviewer asked for them"
    run = {**RUN, "stance": "reflexive", "coefficients_because": because}
    assert because in build_methods(tables, run)
    page = fake_run.page(tables, run)
    assert because in page
    assert "mv-alpha" in page


def test_a_codebook_study_reads_differences_before_coefficients(tables):
    at = {}
    for stance in ("codebook", "coding-reliability"):
        page = fake_run.page(tables, {**RUN, "stance": stance})
        again, overall = page.index("Passages to read again"), page.index("Pooled kappa</th>")
        at[stance] = again < overall
    assert at == {"codebook": True, "coding-reliability": False}
