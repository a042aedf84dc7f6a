"""Decisions reach a run's tables and report; agreement before review stays as it was."""

import hashlib
import json
import urllib.parse
import urllib.request

import pandas as pd
import pytest
from click.testing import CliRunner
from made_up_run import Server, human, machine, make_tables, write_run

from secondcoder.agreement.coefficients.binary import TwoByTwo, cohen_kappa
from secondcoder.commands.main import cli
from secondcoder.decisions.events import DECOY, Event
from secondcoder.decisions.place import read_record, record_of, recorded_on
from secondcoder.procedures.second_coder.reviewed.acts import settled
from secondcoder.procedures.second_coder.reviewed.results import AFTER, BEFORE, review_rows
from secondcoder.procedures.second_coder.run import render_report
from secondcoder.publish.manifest import read_manifest, verified
from secondcoder.records.coders import Person
from secondcoder.review.serve import finish, open_review

COUNTS = ["both", "human_only", "machine_only", "neither"]


def some_run(folder, **more):
    return write_run(folder / "runs" / "one", make_tables(), **more)


def decide(folder, number, code, verdict, *, reviewer="Mira", kind="verdict", **more):
    """Store one decision as the page would."""
    review = open_review(folder)
    passage = review.material.by_id[f"p{number:04d}"]
    item = review.view(reviewer).by_pair.get((passage.id, code))
    event = Event(
        kind=kind,
        reviewer=reviewer,
        run="run-one",
        passage=passage.key,
        code=code,
        verdict=verdict,
        revealed=True,
        human=bool(item and item.mine),
        machine=bool(item and item.machine),
        **more,
    )
    return review.add([event], [passage])[0]


def table(run, name):
    return pd.read_csv(run / f"{name}.csv", dtype=str, keep_default_na=False)


def cells(run, reviewer, stage, code):
    found = table(run, "agreement_reviewed")
    row = found[
        (found["reviewer"] == reviewer) & (found["stage"] == stage) & (found["code_id"] == code)
    ].iloc[0]
    return TwoByTwo(*(int(row[name]) for name in COUNTS)), row


def sound(run):
    for name, (_, digest) in read_manifest(run).items():
        assert hashlib.sha256((run / name).read_bytes()).hexdigest() == digest
    return json.loads(verified(run)["run.json"])


def publish(run, db):
    return render_report(run, decisions=read_record(db))


@pytest.fixture
def study(tmp_path):
    some_run(tmp_path)
    return tmp_path


def test_a_decision_moves_exactly_its_cell_and_no_agreement_from_before(study):
    run = study / "runs" / "one"
    untouched = (run / "agreement.csv").read_bytes(), (run / "comparison.csv").read_bytes()
    only_human = next(n for n in range(60) if human("Mira", n) == ("cE",) and not machine(n))
    only_machine = next(n for n in range(60) if machine(n) == ("cB",) and not human("Mira", n))
    decide(study, only_human, "cE", "does not apply", note="=not here\nat all")
    decide(study, only_machine, "cB", "applies")
    publish(run, study / "record")
    assert (
        (run / "agreement.csv").read_bytes(),
        (run / "comparison.csv").read_bytes(),
    ) == untouched
    before, _ = cells(run, "Mira", BEFORE, "cB")
    after, row = cells(run, "Mira", AFTER, "cB")
    assert after.both == before.both + 1
    assert after.second_only == before.second_only - 1
    assert float(row["value"]) == pytest.approx(cohen_kappa(after).value, abs=1e-4)
    published = table(run, "agreement")
    mine = published[(published["coder"] == "Mira") & (published["code_id"] == "cB")].iloc[0]
    assert [int(mine[name]) for name in COUNTS] == [
        before.both, before.first_only, before.second_only, before.neither,
    ]  # fmt: skip
    dropped, _ = cells(run, "Mira", AFTER, "cD")  # the code above goes with the one below it
    assert dropped.first_only == cells(run, "Mira", BEFORE, "cD")[0].first_only - 1
    changes = table(run, "review_changes").set_index("code_id")
    assert changes.loc["cB", "added"] == "1"
    assert changes.loc["cE", "dropped"] == "1"
    decisions = table(run, "decisions")
    assert list(decisions["applies"]) == ["yes", "no"] or list(decisions["applies"]) == [
        "no",
        "yes",
    ]
    assert "=not here\nat all" in set(decisions["note"])
    assert "at" not in decisions.columns


def test_the_run_stays_whole_and_publishing_twice_changes_nothing(study):
    run = study / "runs" / "one"
    decide(study, 6, "cB", "applies")
    publish(run, study / "record")
    record = sound(run)
    assert record["run_id"] == "run-one"
    assert record["review"] == {"decisions": 1, "reviewers": ["Mira"]}
    written = {path.name: path.read_bytes() for path in run.glob("*.*")}
    publish(run, study / "record")
    assert {path.name: path.read_bytes() for path in run.glob("*.*")} == written
    page = written["report.html"].decode()
    assert "After review" in page
    assert "is not reliability" in page
    methods = written["methods.md"].decode()
    assert "On the review page people decided which codes apply" in methods
    assert f"Mira, {AFTER}, " in methods
    assert f"Mira, {BEFORE}, " in methods


def test_what_is_undone_leaves_the_results_again(study):
    run = study / "runs" / "one"
    stored = decide(study, 6, "cB", "applies")
    publish(run, study / "record")
    review = open_review(study)
    review.add([Event(kind="undo", reviewer="Mira", run="run-one", undoes=stored.id)])
    finish(review)
    assert not (run / "decisions.csv").exists()
    assert "review" not in sound(run)
    assert "After review" not in (run / "report.html").read_text()


