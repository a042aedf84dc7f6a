"""Published project files of other programs, where they lie beside the project; never in it."""

from collections import Counter
from pathlib import Path

import pytest

from secondcoder.exchange.import_report import counts
from secondcoder.exchange.importing import import_files
from secondcoder.exchange.to_study import study_files

REAL = Path(__file__).resolve().parents[2] / "../shared/real"


def imported(name):
    """Return what a file holds as numbers, and its project; skip where the file is not there."""
    path = REAL / name
    if not path.is_file():
        pytest.skip(f"the published file {name} does not lie beside this project")
    _, project = study_files(import_files([path]), files=[name])
    return counts(project), project


def left(project):
    found = Counter()
    for line in project.discarded:
        found[line.kind] += line.count
    return found


def test_cases_of_nvivo():
    found, project = imported("nvivo-mac-constructive.qdpx")
    kinds = ("codes", "codings", "cases", "memberships of cases", "documents", "memos")
    assert [found[kind] for kind in kinds] == [104, 777, 68, 97, 50, 19]
    assert all(document.attributes for document in project.documents)
    assert left(project) == {"document": 10, "case": 15}
    assert len(project.discarded) == 11


def test_quotations_of_atlasti_in_a_pdf():
    found, project = imported("atlasti-9-pdf.qdpx")
    assert (found["codes"], found["codings"]) == (40, 866)
    assert "320 certain (795 codings), 71 approximate (71 codings), 0 not" in project.notes[0]
    (document,) = project.documents
    quotes = [document.text[c.start : c.end] for c in project.codings]
    assert all(quote.strip() == quote and len(quote) > 9 for quote in quotes)


def test_words_of_atlasti_inside_the_project():
    found, project = imported("atlasti-8-mac.qdpx")
    assert (found["codes"], found["codings"], found["documents"], found["memos"]) == (14, 5, 3, 2)
    assert left(project)["coding"] == 11
    assert imported("atlasti-8-mac.qde")[0] == found


def test_codes_without_texts():
    found, project = imported("maxqda-24.qde")
    assert (found["codes"], found["documents"]) == (343, 0)
    assert sum(bool(code.description) for code in project.codes) == 307
    assert left(project)["document"] == 10
    assert imported("taguette-codebook.qdc")[0]["codes"] == 58


def test_bare_paths_of_qc():
    found, project = imported("qc-demo.qdpx")
    assert (found["codes"], found["codings"], found["documents"]) == (262, 205, 2)
    assert {document.name for document in project.documents} == {"board_2017", "admin-1"}
