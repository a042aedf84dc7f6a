from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip(
    "secondcoder.reading.documents.documents", reason="documents are read by another module"
)
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config

SHARED = Path(__file__).resolve().parents[2] / "../shared"
PROSE = "We met every week and it helped us a great deal to talk."


def material(folder):
    loaded = load_config(folder)
    return load_material(loaded.folder, loaded.config)


def real(name):
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"{name}, beside the checkout, is not there")
    return material(folder)


def test_puts_a_study_together(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "talk.txt").write_text(f"{PROSE}\n\nThen we left.\n")
    (tmp_path / "codebook.csv").write_text("code,definition\nCare,About care\nTime,About time\n")
    (tmp_path / "coded.csv").write_text(f'quote,code,coder\n"{PROSE}",Care,Eva\nwe left,tmie,Eva\n')
    found = material(tmp_path)
    assert found == material(tmp_path)
    assert [path for path, _ in found.inputs] == ["codebook.csv", "coded.csv", "texts/talk.txt"]
    text = found.documents[0].text
    assert [text[c.start : c.end] for c in found.coding.codings] == [PROSE, "we left"]
    assert [code.name for code in found.coding.outside_codebook] == ["tmie"]
    assert len(set(found.notices)) == len(found.notices)


def test_focus_groups():
    found = real("studies/focus-groups")
    assert Counter(len(code.path) for code in found.codebook.codes) == {1: 12, 2: 185}
    assert len(found.coding.codings) == 84
    # Twelve name a subtheme spelt otherwise or lacking; one of them differs only in a capital.
    assert len(found.coding.outside_codebook) == 11
    assert sum(notice.kind == "spelling" for notice in found.notices) == 1
    for code in found.coding.outside_codebook:
        assert code.path[:-1] in found.codebook.by_path


def test_first_cycle_codes_of_which_half_are_not_in_the_codebook():
    found = real("benchmarks/scrum_rq2_first")
    assert len(found.coding.codings) == 362
    used = {coding.code_id for coding in found.coding.codings}
    assert 0.4 < len(found.coding.outside_codebook) / len(used) < 0.6
    assert sum(notice.kind == "own parent" for notice in found.notices) == 1


@pytest.mark.parametrize(
    ("name", "coders", "codings", "most_seen", "unplaced"),
    [
        ("coal_crowd", 114, 4722, 243, 0),
        ("nhs_px", 1, 7298, 5121, 0),  # among them “Nothing at all.”: kept, as it was coded
        ("bills", 1, 1000, 1000, 0),
    ],
)
def test_benchmarks_are_placed_whole(name, coders, codings, most_seen, unplaced):
    found = real(f"benchmarks/{name}")
    assert len(found.coding.coders) == coders
    assert len(found.coding.codings) == codings
    assert max(len(passages) for passages in found.coding.seen.values()) == most_seen
    assert len(found.coding.unplaced) == unplaced
