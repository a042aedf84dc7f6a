"""``suggest NEW --learnt-from STUDY``: real files, the command line, what is kept and refused."""

import io
import json
import re
import shutil
import zipfile

import numpy as np
import pytest

from made import CODEBOOK, CODED_AS, CONFIG, topical_texts, write_study
from secondcoder.procedures.kept_form import from_bytes, to_bytes
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.publish.csv_files import read_csv

FILE = "learnt_coder.npz"
pytestmark = pytest.mark.usefixtures("fake_model")


LEARNT = {}
"""The first study with its result, made once."""


@pytest.fixture
def wave(tmp_path, tmp_path_factory, called):
    """Return a copy of a first study that was learnt from, and the folder of its result."""
    if not LEARNT:
        study = write_study(tmp_path_factory.mktemp("wave") / "first")
        code, _, said = called("suggest", study, "--basis", "coding", "--quiet")
        assert code == 0, said
        LEARNT["study"] = study
    study = tmp_path / "first"
    shutil.copytree(LEARNT["study"], study)
    return study, latest(study)


def latest(study):
    note = json.loads((study / "runs" / ".last.json").read_text("utf-8"))
    return study / "runs" / note["second-coder"]


def second(folder, *, config=CONFIG, codebook=CODEBOOK, coded=24):
    """Write a study of the same topics in other words' order, with its own coding or none."""
    study = write_study(folder, config=config, codebook=codebook, coded=coded)
    texts, topics = topical_texts(6, seed=5)
    rows = ["document,quote,theme,subtheme"]
    for number in range(3):
        part = range(8 * number, 8 * number + 8)
        turns = [f"{('Ida', 'Jo')[row % 2]}: {texts[row]}" for row in part]
        (study / f"talk{number}.txt").write_text("\n".join(turns) + "\n", encoding="utf-8")
        rows += [f'talk{number},"{texts[row]}",{CODED_AS[topics[row]]}' for row in part]
    (study / "eva.csv").write_text("\n".join(rows[: coded + 1]) + "\n", encoding="utf-8")
    return study


UNCODED = re.sub(r"\[\[coding\]\].*?\n\n", "", CONFIG, flags=re.DOTALL)


def test_a_second_wave_is_coded_as_the_first_taught(wave, tmp_path, called):
    study, first = wave
    new = second(tmp_path / "second", config=UNCODED)
    code, out, said = called("suggest", new, "--learnt-from", study)
    assert code == 0, said
    assert "from the coding of another study" in out
    assert "“Allotments and buses”, coded by Eva" in out
    run = json.loads((latest(new) / "run.json").read_text("utf-8"))
    kept = json.loads((first / "run.json").read_text("utf-8"))["kept_coder"]
    told = run["learnt_from"]
    assert (told["coders"], told["passages"], told["documents"]) == (["Eva"], 20, 3)
    assert told["run_id"] == first.name
    assert told["first_right"] == kept["first_right"] > 0.5
    assert (run["basis"], run["trained_on"]) == ("coding of another study", ["Eva"])
    report = (latest(new) / "report.html").read_text("utf-8")
    methods = (latest(new) / "methods.md").read_text("utf-8")
    for page in (report, methods):
        assert f"(run {first.name}): 20 passages in 3 documents, coded by Eva" in page
    assert "Nothing was used of any coding of this study, which has none." in report
    assert "never that document’s own" not in report


def test_own_coding_is_compared_only_and_said(wave, tmp_path, called):
    study, _ = wave
    with_own = second(tmp_path / "coded")
    without = second(tmp_path / "uncoded", config=UNCODED)
    for new in (with_own, without):
        assert called("suggest", new, "--learnt-from", study, "--quiet")[0] == 0
    assert suggested(with_own) == suggested(without)
    report = (latest(with_own) / "report.html").read_text("utf-8")
    assert "The coding of this study was not used; it is compared only." in report
    assert (latest(with_own) / "agreement.csv").is_file()
    assert not (latest(with_own) / FILE).exists()


def suggested(study):
    data = (latest(study) / "suggestions.csv").read_bytes()
    rows = read_csv(SUGGESTIONS, data, name="suggestions.csv")
    assert rows
    return [(row.passage_id, row.rank, row.code, row.confidence, row.suggested) for row in rows]


def test_what_is_kept_holds_no_text_of_participants(wave):
    _study, first = wave
    data = (first / FILE).read_bytes()
    inside = data + b"".join(
        zipfile.ZipFile(io.BytesIO(data)).read(name)
        for name in zipfile.ZipFile(io.BytesIO(data)).namelist()
    )
    nested = from_bytes(data)["coder"]
    inside += b"".join(
        zipfile.ZipFile(io.BytesIO(nested)).read(name)
        for name in zipfile.ZipFile(io.BytesIO(nested)).namelist()
    )
    assert b"Allotments and buses" in inside
    words = set(re.findall(r"[a-z]{5,}", " ".join(topical_texts(6)[0]).lower()))
    names = set(re.findall(r"[a-z]{5,}", CODEBOOK.split("\n", 1)[0].lower()))
    for word in words - names:
        assert word.encode() not in inside.lower() or word in CODEBOOK.lower(), word
    for speaker in (b"Ann:", b"Bo:", b"We spoke of"):
        assert speaker not in inside
    with np.load(io.BytesIO(nested), allow_pickle=False) as held:
        assert all(not held[name].dtype.hasobject for name in held.files)


