"""One name means the same file on every system: accents, letter case, order, drives, devices."""

import ntpath
import random
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from secondcoder import file_names
from secondcoder.decisions.old_database import address_of
from secondcoder.errors import SecondcoderError
from secondcoder.exchange.safe_names import file_stems
from secondcoder.file_names import as_on_disk, fits, in_order, is_reserved, matching, relative_name
from secondcoder.reading.documents.documents import find_files
from secondcoder.study.assemble import load_material
from secondcoder.study.infer import infer_config
from secondcoder.study.load import load_config
from secondcoder.study.walk import found_by

NFC, NFD = (unicodedata.normalize(form, "Éva") for form in ("NFC", "NFD"))
TALK = "Ann: The garden is where we meet on Mondays.\nBo: The bus is late whenever it rains.\n"
CODED = "document,quote,code\n{},The garden is where we meet on Mondays.,Garden\n"
CONFIG = """
title = "Gardens"
[[documents]]
path = "{path}"
[[coding]]
path = "ÉVA coded.csv"
coder = "Ana"
document = "document"
passage = "quote"
code = "code"
"""


@pytest.mark.parametrize("on_disk", [NFC, NFD])
@pytest.mark.parametrize("in_coding", [NFC, NFD])
@pytest.mark.parametrize("in_config", [f"{NFC}.txt", f"{NFD}.txt", "*.txt", "ÉVA.TXT"])
def test_accents_are_the_same_however_they_are_written(tmp_path, on_disk, in_coding, in_config):
    (tmp_path / f"{on_disk}.txt").write_text(TALK, encoding="utf-8")
    (tmp_path / f"{on_disk} coded.csv").write_text(CODED.format(in_coding), encoding="utf-8")
    (tmp_path / "study.toml").write_text(CONFIG.format(path=in_config), encoding="utf-8")
    loaded = load_config(tmp_path)
    material = load_material(tmp_path, loaded.config)
    assert [(one.name, one.source) for one in material.documents] == [(NFC, f"{NFC}.txt")]
    assert [c.document for c in material.coding.codings] == [NFC]
    assert material.coding.unplaced == ()
    assert (f"{NFC}.txt",) == tuple(name for name, _ in material.inputs if name.endswith(".txt"))


def test_a_copy_from_a_mac_is_inferred_alike(tmp_path):
    said = []
    for form in (NFC, NFD):
        folder = tmp_path / form / "study"
        folder.mkdir(parents=True)
        for name in (form, "Abel", "Zoe"):
            (folder / f"{name}.txt").write_text(TALK * 5, encoding="utf-8")
        (folder / f"{form} two.md").write_text(TALK * 5, encoding="utf-8")  # named by itself
        inferred = infer_config(folder)
        said.append((inferred.config, inferred.notes))
        assert all(find_files(folder, source.path) for source in inferred.config.documents)
    assert said[0] == said[1]


def test_patterns_know_no_letter_case(tmp_path):
    for name in ("a.txt", "B.TXT", "c.Txt", "d.docx"):
        (tmp_path / name).write_text(TALK, encoding="utf-8")
    for pattern in ("*.txt", "*.TXT", "./*.txt", "?.tXt"):
        assert {f.name for f in find_files(tmp_path, pattern)} == {"a.txt", "B.TXT", "c.Txt"}
    assert [f.name for f in find_files(tmp_path, "b.txt")] == ["B.TXT"]
    (tmp_path / "d.docx").unlink()
    sources = infer_config(tmp_path).config.documents
    assert [source.path for source in sources] == ["*.txt"]  # one pattern finds each file once
    assert len(load_material(tmp_path, load_config(tmp_path).config).documents) == 3


def test_an_exact_name_comes_before_one_in_other_letters(tmp_path):
    for name in ("a.txt", "A.txt"):
        (tmp_path / name).touch()
    assert as_on_disk(tmp_path / "A.txt").name == "A.txt"
    assert as_on_disk(tmp_path / "a.TXT").name in {"a.txt", "A.txt"}
    assert as_on_disk(tmp_path / "none" / "x.txt") == tmp_path / "none" / "x.txt"


