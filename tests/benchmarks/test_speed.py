import csv

import pytest

from benchmarks.speed import made_study
from benchmarks.speed.measured import Clock
from benchmarks.speed.tables import Figure, medians, page, read, write
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config


@pytest.fixture
def source(tmp_path, monkeypatch):
    folder = tmp_path / "source"
    folder.mkdir()
    words = "the nurse was kind and the room was clean".split()
    texts = [(n, " ".join(words[n % 9 :] + words[: n % 9])) for n in range(12)]
    codes = [(n, f"Code {n % 4}", "gold") for n in range(12)]
    for name, head, rows in (
        ("passages.csv", ("id", "text"), texts),
        ("labels.csv", ("id", "code", "coder"), codes),
    ):
        with (folder / name).open("w", newline="") as file:
            csv.writer(file).writerows([head, *rows])
    monkeypatch.setattr(made_study, "SOURCE", folder)


def test_a_made_up_survey_is_read_as_a_study_and_is_always_the_same(source, tmp_path):
    for name in ("one", "two"):
        made_study.make_study(tmp_path / name, 40)
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()
    loaded = load_config(tmp_path / "one")
    material = load_material(loaded.folder, loaded.config)
    assert len(material.passages) == 40
    assert all(len(passage.text.split()) >= 30 for passage in material.passages)
    assert len(material.codebook.codes) == 4
    assert len(material.coding.seen["Coder"]) == 4
    assert not material.coding.unplaced


def test_stages_follow_each_other_and_are_summed_up():
    clock = Clock(started=0.0)
    clock.say("Encoding 434 passages")
    clock.end()
    assert [one["stage"] for one in clock.stages] == [
        "start and imports",
        "Encoding passages",
        "all",
    ]
    assert clock.stages[-1]["megabytes"] == max(one["megabytes"] for one in clock.stages)


def test_the_page_holds_medians_ratio_growth_and_the_last_release(tmp_path):
    def run(seconds):
        return [
            {"stage": stage, "seconds": seconds, "processor": seconds, "megabytes": 100.0}
            for stage in ("Encoding passages", "all")
        ]

    figures = [
        *medians("1000", {"cold": [run(8), run(30), run(10)], "bertopic": [run(20)]}),
        *medians("10000", {"cold": [run(100)]}),
    ]
    write(tmp_path / "speed.csv", figures)
    assert read(tmp_path / "speed.csv") == figures
    last = [
        Figure(
            part="1000",
            kind="cold",
            stage="all",
            seconds=12.5,
            processor=1,
            megabytes=1,
            runs=1,
            machine="",
        )
    ]
    text = page(figures, last)
    assert (
        "| 1,000 answers | secondcoder, no cache | 10.0 | 12.5 | 10.0 | 100 | – | 0.50 | 3 |"
        in text
    )
    assert "- 1.00 from 1,000 to 10,000" in text
    assert "| Encoding passages | 100.0 | 100.0 | 100 |" in text
