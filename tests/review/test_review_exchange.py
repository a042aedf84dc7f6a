"""Decisions go out as codings and memos of a reviewer of their own, and come back apart."""

import csv
from collections import Counter

import pytest
from click.testing import CliRunner
from garden_study import publish_run

from secondcoder.commands.main import cli
from secondcoder.decisions.events import DECOY, Event
from secondcoder.exchange.importing import import_files
from secondcoder.review.serve import open_review

FILES = {
    "int1.txt": "ANNA: With three neighbours 🌱 and a skip.\n\nBEN: And a great deal of tea.\n\n"
    "ANNA: Small grants, mostly.\n\nBEN: We never had a plan.\n",
    "codebook.csv": "theme,definition\nPeople,Who was there.\nMoney,What it cost.\n",
    "coding.csv": "coder,quote,code\nAmara,With three neighbours,People\nAmara,great deal,Money\n",
    "study.toml": """title = "Garden"
[[documents]]
path = "int1.txt"
[codebook]
path = "codebook.csv"
levels = ["theme"]
definition = "definition"
[[coding]]
path = "coding.csv"
coder_column = "coder"
passage = "quote"
code = "code"
""",
}


@pytest.fixture
def study(tmp_path):
    folder = tmp_path / "study"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    publish_run(folder, identity="abc", suggested=((0, "People"), (1, "People"), (2, "Money")))
    return folder


def decide(study, *decisions, reviewer="Amara"):
    review = open_review(study)
    by_name = {entry.name: entry.id for entry in review.material.codable}
    for number, code, verdict, more in decisions:
        passage = review.material.passages[number]
        item = review.view(reviewer).by_pair.get((passage.id, by_name[code]))
        other = {"other": by_name[more.pop("other")]} if "other" in more else {}
        event = Event(
            kind="verdict",
            reviewer=reviewer,
            run="abc",
            passage=passage.key,
            code=by_name[code],
            verdict=verdict,
            revealed=True,
            human=bool(item and item.mine),
            machine=bool(item and item.machine),
            **other,
            **more,
        )
        review.add([event], [passage])


def call(*args):
    result = CliRunner().invoke(cli, [str(arg) for arg in args])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_decisions_go_out_and_come_back_apart_from_the_coding(study, tmp_path):
    decide(
        study,
        (2, "Money", "applies", {"note": "=grants, yes\n🌱"}),
        (1, "People", "does not apply", {"note": "tea is not people"}),
        (1, "Money", "other", {"other": "People"}),
        (3, "Money", "does not apply", {"detail": DECOY}),
    )
    call("export", study, "--to", tmp_path / "p.qdpx")
    project = import_files([tmp_path / "p.qdpx"])
    names = {user.guid: user.name for user in project.users}
    paths, text = project.paths(), project.documents[0].text
    after = [c for c in project.codings if names[c.coder] == "Amara (after review)"]
    assert {(paths[c.code][-1], text[c.start : c.end]) for c in after} == {
        ("Money", "Small grants, mostly."),
        ("People", "And a great deal of tea."),  # chosen instead, after it had been refused
        ("People", "With three neighbours 🌱 and a skip."),  # her own coding
    }
    assert Counter(names[c.coder] for c in project.codings)["Amara"] == 2
    memos = [m for m in project.memos if m.title.startswith("Review: ")]
    assert len(memos) == 3
    accepted = next(m for m in memos if "grants, yes" in m.text)
    assert accepted.target in {c.guid for c in after}
    assert "Amara: the code applies." in accepted.text
    assert "=grants, yes\n🌱" in accepted.text
    refused = next(m for m in memos if "tea is not people" in m.text)
    on = next(c for c in project.codings if c.guid == refused.target)
    assert names[on.coder].startswith("secondcoder machine")

    call("import", tmp_path / "p.qdpx", "--to", tmp_path / "back")
    with (tmp_path / "back" / "coding.csv").open(encoding="utf-8-sig") as file:
        assert {row["coder"] for row in csv.DictReader(file)} == {"Amara"}
    kept = (tmp_path / "back" / "machine-coding.csv").read_text("utf-8")
    assert "Amara (after review)" in kept
    assert "=grants, yes" in kept


def test_the_coding_after_review_in_numbers_is_that_of_the_run(study, tmp_path):
    decide(
        study,
        (0, "People", "unsure", {}),
        (1, "Money", "other", {"other": "People"}),
        (2, "Money", "applies", {}),
    )
    decide(study, (3, "Money", "applies", {}), reviewer="Ben")  # who coded nothing
    call("export", study, "--to", tmp_path / "tables")
    with (tmp_path / "tables" / "codes_key.csv").open(encoding="utf-8") as file:
        column = {row["code"]: row["column"] for row in csv.DictReader(file)}
    with (tmp_path / "tables" / "reviewed_01.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    cells = {
        (row["coder"], row["position"]): (row[column["People"]], row[column["Money"]])
        for row in rows
        if row["moment"] == "reviewed"
    }
    assert cells == {
        ("Amara", "1"): ("1", "0"),  # unsure: what Amara had stays
        ("Amara", "2"): ("1", "0"),
        ("Amara", "3"): ("0", "1"),
        ("Amara", "4"): ("0", "0"),
        ("Ben", "4"): ("", "1"),  # he said nothing of People there
    }
    together = {
        row["position"]: row[column["Money"]] for row in rows if row["moment"] == "together"
    }
    assert together["4"] == ""  # they differ, and have not decided together


def test_a_study_that_nobody_reviewed_has_no_reviewer_in_its_project(study, tmp_path):
    call("export", study, "--to", tmp_path / "p.qdpx")
    names = {user.name for user in import_files([tmp_path / "p.qdpx"]).users}
    assert not any("review" in name for name in names)
    call("export", study, "--to", tmp_path / "tables")
    assert not (tmp_path / "tables" / "reviewed_01.csv").exists()
