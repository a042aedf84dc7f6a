import dataclasses
import json

import fake_run
import pytest

from made_tables import TABLE, columns, frames
from secondcoder.agreement.study.reconcile import reconcile
from secondcoder.page.figures.style import figure_files
from secondcoder.procedures.notices import encoded_otherwise
from secondcoder.procedures.second_coder.page.drawings import draw_figures
from secondcoder.procedures.second_coder.page.methods import build_methods
from secondcoder.procedures.second_coder.tables.build import build_tables
from secondcoder.procedures.second_coder.tables.declared import TABLES
from secondcoder.records.codes import Coding
from secondcoder.study.settings import Model

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
    found = fake_run.results()
    compared = reconcile(
        study.passages,
        study.codebook,
        study.coding,
        found.suggestions,
        overlap=0.5,
        coefficients=coefficients,
    )
    return build_tables(
        study, dataclasses.replace(found, reconciliation=compared), counted=coefficients
    )


@pytest.fixture(scope="module")
def tables():
    return _tables()


def test_methods_give_every_pair_its_headline_with_interval_and_source(tables):
    text = build_methods(tables, RUN)
    first = frames(tables)["agreement_overall"].iloc[0]
    said = f"mv-alpha {first['alpha']:.2f} (95 % interval".replace("-0", "−0")
    assert said.replace("mv−", "mv-") in text
    assert "in its place a coder of no code" in text
    assert "Krippendorff & Craggs" in text
    assert "de Vries et al. 2008" in text
    assert "seed 0" in text
    assert "f" * 64 in text
    assert "- [ ] How disagreements were resolved [to be told]" in text
    assert "cannot know when a coder saw machine output" in text
    assert "None" not in text
    assert "nan" not in text.split()


def test_methods_and_report_say_that_bertopic_grouped_and_only_what_it_heeds(tables):
    themes = {"method": "bertopic", "seeds": 20, "neighbours": 15, "min_topic_size": 10}
    versions = {**fake_run.RUN["versions"], "umap-learn": "0.5", "hdbscan": "0.8"}
    run = {**RUN, "config": {"themes": themes}, "versions": versions}
    told = build_methods(tables, run)
    assert "with BERTopic (Grootendorst 2022)" in told
    assert "(neighbours 15; min topic size 10; seed 0; umap-learn 0.5, hdbscan 0.8" in told
    assert "communities" not in told
    assert "as BERTopic itself finds them" in fake_run.page(tables, run)
    own = build_methods(tables, {**run, "config": {"themes": {**themes, "method": "communities"}}})
    assert "communities of a graph" in own
    assert "seeds 20; neighbours 15; seed 0" in own
    assert "BERTopic" not in own.split("## Results")[0]
    assert "umap" not in own


def test_every_column_that_is_defined_exists(tables):
    units = set(frames(tables)["agreement_units"]["coefficient"])
    for one in frames(tables)["definitions"].itertuples():
        places = [TABLE[name] for name in one.table.split(", ")]
        for column in one.column.replace(";", ",").split(", "):
            known = {name for table in places for name in columns(table)}
            assert column in known | units | OTHER_NAMES


def test_uncoded_text_is_explained_beside_every_coefficient(tables):
    for name in ("agreement", "agreement_humans", "agreement_overall", "agreement_units"):
        rows = tables[TABLE[name]]
        assert rows
        assert all(row.uncoded for row in rows)


def test_divergences_leave_out_parents_and_have_room_for_memos(tables):
    table = frames(tables)["divergences"]
    assert set(table["reading"]) == {"only the person", "only the machine"}
    assert (table["memo"] == "").all()
    assert "a thought" in set(table["coder_memo"])
    assert (table.loc[table["reading"] == "only the machine", "evidence"] != "").all()
    for _, rows in table.groupby(["passage_id", "coder", "reading"]):
        codes = rows["code"].tolist()
        assert not any(b.startswith(f"{a} > ") for a in codes for b in codes)


def test_same_tables_give_the_same_text_and_figures_also_when_read_back(tables):
    again = fake_run.read_back(fake_run.csv_files(tables))
    assert build_methods(again, RUN) == build_methods(tables, RUN)
    files = figure_files(draw_figures(tables, RUN))
    assert figure_files(draw_figures(again, RUN)) == files
    assert {name.rsplit(".", 1)[1] for name in files} == {"svg", "pdf", "png"}
    assert "figures/threshold_curve.svg" in files
    assert "figures/saturation.png" in files


def test_a_reflexive_study_is_given_no_coefficient_anywhere():
    tables = _tables(coefficients=False)
    run = {key: value for key, value in RUN.items() if key != "threshold"}
    run = {**run, "stance": "reflexive", "config": {}}
    files = fake_run.csv_files(tables, counted=False)
    assert not {f"{table.name}.csv" for table in TABLES if table.counted} & set(files)
    text = build_methods(tables, run)
    assert "by design" in text
    heads = " ".join(data.decode().split("\n", 1)[0] for data in files.values())
    figures = [sketch.svg for sketch in draw_figures(tables, run).values()]
    for written in (text, heads, json.dumps(run), *figures):
        assert not [word for word in WORDS if word in written.lower()]
    again = fake_run.read_back(files)
    assert fake_run.page(again, run) == fake_run.page(tables, run)
    assert fake_run.workbook(again, run) == fake_run.workbook(tables, run)


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
        again, overall = (
            page.index("Passages to read again"),
            page.index("Pooled kappa (95 %)</th>"),
        )
        at[stance] = again < overall
    assert at == {"codebook": True, "coding-reliability": False}


def test_the_headline_is_the_one_that_the_study_names(tables):
    plain = build_methods(tables, RUN)
    named = build_methods(tables, {**RUN, "config": {"comparison": {"headline": "pooled kappa"}}})
    kappa = frames(tables)["agreement_overall"].iloc[0]["pooled_kappa"]
    assert "The headline is mv-alpha over passages" in plain
    assert "(Krippendorff & Craggs 2016; what this program leads with" in plain
    assert (
        "The headline is pooled kappa over passages (de Vries et al. 2008; named in study.toml"
        in named
    )
    assert f": pooled kappa {kappa:.2f} (95 % interval" in named
    assert named.count("| Coders | Codes |") == 1


def test_methods_say_what_the_encoder_computed_on_where_it_was_not_as_by_default(tables):
    plain = build_methods(tables, RUN | {"config": {"model": {"device": "cpu"}}})
    assert "bf16" not in plain
    config = {"model": {"device": "cuda", "precision": "bf16"}}
    told = build_methods(tables, RUN | {"config": config})
    assert "on the device cuda with precision bf16 (vectors keep three digits" in told
    (notice,) = encoded_otherwise(Model(**config["model"]))
    assert "bf16" in notice.message
    assert encoded_otherwise(Model()) == ()
