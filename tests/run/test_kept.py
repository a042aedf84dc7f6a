"""What stages came to is kept: results are the same, and only what depends on a change is made."""

import io
import json
import os
import shutil
import weakref
from dataclasses import dataclass

import numpy as np
import pytest

from made import snapshot, write_study
from secondcoder.procedures import kept_form
from secondcoder.procedures.content.run import run_content
from secondcoder.procedures.kept import MOST_KEPT, STAGES, Kept
from secondcoder.procedures.kept_form import digested, from_bytes, to_bytes
from secondcoder.procedures.second_coder.run import run_study
from secondcoder.records.coders import Person
from secondcoder.records.codes import Code
from secondcoder.records.results import Evidence, Suggestion, Suggestions

ALL = {
    *("sentences", "scores", "weights", "themes", "new themes"),
    *("matching by meaning", "matching", "suggestions", "comparison", "advice"),
}


@pytest.fixture
def computed(fake_model, monkeypatch):
    """Return the stages that the runs of a test computed, in a list for each run."""
    runs = []

    class Told(Kept):
        def __init__(self, folder, **more):
            super().__init__(folder, **more)
            runs.append(self.computed)

    monkeypatch.setattr("secondcoder.procedures.shell.Kept", Told)
    return runs


@pytest.fixture
def study(tmp_path):
    return write_study(tmp_path / "study")


def stages(computed):
    """Return what was computed without the figures that were drawn."""
    return {stage for stage in computed if not stage.startswith("figure")}


def files_of(finished):
    return snapshot(finished.folder)


def afresh(study, tmp_path, run=run_study):
    """Return the files of the same study run where nothing is kept."""
    copy = tmp_path / "afresh"
    shutil.copytree(study, copy, ignore=shutil.ignore_patterns("runs"))
    return files_of(run(copy))


@pytest.mark.parametrize("basis", ["codebook", "coding"])
def test_kept_results_make_the_same_bytes(study, computed, tmp_path, basis):
    asked = {"suggest": {"basis": basis}, "themes": {"basis": "coding"}}
    first = files_of(run_study(study, overrides=asked))
    shutil.rmtree(study / "runs" / next(p.parent.name for p in study.glob("runs/*/run.json")))
    assert files_of(run_study(study, overrides=asked)) == first
    assert stages(computed[0]) == ALL | ({"coder"} if basis == "coding" else set())
    assert computed[1] == []
    assert afresh(study, tmp_path, lambda copy: run_study(copy, overrides=asked)) == first


def test_a_changed_coding_leaves_themes_and_suggestions(study, computed, tmp_path):
    run_study(study)
    coding = study / "eva.csv"
    coding.write_text(coding.read_text().replace("Land,Soil", "Song,Concerts", 1))
    changed = files_of(run_study(study))
    assert stages(computed[1]) == {"matching", "comparison", "advice"}
    assert "figure draw_agreement" in computed[1]
    assert "figure draw_themes" not in computed[1]
    assert changed == afresh(study, tmp_path)


def test_learnt_models_are_made_anew_from_the_same_scores(study, computed):
    asked = {"suggest": {"basis": "coding"}}
    run_study(study, overrides=asked)
    coding = study / "eva.csv"
    coding.write_text(coding.read_text().replace("Land,Soil", "Song,Concerts", 1))
    run_study(study, overrides=asked)
    assert "weights" in computed[1]
    assert not {"scores", "sentences", "themes"} & set(computed[1])


def test_a_changed_definition_makes_no_theme_anew(study, computed, tmp_path):
    run_study(study)
    book = study / "codebook.csv"
    book.write_text(book.read_text().replace("concert, rehearsal, piano", "concerts and pianos"))
    changed = files_of(run_study(study))
    assert "scores" in computed[1]
    assert not {"themes", "sentences"} & set(computed[1])
    assert changed == afresh(study, tmp_path)


def test_an_added_transcript_has_only_its_own_sentences_cut(study, computed, monkeypatch, tmp_path):
    from secondcoder.passages.sentences import SpacySentences

    cut = []
    plain = SpacySentences.__call__
    monkeypatch.setattr(
        SpacySentences, "__call__", lambda self, text: cut.append(text) or plain(self, text)
    )
    run_study(study)
    before = set(cut)
    cut.clear()
    (study / "talk9.txt").write_text("Ann: The bus was late. The driver had no ticket.\n")
    changed = files_of(run_study(study))
    assert len(cut) == 1
    assert not before & set(cut)
    assert changed == afresh(study, tmp_path)


def test_content_shares_the_scores_and_makes_the_same_bytes(study, computed, tmp_path):
    run_study(study)
    first = files_of(run_content(study))
    assert not {"scores", "sentences"} & set(computed[1])
    shutil.rmtree(next(study.glob("runs/content-*")))
    shutil.rmtree(study / "content")
    assert files_of(run_content(study)) == first
    assert computed[2] == []
    assert afresh(study, tmp_path, run_content) == first


@pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda data: b"\x00" + data[1:]])
def test_what_is_damaged_is_computed_again(tmp_path, damage):
    Kept(tmp_path)("stage", (1,), lambda: (1, 2))
    (path,) = (tmp_path / STAGES).iterdir()
    path.write_bytes(damage(path.read_bytes()))
    again = Kept(tmp_path)
    assert again("stage", (1,), lambda: (3, 4)) == (3, 4)
    assert again.computed == ["stage"]
    assert Kept(tmp_path)("stage", (1,), lambda: (5, 6)) == (3, 4)


def test_each_text_is_asked_of_once(tmp_path):
    asked = []

    def lengths(texts):
        asked.extend(texts)
        return [len(text) for text in texts]

    assert Kept(tmp_path).each("lengths", (), ["a", "bb", "a"], lengths) == [1, 2, 1]
    assert Kept(tmp_path).each("lengths", (), ["bb", "ccc"], lengths) == [2, 3]
    assert asked == ["a", "bb", "ccc"]


