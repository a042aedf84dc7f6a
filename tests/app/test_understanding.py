"""What was understood of a study is read anew as soon as anything that it hangs on has changed."""

import os

import pytest

from made import CODEBOOK, write_study
from secondcoder.app.understanding import Readings


def same_size_and_time(study):
    path = study / "talk0.txt"
    before = path.stat()
    path.write_text(path.read_text().replace("We", "He"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def next_round(study):
    path = study / "rounds" / "3" / "codebook.csv"
    path.parent.mkdir()
    path.write_text(CODEBOOK.replace("Soil", "Earth"))


def codebook_of_a_round(study):
    path = study / "rounds" / "2" / "codebook.csv"
    path.write_text(CODEBOOK.replace("Soil", "Earth"))


def beside_the_study(study):
    (study.parent / "more.txt").write_text("Ann: The choir sang of the harvest.\n")


@pytest.mark.parametrize(
    "change", [same_size_and_time, next_round, codebook_of_a_round, beside_the_study]
)
def test_whatever_a_reading_hangs_on_has_it_read_anew(tmp_path, change):
    study = write_study(tmp_path / "study")
    (tmp_path / "more.txt").write_text("Ann: The bus was late.\n")
    config = study / "study.toml"
    config.write_text(config.read_text() + '\n[[documents]]\npath = "../more.txt"\n')
    (study / "rounds" / "2").mkdir(parents=True)
    (study / "rounds" / "2" / "codebook.csv").write_text(CODEBOOK)
    readings = Readings()
    before = readings.of(study)
    assert readings.of(study) is before
    change(study)
    after = readings.of(study)
    assert after.material != before.material
    assert after.material == Readings().of(study).material
