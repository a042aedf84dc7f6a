"""QualCoder's and Taguette's own imports take what is exported; skipped where they are absent.

``QUALCODER`` and ``TAGUETTE`` name checkouts, ``QUALCODER_PYTHON`` and ``TAGUETTE_PYTHON`` the
Python that has what each needs (see ``benchmarks/exchange``).
"""

import json
import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from test_export import call, study  # noqa: F401 - a fixture
from test_identity import PROJECT, studied

from secondcoder.exchange.from_study import load_project

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks" / "exchange"


def loaded(program, script, file):
    place, python = os.environ.get(program), os.environ.get(f"{program}_PYTHON")
    if not place or not python:
        pytest.skip(f"{program} and {program}_PYTHON are not set")
    command = [python, str(BENCHMARKS / script), place, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    return json.loads(done.stdout)


def expected(project):
    """Return what QualCoder should hold of a project, in its own terms."""
    memos = Counter()
    for memo in project.memos:
        if memo.about == "coding":
            memos[memo.target] += 1
    about = Counter(memo.about for memo in project.memos)
    names = {user.guid: user.name for user in project.users}
    return {
        "documents": len(project.documents),
        "characters": sum(len(one.text) for one in project.documents),
        "codes": sum(one.codable for one in project.codes),
        "codings": len(project.codings),
        "codings with a code and words": len(project.codings),
        "memos of codings": len(memos),
        "journals": about["project"] + about["code"] + about[""],
        "cases": len(project.cases),
        "attributes of cases": sum(len(one.attributes) for one in project.cases),
        "attributes of documents": sum(len(one.attributes) for one in project.documents),
        "codings of coders": sorted(
            [name, number]
            for name, number in Counter(names[one.coder] for one in project.codings).items()
        ),
    }


def held(file):
    return loaded("QUALCODER", "qualcoder_import.py", file)


def test_qualcoder_holds_all_of_a_study(study, tmp_path):  # noqa: F811
    call("export", study, "--to", tmp_path / "p.qdpx")
    found = held(tmp_path / "p.qdpx")
    wanted = expected(load_project(study, study / "runs" / "abc123"))
    assert {name: found[name] for name in wanted} == wanted
    assert found["annotations without words"] == found["journals without words"] == 0


def test_qualcoder_holds_all_that_came_in_from_elsewhere(tmp_path):
    project = studied(PROJECT, tmp_path / "s")
    call("export", tmp_path / "s", "--to", tmp_path / "p.qdpx", "--profile", "qualcoder")
    found = held(tmp_path / "p.qdpx")
    wanted = expected(project)
    assert {name: found[name] for name in wanted} == wanted
    assert found["texts of cases"] == sum(
        sum(bool(d.text) for d in project.documents if d.guid in case.documents)
        + len(case.passages)
        for case in project.cases
    )
    assert found["dates of codings"] == [["2021-10-11 14:35:33", "2021-10-11 14:35:33"]]


def test_taguette_takes_the_codebook(study, tmp_path):  # noqa: F811
    call("export", study, "--to", tmp_path / "codebook.csv")
    found = loaded("TAGUETTE", "taguette_codebook.py", tmp_path / "codebook.csv")
    assert found["tags"] == found["valid"] == found["distinct"] == 4