def test_what_is_forgotten_is_let_go_and_still_kept(tmp_path):
    keep = Kept(tmp_path)
    found = keep("stage", (1,), lambda: np.arange(5))
    held = weakref.ref(found)
    keep.forget()
    del found
    assert held() is None
    assert keep("stage", (1,), lambda: None).tolist() == [0, 1, 2, 3, 4]


def test_what_is_held_back_is_written_once_there_is_a_cache(tmp_path):
    folder = tmp_path / ".cache"
    late = Kept(folder, late=True)
    assert late.each("lengths", (), ["a", "bb"], lambda texts: list(map(len, texts))) == [1, 2]
    assert late.each("lengths", (), ["bb", "ccc"], lambda texts: list(map(len, texts))) == [2, 3]
    late.flush()
    assert not folder.exists()
    folder.mkdir()
    late = Kept(folder, late=True)
    late.each("lengths", (), ["a"], lambda texts: list(map(len, texts)))
    late.each("lengths", (), ["bb"], lambda texts: list(map(len, texts)))
    late.flush()
    again = Kept(folder)
    assert again.each("lengths", (), ["a", "bb"], lambda texts: []) == [1, 2]


def test_the_last_used_are_kept_and_the_folder_does_not_grow(tmp_path):
    for number in range(MOST_KEPT + 3):
        Kept(tmp_path)("stage", (number,), lambda: ())
        Kept(tmp_path)("other stage", (number,), lambda: ())
    names = sorted(path.name.rpartition("-")[0] for path in (tmp_path / STAGES).iterdir())
    assert names == ["other stage"] * MOST_KEPT + ["stage"] * MOST_KEPT


def test_a_clock_that_was_ahead_drops_nothing_that_is_new(tmp_path):
    for number in range(MOST_KEPT):
        Kept(tmp_path)("stage", (number,), lambda: ())
    for path in (tmp_path / STAGES).iterdir():
        os.utime(path, (2**32, 2**32))
    for number in range(MOST_KEPT):
        Kept(tmp_path)("stage", ("new", number), lambda: ())
    again = Kept(tmp_path)
    for number in range(MOST_KEPT):
        again("stage", ("new", number), lambda: ())
    assert again.computed == []


def test_other_sources_of_the_tool_use_nothing_that_was_kept(tmp_path, monkeypatch):
    Kept(tmp_path)("stage", (), lambda: 1)
    monkeypatch.setattr("secondcoder.procedures.kept._maker", lambda: "another version")
    assert Kept(tmp_path)("stage", (), lambda: 2) == 2


VALUES = (
    Person("Ann"),
    Code(id="a", path=("Land", "Soil"), facets=(("polarity", "Successes"),)),
    {"Ann": frozenset({"p1", "p2"}), ("a", 1): [None, True, 1.5, float("inf")]},
    np.arange(6, dtype=np.float32).reshape(2, 3),
    np.float64(0.1),
    np.array(7),
)


def test_records_and_arrays_come_back_as_they_were():
    back = from_bytes(to_bytes(VALUES))
    assert back[:3] == VALUES[:3]
    for one, other in zip(back[3:], VALUES[3:], strict=True):
        assert one.dtype == other.dtype
        assert one.shape == other.shape
        assert (one == other).all()
    assert digested(back) == digested(VALUES)


@dataclass(frozen=True)
class Foreign:
    value: int = 1


def test_what_is_long_is_written_in_pieces_and_comes_back_as_it_was(monkeypatch):
    one = Evidence(entry_part="name", entry_text="Ä", words=("a",), theme_id="", neighbours=())
    value = Suggestions(
        ranked=tuple(
            Suggestion(
                passage_id=f"p{number}",
                rank=1,
                code_id="c",
                confidence=0.5,
                suggested=True,
                basis="codebook",
                evidence=one,
            )
            for number in range(7)
        ),
        abstentions=(),
        basis="codebook",
        threshold=0.25,
    )
    values = (value, {f"k{n}": frozenset({n, n + 1}) for n in range(7)}, tuple(range(6)), ())
    whole = [kept_form.to_bytes(one) for one in values]
    monkeypatch.setattr(kept_form, "LONG", 3)
    assert [kept_form.to_bytes(one) for one in values] == whole
    assert tuple(map(kept_form.from_bytes, whole)) == values


@pytest.mark.parametrize("value", [Foreign(), object(), np.array([object()], object)])
def test_nothing_is_kept_that_is_not_of_this_package(value):
    with pytest.raises(TypeError, match="cannot be kept"):
        to_bytes(value)


@pytest.mark.parametrize("name", ["subprocess:Popen", "secondcoder.errors:SecondcoderError"])
def test_nothing_but_records_of_this_package_is_made_of_bytes(name):
    tree = np.frombuffer(json.dumps({"c": name, "f": ["true"]}).encode(), np.uint8)
    file = io.BytesIO()
    np.savez(file, tree=tree)
    with pytest.raises(ValueError, match="no record of this package"):
        from_bytes(file.getvalue())


def test_what_is_kept_lies_with_the_study_or_else_with_the_result(tmp_path, monkeypatch):
    from secondcoder.procedures import places

    study, out = tmp_path / "study", tmp_path / "out"
    study.mkdir()
    assert places.cache_of(study, None) == study / "runs" / ".cache"
    assert places.cache_of(study, out) == study / "runs" / ".cache"
    monkeypatch.setattr(places.os, "access", lambda path, mode: "study" not in str(path))
    assert places.cache_of(study, out) == out / ".cache"
