"""Transcripts, captions and folders as people have them; each case is a folder of `cases/`."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from secondcoder.reading.documents.documents import read_documents
from secondcoder.study.infer import infer_config

CASES = Path(__file__).parent / "cases"
MARK = re.compile(r"#\d|\d:\d\d|-->|//|\*\*")
TWICE = ("Ann Example", "Ben Sample") * 2
SAID_NOBODY = "nobody was recognised as moderator"


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a case reads as: who says its passages, who asks, when, and what is said of it."""

    passages: tuple[str, ...]
    """Speakers of the passages, in order."""
    asks: frozenset[str] = frozenset()
    times: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    file: str = ""


def case(passages, asks=(), **others):
    return Case(passages=tuple(passages), asks=frozenset(asks), **others)


READ = {
    "bold_stamp": case(
        "BBB",
        "I",
        times=("00:00:05", "00:00:24", "00:00:44"),
        notices=("5 lines are no passages (front matter)", "2 lines are no passages (legend)"),
    ),
    "f4_en": case("BBB", "I", times=("00:00:25", "00:00:44", "00:01:02")),
    "maxqda_par": case("BBB", "I"),
    "whisper_txt": case(
        ("",) * 4,
        times=("00:00:00", "00:00:04", "00:00:09", "00:00:12"),
        notices=("no speakers are named",),
    ),
    "overlap": case(("S01", "S00", "S01", "S02", "S00", "S01", "S00"), notices=(SAID_NOBODY,)),
    "peer_talk": case(("Rowan", "Imke") * 4, notices=(SAID_NOBODY,)),
    "pair_interview": case(("Sefa", "Joan", "Sefa", "Joan", "Sefa", "Joan", "Sefa"), ["INT"]),
    "mdtable": case(("",) * 3, notices=("(header)", "(table)")),
    "memo_file": case(("P1",) * 3, "I"),
    "youtube": case(("",), notices=("shown twice",)),
    "vtt_nohead": case(("Ann", "Ben"), notices=("first line WEBVTT is missing", SAID_NOBODY)),
    "srt_nonum": case(("Ann", "Ben"), notices=("numbers of the captions are missing",)),
    "srt_dots": case(("Ann", "Ben")),
    "deep": case(("P1",) * 3, "I"),
    "ar": case(["المشاركة"] * 2, ["الباحث"]),
    "zh": case(["受访者"] * 3, ["访谈者"]),
    "pt": case(["Participante"] * 2, ["Pesquisadora"]),
    "fr": case(["Enquêté"] * 3, ["Enquêtrice"]),
    "es": case(["Entrevistada"] * 2, ["Entrevistadora"]),
    "descript": case(TWICE, times=("00:00:01", "00:00:05", "00:00:12", "00:00:15")),
    "otter": case(
        TWICE, notices=("(line about the transcript): “Transcribed by", "Ann Example asks 2 of 2")
    ),
    "teams": case(TWICE),
    "teams_docx": case(TWICE),
    "trint": case(("Speaker 1", "Speaker 2") * 2),
    "zoom": case(TWICE),
    "voice_alone": case(TWICE[:2]),
    "whisperx": case(("SPEAKER_00", "SPEAKER_01") * 2),
    "maxqda_fg": case(("Zack", "Jim") * 2, times=("00:03:40", "00:03:44", "00:03:51", "00:03:55")),
    "same_name": case(("P1",) * 6, "I"),
    "table_docx": case(("P1",) * 3, "I", times=("00:00:09", "00:00:25", "00:00:44")),
}
GUESS = ("this is a guess",)
LAYOUTS = {
    "own_para_bold": case(["Tom Brown"] * 3, ["Judith Keller"], notices=GUESS),
    "own_para_bold_break": case(["Tom Brown"] * 3, ["Judith Keller"], notices=GUESS),
    "role_break": case(["Tom"] * 3, ["Interviewer"]),
    "bold_tab": case(["TB"] * 3, ["JK"], notices=GUESS),
    "bold_questions": case([""] * 3, [""], notices=GUESS),
    "rev": case(["Tom Brown"] * 3, ["Judith Keller"], notices=GUESS),
    "teams": case(["Tom Brown"] * 3, ["Judith Keller"], notices=GUESS),
    "teams2": case(["Tom Brown"] * 3, ["Judith Keller"], notices=GUESS),
}


def read_folder(folder):
    inferred = infer_config(folder)
    return inferred, read_documents(folder, inferred.config.documents)


def check(expected, read):
    blocks = [
        (block, doc.text[block.start : block.end]) for doc in read.documents for block in doc.blocks
    ]
    passages = [block for block, _ in blocks if not block.moderator]
    assert tuple(block.speaker for block in passages) == expected.passages
    assert {block.speaker for block, _ in blocks if block.moderator} == expected.asks
    if expected.times:
        assert tuple(block.time for block in passages) == expected.times
    for block, text in blocks:
        assert not MARK.search(text)
        assert not (block.speaker and text.startswith(block.speaker))
    if expected.asks:
        assert all(block.question for block in passages)
        assert not any(MARK.search(block.question) for block in passages)
    said = [notice.message for notice in read.notices]
    for part in expected.notices:
        assert any(part in message for message in said), said


@pytest.mark.parametrize("name", READ)
def test_cases(name):
    check(READ[name], read_folder(CASES / name)[1])


@pytest.mark.parametrize("name", LAYOUTS)
def test_word_layouts(name):
    check(LAYOUTS[name], read_folder(CASES / "word_layouts" / name)[1])


def test_captions_that_roll_are_read_once():
    (document,) = read_folder(CASES / "youtube")[1].documents
    assert document.text == "what did you like the garden most"


def test_files_about_the_study_are_named():
    inferred, read = read_folder(CASES / "memo_file")
    assert [document.name for document in read.documents] == ["int1"]
    for name in ("Leitfaden.txt", "interview guide.txt", "memo_int1.txt"):
        assert any(
            note.startswith(f"{name}: left out, because by its name") for note in inferred.notes
        )


def test_files_that_are_passed_over_are_named(tmp_path):
    study = tmp_path / "study"
    shutil.copytree(CASES / "deep", study)
    for name in (".hidden.txt", "~$int1.docx", "photo.jpg", "talk.mp3", "Tour guide 3.txt"):
        (study / name).write_text("I: Why?\n\nP1: Because of the rain.\n\nI: And?\n\nP1: Sun.\n")
    far = study.joinpath(*(f"level {number}" for number in range(10)))
    far.mkdir(parents=True)
    (far / "int9.txt").write_text("lost")
    inferred, read = read_folder(study)
    assert [document.name for document in read.documents] == ["Tour guide 3", "int1"]
    notes = "\n".join(inferred.notes)
    assert "passed over, hidden files or lock files: .hidden.txt, ~$int1.docx" in notes
    assert "passed over, files of kinds that are not read: photo.jpg, talk.mp3" in notes
    assert "passed over, deeper than 8 folders: level 0/" in notes
    with_pattern = infer_config(study).config.documents[0].model_copy(update={"path": "*.txt"})
    (notice,) = (
        n for n in read_documents(study, [with_pattern]).notices if n.kind == "passed over"
    )
    assert ".hidden.txt" in notice.message


def test_a_record_of_fields_is_read_as_text_under_headings():
    (document,) = read_folder(CASES / "record")[1].documents
    texts = [(block.heading, document.text[block.start : block.end]) for block in document.blocks]
    assert [heading for heading, _ in texts] == [
        "Abstract",
        "Description",
        "Impact",
        "Description",
        "Impact",
    ]
    assert not any(text.startswith(("Description", "Impact", "Amount")) for _, text in texts)