def test_patterns_find_what_they_did(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("1.txt", "a/2.txt", "a/b/3.txt", ".h.txt", "a/.g/4.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    def found(pattern, **more):
        return [f.relative_to(tmp_path).as_posix() for f in matching(tmp_path, pattern, **more)]

    assert found("**/*.txt") == ["1.txt", "a/2.txt", "a/b/3.txt"]
    assert found("A/**") == ["a/2.txt", "a/b/3.txt"]
    assert found("*/*.txt") == ["a/2.txt"]
    assert found(".*") == [".h.txt"]
    assert found("**/*", hidden=True)[0] == ".h.txt"
    assert found(f"{tmp_path.as_posix()}/[12].txt") == ["1.txt"]
    assert [f.name for f in matching(tmp_path / "a", "../*.txt")] == ["1.txt"]
    assert found("none/*.txt") == found("1.txt/*") == []


def test_files_stand_in_one_order_whatever_the_system_compares():
    names = ["b.txt", "A.txt", "a.txt", "a/z.txt", "a-b.txt", f"{NFD}.txt", "Eva.txt", "Ézra.txt"]
    rng = random.Random(3)  # noqa: S311
    orders = set()
    for kind in (PurePosixPath, PureWindowsPath):
        for _ in range(5):
            rng.shuffle(names)
            composed = [unicodedata.normalize("NFC", n) if rng.random() < 0.5 else n for n in names]
            ordered = in_order(kind(name) for name in composed)
            orders.add(tuple(unicodedata.normalize("NFC", p.as_posix()) for p in ordered))
    assert len(orders) == 1
    assert in_order([PureWindowsPath("a.txt"), PureWindowsPath("B.txt")])[0].name == "B.txt"


def test_files_of_a_study_come_in_this_order(tmp_path):
    for name in ("b.txt", "A.txt", "a2.txt", "C.txt"):
        (tmp_path / name).write_text(TALK, encoding="utf-8")
    assert [f.name for f in find_files(tmp_path, "*.txt")] == ["A.txt", "C.txt", "a2.txt", "b.txt"]


def test_a_file_on_another_drive_has_a_name(monkeypatch):
    monkeypatch.setattr(
        file_names.os.path, "relpath", lambda *_: ntpath.relpath("D:\\texts\\a.txt", "C:\\study")
    )
    assert relative_name(Path("/study"), Path("/texts/a.txt")) == "/texts/a.txt"


@pytest.mark.parametrize(
    "name", ["con", "NUL.txt", "COM1", "com¹", "LPT².docx", "lpt³", "CONIN$", "aux.tar.gz"]
)
def test_names_of_devices_are_not_used(name):
    assert is_reserved(name)
    assert not is_reserved(f"{name}x"[: len(name) + 1]) or "." in name
    assert not is_reserved(f"x{name}")
    (stem,) = file_stems([name])
    assert not is_reserved(stem)


def test_litter_under_a_pattern_is_passed_over_and_said(tmp_path):
    (tmp_path / "texts").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "texts" / name).write_text(TALK + name, encoding="utf-8")
    for name in ("desktop.ini", "Thumbs.db", ".DS_Store", "~$a.docx"):
        (tmp_path / "texts" / name).write_bytes(b"\0\1")
    (tmp_path / "study.toml").write_text('title = "A"\n[[documents]]\npath = "texts/*"\n')
    material = load_material(tmp_path, load_config(tmp_path).config)
    assert [d.name for d in material.documents] == ["a", "b"]
    said = " ".join(n.message for n in material.notices if n.kind == "passed over")
    assert "texts/Thumbs.db, texts/desktop.ini" in said
    assert "2 files of kinds that are not read" in said
    named = 'title = "A"\n[[documents]]\npath = "texts/desktop.ini"\n'
    (tmp_path / "study.toml").write_text(named)
    config = load_config(tmp_path).config
    with pytest.raises(SecondcoderError, match="not a kind of file that can be read"):
        load_material(tmp_path, config)


def test_a_database_on_a_network_drive_has_an_address_that_sqlite_takes():
    share = PureWindowsPath(r"\\server\share\My study\review.sqlite3")
    assert address_of(share) == "file:////server/share/My%20study/review.sqlite3"
    assert address_of(PureWindowsPath(r"C:\a.sqlite3")) == "file:///C:/a.sqlite3"
    assert address_of(PurePosixPath("/a.sqlite3")) == "file:///a.sqlite3"


def test_sqlite_itself_refuses_the_other_form(tmp_path):
    import sqlite3

    (tmp_path / "a.sqlite3").touch()
    bare = (tmp_path / "a.sqlite3").as_posix()
    with pytest.raises(sqlite3.OperationalError, match="authority"):
        sqlite3.connect(f"file://server{bare}", uri=True)
    sqlite3.connect(f"file:////{bare}", uri=True).close()


def test_no_pattern_finds_what_the_tool_wrote_unless_it_names_the_folder(tmp_path):
    for name in ("talk.md", "runs/1/methods.md", "synthesis/a.md", "content/notes.md", "sub/b.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    for name in ("content/queries.csv", "record/Ann@1.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    def found(pattern, **more):
        files = found_by(tmp_path, pattern, **more)
        return [file.relative_to(tmp_path).as_posix() for file in files]

    assert found("**/*.md") == ["content/notes.md", "sub/b.md", "talk.md"]
    assert found("*/*.csv") == []
    assert found("**/*", hidden=True) == found("**/*.md")
    assert found("runs/*/*.md") == ["runs/1/methods.md"]


def test_a_pattern_finds_names_alike_part_by_part():
    assert fits("B.TXT", "*.txt")
    assert fits("E\u0301va.docx", "Éva.DOCX")
    assert fits("a/b/c.txt", "**/*.txt")
    assert fits("c.txt", "**/*.txt")
    assert fits("a/b.txt", "a\\*.txt")
    assert not fits("a/b.txt", "*.txt")
    assert not fits("a.txt", "b.txt")