def test_it_is_part_of_the_id_and_of_what_stands(wave, tmp_path, called):
    study, _ = wave
    new = second(tmp_path / "second")
    assert called("suggest", new, "--quiet")[0] == 0
    alone = latest(new)
    assert called("suggest", new, "--learnt-from", study, "--quiet")[0] == 0
    learnt = latest(new)
    assert learnt != alone
    *_, said = called("suggest", new, "--learnt-from", study)
    assert "Nothing has changed" in said
    rows = (study / "eva.csv").read_text("utf-8").splitlines()
    (study / "eva.csv").write_text("\n".join(rows[:-4]) + "\n", encoding="utf-8")
    assert called("suggest", study, "--basis", "coding", "--quiet")[0] == 0
    *_, said = called("suggest", new, "--learnt-from", study)
    assert "Nothing has changed" not in said
    assert latest(new) not in (learnt, alone)


def test_a_result_or_its_file_serves_as_well_as_the_study(wave, tmp_path, called):
    study, first = wave
    new = second(tmp_path / "second")
    found = []
    for place in (study, first, first / FILE):
        assert called("suggest", new, "--learnt-from", place, "--quiet", "--again")[0] == 0
        found.append((latest(new).name, (latest(new) / "run.json").read_bytes()))
    assert found[0] == found[1] == found[2]
    assert str(tmp_path).encode() not in found[0][1]


def test_the_report_written_again_keeps_the_coder(wave, called):
    study, first = wave
    before = (first / FILE).read_bytes()
    assert called("report", study)[0] == 0
    assert (first / FILE).read_bytes() == before


def changed_codebook(new):
    text = CODEBOOK.replace("bus timetable", "tram timetable").replace("Song,Concerts", "Song,Gigs")
    (new / "codebook.csv").write_text(text, encoding="utf-8")


def no_codebook(new):
    text = re.sub(r"\[codebook\].*?\n\n", "", UNCODED, flags=re.DOTALL)
    (new / "study.toml").write_text(text, encoding="utf-8")
    (new / "codebook.csv").unlink()


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (
            changed_codebook,
            [
                "only there: 'Song > Concerts'",
                "only here: 'Song > Gigs'",
                "worded otherwise: 'Getting about > Buses'",
            ],
        ),
        (no_codebook, ["no codebook", "Copy the codebook"]),
    ],
)
def test_another_codebook_is_refused_with_what_differs(wave, tmp_path, called, change, wanted):
    study, _ = wave
    new = second(tmp_path / "second", config=UNCODED)
    change(new)
    code, _, said = called("suggest", new, "--learnt-from", study)
    assert code == 2
    for one in wanted:
        assert one in said
    assert not list((new / "runs").glob("*/run.json"))


def test_another_encoder_is_refused(wave, tmp_path, called):
    _study, first = wave
    coder = from_bytes((first / FILE).read_bytes())
    about = {**coder["about"], "encoder": ["another-model", "0"]}
    (tmp_path / FILE).write_bytes(to_bytes({**coder, "about": about}))
    new = second(tmp_path / "second")
    code, _, said = called("suggest", new, "--learnt-from", tmp_path / FILE)
    assert code == 2
    assert "and another-model was learnt with" in said
    assert "[model]" in said


def test_another_version_and_what_is_no_coder_are_refused(wave, tmp_path, called):
    _study, first = wave
    new = second(tmp_path / "second")
    data = (first / FILE).read_bytes()
    coder = from_bytes(data)
    older = {**coder, "about": {**coder["about"], "version": "0.0.1"}}
    (tmp_path / "older.npz").write_bytes(to_bytes(older))
    (tmp_path / "half.npz").write_bytes(data[: len(data) // 2])
    (tmp_path / "list.npz").write_bytes(to_bytes([1, 2]))
    for name, wanted in (
        ("older.npz", "kept by version 0.0.1"),
        ("half.npz", "no learnt coder, or is damaged"),
        ("list.npz", "no learnt coder, or is damaged"),
    ):
        code, _, said = called("suggest", new, "--learnt-from", tmp_path / name)
        assert (code, wanted in said) == (2, True), said
    (first / FILE).write_bytes(data[:-1])
    code, _, said = called("suggest", new, "--learnt-from", first)
    assert code == 2
    assert "not as it was written" in said


def test_a_study_that_learnt_nothing_says_what_to_run(tmp_path, called):
    study = write_study(tmp_path / "first")
    assert called("suggest", study, "--quiet")[0] == 0
    new = second(tmp_path / "second")
    code, _, said = called("suggest", new, "--learnt-from", study)
    assert code == 2
    assert f"secondcoder suggest {study} --basis coding" in said
    code, _, said = called("suggest", new, "--learnt-from", study, "--basis", "coding")
    assert code == 2
    assert "exclude each other" in said
    with (new / "study.toml").open("a") as file:
        file.write('\n[suggest]\nbasis = "another study"\n')
    code, _, said = called("suggest", new)
    assert code == 2
    assert "--learnt-from" in said
