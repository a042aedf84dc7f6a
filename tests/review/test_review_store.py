import json
import os
import threading
from dataclasses import replace

import pytest
from kill_many import kill_while_writing, lost

from secondcoder.decisions import disk
from secondcoder.decisions.events import Event
from secondcoder.decisions.store import Store, StoredPassage
from secondcoder.errors import SecondcoderError

EVENT = Event(kind="verdict", reviewer="Mira", run="run", passage="k", code="c", verdict="applies")
PASSAGE = StoredPassage("k", "Group", 3, "words")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "record"


def acts_of(path, author="mira"):
    """Return the one file of an author's acts."""
    found = [f for f in path.rglob("*.jsonl") if author in str(f) and ".words." not in f.name]
    return found[0]


def words_of(path):
    return acts_of(path).with_suffix(".words.jsonl")


def test_what_is_stored_comes_back(path):
    store = Store(path)
    full = replace(
        EVENT,
        note="Why? – “because”\nlines \ud800",
        saw=("the machine", "Tom"),
        members=("Mira", "Tom"),
        probability=0.25,
        round="2",
        codebook="abc",
        seconds=3.5,
        revealed=True,
        human=True,
    )
    stored = store.add([full], [PASSAGE])
    again = Store(path)
    assert again.events() == stored
    assert replace(stored[0], id="", chain="", at="", number=0) == full
    assert again.passages() == {"k": PASSAGE}
    assert not again.faults


def test_one_pair_of_files_for_each_author_and_nothing_else(path):
    store = Store(path)
    for name in ("Mira", "mira", "Ωmega", "a/../b", "CON"):
        store.add([replace(EVENT, reviewer=name, note="n")])
    files = sorted(f.relative_to(path).as_posix() for f in disk.files_of(path))
    assert len(files) == 10
    assert len({f.lower() for f in files}) == 10
    assert all(len(f.split("/")) == 2 and f.isascii() for f in files)


def test_words_stand_apart_and_can_be_erased(path):
    store = Store(path)
    named = replace(EVENT, kind="theme", passage="", theme="t", detail='{"name": "Secret name"}')
    stretch = replace(
        EVENT, kind="coding", detail='{"start": 0, "end": 5, "words": "secret words"}'
    )
    store.add([replace(EVENT, note="secret memo"), named, stretch], [PASSAGE])
    assert "ecret" not in acts_of(path).read_text()
    assert "words" not in acts_of(path).read_text().replace('"words":', "")
    assert {e.note or e.detail for e in Store(path).events()} == {
        "secret memo",
        '{"name": "Secret name"}',
        '{"start": 0, "end": 5, "words": "secret words"}',
    }
    words_of(path).unlink()
    erased = Store(path)
    assert not erased.faults
    assert [e.note for e in erased.events()] == ["", "", ""]
    assert [e.detail for e in erased.events()] == ["", "", '{"start": 0, "end": 5}']
    assert erased.passages() == {"k": StoredPassage("k", "Group", 3, "")}


def test_words_that_were_put_in_the_place_of_others_do_not_count(path):
    Store(path).add([replace(EVENT, note="as it was")])
    file = words_of(path)
    file.write_text(file.read_text().replace("as it was", "as it is now"))
    assert [e.note for e in Store(path).events()] == [""]


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_changed_row_is_named_by_author_and_row(path, line):
    store = Store(path)
    for verdict in ("applies", "unsure", "does not apply"):
        store.add([replace(EVENT, verdict=verdict)])
        store.add([replace(EVENT, reviewer="Tom", verdict=verdict)])
    file = acts_of(path)
    lines = file.read_text().splitlines()
    lines[line] = lines[line].replace('"verdict":"', '"verdict":"x')
    file.write_text("\n".join(lines) + "\n")
    (fault,) = Store(path).faults
    assert (fault.author, fault.row) == ("Mira", line + 1)
    assert str(fault) == f"Mira, row {line + 1}: it was changed after it was written"
    assert len(Store(path).events()) == 5


@pytest.mark.parametrize(("line", "named"), [(0, 2), (1, 3)])
def test_a_row_that_was_taken_out_is_named(path, line, named):
    store = Store(path)
    for _ in range(3):
        store.add([EVENT])
    file = acts_of(path)
    lines = file.read_text().splitlines()
    del lines[line]
    file.write_text("\n".join(lines) + "\n")
    (fault,) = Store(path).faults
    assert (fault.author, fault.row) == ("Mira", named)
    assert f"row {named - 1}, which it follows, is not there" in str(fault)


def test_rows_of_another_chain_cannot_be_made_up(path):
    store = Store(path)
    store.add([EVENT])
    file = acts_of(path)
    whole = json.loads(file.read_text())
    whole["act"]["n"] = 2
    file.write_text(file.read_text() + json.dumps(whole, separators=(",", ":")) + "\n")
    (fault,) = Store(path).faults
    assert (fault.author, fault.row) == ("Mira", 2)


def test_all_or_none(path):
    store = Store(path)
    bad = Event(kind="verdict", reviewer="", run="run")
    with pytest.raises(SecondcoderError):
        store.add([EVENT, bad])
    assert store.events() == []
    assert store.add([EVENT])[0].number == 1


def test_a_full_disk_loses_nothing_acknowledged(path, monkeypatch):
    store = Store(path)
    kept = store.add([EVENT])
    real, room = os.write, [150]

    def write(descriptor, data):
        if not room[0]:
            raise OSError(28, "No space left on device")
        part = bytes(data)[: room[0]]
        room[0] -= len(part)
        return real(descriptor, part)

    monkeypatch.setattr(disk.os, "write", write)
    with pytest.raises(SecondcoderError, match="the disk is full"):
        store.add([replace(EVENT, code="d")])
    monkeypatch.undo()
    assert store.events() == kept == Store(path).events()
    assert not Store(path).faults
    kept += store.add([replace(EVENT, code="d")])
    assert Store(path).events() == kept


def test_two_processes_and_many_threads(path):
    stores = [Store(path), Store(path)]

    def write(store, name):
        for _ in range(15):
            store.add([replace(EVENT, reviewer=name, verdict="does not apply")])

    threads = [
        threading.Thread(target=write, args=(stores[n % 2], f"reviewer {n // 2}")) for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stores[0].events() == stores[1].events() == Store(path).events()
    assert [e.number for e in stores[1].events()] == list(range(1, 61))
    assert not stores[0].faults


def test_a_later_form_is_refused(path):
    Store(path).add([EVENT])
    file = acts_of(path)
    file.write_text(file.read_text().replace('"form":1', '"form":2'))
    with pytest.raises(SecondcoderError, match="later version"):
        Store(path)


def test_what_else_lies_there_is_passed_over(path):
    Store(path).add([EVENT])
    (path / "notes.txt").write_text("Do not open.\nReally.\n")
    (path / ".sync").mkdir()
    (path / ".sync" / "half.jsonl").write_bytes(acts_of(path).read_bytes()[:50])
    assert len(Store(path).events()) == 1
    assert not Store(path).faults


def test_a_file_in_the_place_of_the_folder_is_refused(path):
    path.write_bytes(b"not a folder")
    with pytest.raises(SecondcoderError, match="a record is a folder"):
        Store(path)


def test_reading_only_writes_nothing(path):
    assert Store(path, read_only=True).events() == []
    assert not path.exists()


def test_killed_while_writing(path):
    acknowledged = kill_while_writing(path, 20)
    assert len(acknowledged) > 20
    assert lost(path, acknowledged) == {}
