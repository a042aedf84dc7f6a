"""Files of a record that editors and programs which keep folders alike wrote in their own way."""

import io
import os
import zipfile
from dataclasses import replace

import pytest

from secondcoder.decisions.disk import files_of
from secondcoder.decisions.events import Event
from secondcoder.decisions.merging import merge, take_back
from secondcoder.decisions.sending import erase, packed
from secondcoder.decisions.store import Store, StoredPassage

EVENT = Event(kind="verdict", reviewer="Mira", run="r", passage="k", code="c", verdict="applies")
PASSAGE = StoredPassage("k", "Group", 3, "We never had a plan.")
SAME = {
    "line ends of Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "line ends of an old Mac": lambda data: data.replace(b"\n", b"\r"),
    "a mark of UTF-8": lambda data: b"\xef\xbb\xbf" + data,
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "UTF-16 and line ends of Windows": lambda d: d.replace(b"\n", b"\r\n").decode().encode("u16"),
    "no end of the last line": lambda data: data.rstrip(b"\n"),
    "blank lines": lambda data: b"\n\n" + data + b"\n",
}
HURT = {
    "the first letters are gone": (lambda data: data[7:], 2),
    "the last letters are gone": (lambda data: data[:-7], 2),
    "a title was written above": (lambda data: b"My decisions\n" + data, 3),
    "all is zeros": (lambda data: b"\x00" * len(data), 0),
    "very deep lists follow": (lambda data: data + b"[" * 100_000 + b"\n", 3),
    "the form is no number": (lambda data: data.replace(b'"form":1', b'"form":"x"', 1), 2),
}


@pytest.fixture
def path(tmp_path):
    store = Store(tmp_path / "study" / "record")
    for verdict in ("applies", "does not apply", "unsure"):
        store.add([replace(EVENT, verdict=verdict, note="secret")], [PASSAGE])
    return store.path


def write(path, change):
    for file in list(files_of(path)):
        file.write_bytes(change(file.read_bytes()))


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_what_only_looks_otherwise_counts_as_it_was(path, change):
    running = Store(path)
    write(path, change)
    for store in (Store(path), running):
        assert [e.note for e in store.events()][:3] == ["secret"] * 3
        assert not store.faults
        store.add([replace(EVENT, note="later")], [PASSAGE])
    again = Store(path)
    assert len(again.events()) == 5
    assert sorted(row.place for row in again.rows()) == [1, 2, 3, 4, 5]
    assert not again.faults


@pytest.mark.parametrize(("change", "left"), HURT.values(), ids=HURT)
def test_what_is_hurt_is_named_and_work_goes_on(path, change, left):
    write(path, change)
    store = Store(path)
    assert len(store.events()) == left
    assert store.faults
    stored = store.add([EVENT])
    assert Store(path).events()[-1:] == stored


def test_other_files_in_the_record_are_passed_over(path):
    (path / "notes.txt").write_text("Ask Tom.\n")
    (path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert not Store(path).faults


def test_a_file_that_changed_in_its_middle_is_read_again(path):
    running = Store(path)
    acts = next(f for f in files_of(path) if ".words." not in f.name)
    acts.write_bytes(acts.read_bytes().replace(b'"unsure"', b'"unsurE"'))
    os.utime(acts, ns=(1, 1))
    running.events()
    assert [fault.row for fault in running.faults] == [3]


@pytest.mark.parametrize("change", [*SAME.values(), lambda d: d[:-7], lambda d: d[:-7] + b"\n"])
def test_no_words_are_left_in_whatever_form(path, change):
    write(path, change)
    data, _ = packed(path, with_text=False)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            plain = archive.read(name).replace(b"\x00", b"")
            assert b"never had" not in plain
            assert b"secret" not in plain
    assert erase(path, "Group")
    for file in files_of(path, hidden=True):
        plain = file.read_bytes().replace(b"\x00", b"")
        assert b"never had" not in plain
        assert b"secret" not in plain


def test_words_are_erased_from_mergings_that_were_taken_back(path, tmp_path):
    lead = tmp_path / "lead" / "record"
    Store(lead)
    merge(lead, [path])
    take_back(lead)
    assert erase(lead, "Group") == 4
    held = b"".join(f.read_bytes() for f in files_of(lead, hidden=True))
    assert b"never had" not in held


def test_a_merging_that_was_taken_back_does_not_come_in_with_a_packed_study(path, tmp_path):
    (path / ".taken-back-001-merged-001").mkdir()
    for file in list(files_of(path)):
        file.rename(path / ".taken-back-001-merged-001" / file.name)
    Store(path).add([replace(EVENT, reviewer="Tom")])
    with zipfile.ZipFile(tmp_path / "study.zip", "w") as archive:
        for file in files_of(path, hidden=True):
            archive.write(file, f"study/record/{file.relative_to(path)}")
    merged = merge(tmp_path / "lead" / "record", [tmp_path / "study.zip"])
    assert {event.reviewer for event in merged.events} == {"Tom"}


def test_a_study_that_is_called_record_is_merged_by_its_record(path, tmp_path):
    study = tmp_path / "elsewhere" / "record"
    study.parent.mkdir()
    path.parent.rename(study)
    merged = merge(tmp_path / "lead" / "record", [study])
    assert len(merged.events) == 3
    assert all(f.relative_to(merged.folder).parts[1] != "record" for f in files_of(merged.folder))
