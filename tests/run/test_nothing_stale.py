"""Random changes of a study: what is taken from before comes to the bytes of a run that keeps none.

Edits of files and settings, states of before that come back, damaged and missing kept files, times
set back and ahead: after each the command line's result is held against the same study, copied,
without anything kept.
"""

import os
import random
import shutil

import pytest

from made import CONFIG, snapshot, write_study
from secondcoder.errors import SecondcoderError
from secondcoder.page.figures.style import Drawn, Files
from secondcoder.procedures.kept_form import digested
from secondcoder.procedures.second_coder.run import run_study

STEPS = 15
SETTINGS = (
    "seed = 3\n",
    'stance = "reflexive"\n',
    '[passages]\nunit = "sentence"\n',
    '[suggest]\nbasis = "coding"\n',
    '[suggest]\nranks = 12\ncodes_a_passage = "one"\n',
    "[reconcile]\noverlap = 0.9\n",
    "[comparison]\nmargin = 0.1\n",
)


def drawn_as_what_is_shown(draw, shown, named):
    """Return a figure of which the files are what it would show: quick, and as telling."""
    data = b"".join(digested((shown, dict(named))))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><!--{data.hex()}--></svg>'
    name = f"{draw.__name__}{named.get('place', '')}".removeprefix("draw_")
    return Drawn(name, Files(svg, data, data))


class Study:
    """A study that is changed at random."""

    def __init__(self, folder, seed):
        self.folder, self.random = write_study(folder / "study"), random.Random(seed)  # noqa: S311
        self.saved = folder / "saved"
        shutil.copytree(self.folder, self.saved)

    def replace(self, name, *pairs):
        path = self.folder / name
        if path.exists():
            path.write_text(path.read_text().replace(*self.random.choice(pairs)))

    def letter(self):
        path = self.random.choice(sorted(self.folder.glob("talk*.txt")))
        text, at = path.read_text(), self.random.randrange(5, 200)
        before = path.stat()
        path.write_text(text[:at] + self.random.choice("abc ,é") + text[at + 1 :])
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def files(self):
        talk = self.random.choice(sorted(self.folder.glob("talk*.txt")))
        match self.random.randrange(4):
            case 0:
                talk.rename(talk.with_name(f"talk{self.random.randrange(9)}x.txt"))
            case 1:
                shutil.copy(talk, talk.with_name(f"talk{self.random.randrange(10, 20)}.txt"))
            case 2:
                (self.folder / "notes.csv").write_text("code\nLand\n" * self.random.randrange(3))
            case _:
                os.utime(talk, (1, 1))

    def coding(self):
        path = self.folder / "eva.csv"
        head, *rows = path.read_text().splitlines()
        self.random.shuffle(rows)
        path.write_text("\n".join([head, *rows[self.random.randrange(2) :]]) + "\n")

    def recoded(self):
        self.replace("eva.csv", ("Land,Soil", "Song,Concerts"), ("Song,Singing", "Means,Wages"))

    def codebook(self):
        self.replace(
            "codebook.csv", ("compost", "spade"), ("bus timetable", "lorry"), ("Soil", "Mud")
        )

    def setting(self):
        setting = self.random.choice(SETTINGS)
        before, after = (setting, "") if setting[0] != "[" else ("", setting)
        (self.folder / "study.toml").write_text(before + CONFIG + after)

    def before(self):
        for path in self.folder.glob("*.*"):
            path.unlink()
        shutil.copytree(self.saved, self.folder, dirs_exist_ok=True)

    def damage(self):
        kept = [path for path in sorted(self.folder.glob("runs/.cache/**/*")) if path.is_file()]
        for path in self.random.sample(kept, min(5, len(kept))):
            data = bytearray(path.read_bytes() or b"0")
            match self.random.randrange(4):
                case 0:
                    data[self.random.randrange(len(data))] ^= 1 << self.random.randrange(8)
                    path.write_bytes(data)
                case 1:
                    path.write_bytes(data[: self.random.randrange(len(data))])
                case 2:
                    path.unlink()
                case _:
                    os.utime(path, (2**32, 2**32))

    def nothing(self):
        """Change nothing."""


EDITS = (
    *("letter", "files", "coding", "recoded", "codebook", "setting", "setting"),
    *("before", "damage", "nothing"),
)


def afresh(study, folder):
    """Return what a run of a copy comes to that keeps nothing; ``None`` where it is refused."""
    shutil.rmtree(folder, ignore_errors=True)
    copy = folder / "study"
    shutil.copytree(study, copy, ignore=shutil.ignore_patterns("runs"))
    try:
        return snapshot(run_study(copy, anyway=True).folder)
    except SecondcoderError:
        return None


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_whatever_changes_the_result_is_that_of_a_run_that_keeps_nothing(
    fake_model, called, tmp_path, monkeypatch, seed
):
    monkeypatch.setattr("secondcoder.procedures.drawn.files_of", drawn_as_what_is_shown)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    study = Study(tmp_path, seed)
    stood = 0
    for _ in range(STEPS):
        edits = study.random.choices(EDITS, k=study.random.choice((1, 1, 2)))
        for edit in edits:
            getattr(study, edit)()
        code, out, errors = called("suggest", study.folder, "--anyway")
        expected = afresh(study.folder, tmp_path / "afresh")
        assert (code == 0) == (expected is not None), (edits, errors)
        if code == 0:
            (report,) = [line for line in out.splitlines() if line.startswith("Report: ")]
            run = study.folder / "runs" / report.split("/")[-2]
            assert snapshot(run) == expected, edits
            stood += "Nothing has changed" in errors
    assert stood