def test_joint_decisions_hold_for_both_until_they_are_taken_back(study):
    run = study / "runs" / "one"
    number = next(n for n in range(60) if machine(n) == ("cB",) and not human("Mira", n))
    decide(study, number, "cB", "does not apply")
    decide(study, number, "cB", "applies", reviewer="Tom")
    joint = decide(
        study, number, "cB", "applies", kind="adjudication", reviewer="Tom", members=("Mira", "Tom")
    )
    publish(run, study / "record")
    changes = table(run, "review_changes").set_index(["reviewer", "code_id"])
    assert changes.loc[("Mira", "cB"), "added"] == "1"
    decide(study, number, "cB", "does not apply")  # anew, since
    publish(run, study / "record")
    changes = table(run, "review_changes").set_index(["reviewer", "code_id"])
    assert changes.loc[("Mira", "cB"), "added"] == "1"
    assert "Mira and Tom" in set(table(run, "decisions")["reviewer"])
    review = open_review(study)
    review.add([Event(kind="undo", reviewer="Tom", run="run-one", undoes=joint.id)])
    publish(run, study / "record")
    changes = table(run, "review_changes").set_index(["reviewer", "code_id"])
    assert changes.loc[("Mira", "cB"), "left_out"] == "1"
    assert "Mira and Tom" not in set(table(run, "decisions")["reviewer"])


def test_tables_pages_and_project_tell_one_final_coding(study):
    """Other codes on decoys and under joint decisions stand in all of them or in none."""
    run = study / "runs" / "one"
    number = next(n for n in range(60) if machine(n) == ("cB",) and not human("Mira", n))
    decide(study, number, "cB", "other", other="cF")
    decide(study, number, "cB", "applies", reviewer="Tom")
    decide(
        study, number, "cB", "applies", kind="adjudication", reviewer="Tom", members=("Mira", "Tom")
    )
    decide(study, 2, "cF", "other", other="cC", detail=DECOY)
    publish(run, study / "record")
    rows = table(run, "reviewed_coding")
    mira = rows[(rows["coder"] == "Mira") & (rows["applies"] == "yes")]
    held = set(zip(mira["passage_id"], mira["code_id"], strict=True))
    assert {(f"p{number:04d}", "cB"), (f"p{number:04d}", "cF"), ("p0002", "cC")} <= held
    changes = table(run, "review_changes").set_index(["reviewer", "code_id"])
    assert changes.loc[("Mira", "cF"), "added"] == "1"
    assert changes.loc[("Mira", "cC"), "added"] == "1"
    review = open_review(study)
    settled_now = settled(review).of(Person("Mira"))
    assert held == {(p, c) for p, codes in settled_now.reviewed.items() for c in codes}
    own = {(f"p{n:04d}", code) for n in range(60) for code in human("Mira", n)}
    assert held - own == {(f"p{number:04d}", "cB"), (f"p{number:04d}", "cF"), ("p0002", "cC")}


def test_somebody_who_coded_nothing_is_given_nobodys_coding(study):
    run = study / "runs" / "one"
    decide(study, 6, "cB", "applies", reviewer="Eva")
    publish(run, study / "record")
    rows = table(run, "reviewed_coding")
    assert set(rows.loc[rows["coder"] == "Eva", "passage_id"]) == {"p0006"}
    assert not (run / "agreement_reviewed.csv").exists()


def test_the_decoys_are_no_differences(study):
    run = study / "runs" / "one"
    decide(study, 2, "cF", "does not apply", detail=DECOY)
    decide(study, 8, "cF", "applies", detail=DECOY)
    publish(run, study / "record")
    row = table(run, "review_changes").iloc[0]
    assert [row[n] for n in ("decided", "decoys", "decoys_applied", "added", "left_out")] == [
        "0", "2", "1", "1", "0",
    ]  # fmt: skip


def test_a_reflexive_study_is_given_counts_and_no_coefficient(tmp_path):
    run = some_run(tmp_path, stance="reflexive")
    decide(tmp_path, 6, "cB", "applies")
    publish(run, tmp_path / "record")
    assert (run / "review_changes.csv").is_file()
    assert not (run / "agreement_reviewed.csv").exists()
    page = (run / "report.html").read_text()
    assert "After review" in page
    assert "appa" not in page[page.index('id="review"') : page.index('id="notices"')]


def kept(study):
    return {f: f.read_bytes() for f in sorted((study / "record").rglob("*")) if f.is_file()}


def test_the_command_report_takes_decisions_in_and_only_reads_them(study):
    decide(study, 6, "cB", "applies")
    held = kept(study)
    assert CliRunner().invoke(cli, ["report", str(study)]).exit_code == 0
    assert len(table(study / "runs" / "one", "decisions")) == 1
    assert kept(study) == held
    assert record_of(study / "runs" / "one") == study.resolve() / "record"


def test_where_there_is_no_file_nothing_changes_and_none_is_made(study):
    assert recorded_on(study) is None
    assert review_rows(None, {}, None) == {}
    assert not (study / "record").exists()


def test_the_button_and_the_closing_of_the_page_publish(study):
    server = Server(study)
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    server.let_in(opener)

    def post(path, **fields):
        data = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(  # noqa: S310 - our own server
            server.base + path, data, {"Origin": server.base, "Sec-Fetch-Site": "same-origin"}
        )
        return opener.open(request).read().decode()

    post("/who", new="Mira")
    post("/code/cB/passage/p0006", verdict="applies")
    assert "now hold all decisions" in post("/export/finish")
    assert len(table(study / "runs" / "one", "decisions")) == 1
    post("/code/cF/passage/p0003", verdict="applies")
    server.stop(60)
    assert len(table(study / "runs" / "one", "decisions")) == 2
    sound(study / "runs" / "one")
