import sqlite3
import threading
from dataclasses import replace

import pytest
from kill_many import kill_while_writing, lost

from secondcoder.decisions import store as module
from secondcoder.decisions.events import Event
from secondcoder.decisions.store import Store, StoredPassage
from secondcoder.errors import SecondcoderError

EVENT = Event(kind="verdict", reviewer="Mira", run="run", passage="k", code="c", verdict="applies")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "review.sqlite3"


def test_what_is_stored_comes_back(path):
    store = Store(path)
    stored = store.add([EVENT], [StoredPassage("k", "Group", 3, "words")])
    store.close()
    again = Store(path)
    assert again.events() == stored
    assert stored[0].id == 1
    assert again.passages() == {"k": StoredPassage("k", "Group", 3, "words")}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET verdict = 'unsure'",
        "DELETE FROM event",
        "DELETE FROM passage",
        "UPDATE passage SET text = ''",
    ],
)
def test_the_file_itself_refuses_change(path, statement):
    Store(path).add([EVENT], [StoredPassage("k", "Group", 3, "words")])
    other = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match=r"never|kept"):
        other.execute(statement)


def test_a_file_of_the_first_form_is_brought_forward_and_kept(path):
    db = sqlite3.connect(path)
    for statement in module._statements(module.MIGRATIONS[0]):
        db.execute(statement)
    db.execute("PRAGMA user_version = 1")
    db.commit()
    db.close()
    store = Store(path)
    assert len(store.add([EVENT])) == 1
    aside = path.with_name("review.sqlite3.before-form-2")
    assert sqlite3.connect(aside).execute("PRAGMA user_version").fetchone() == (1,)


def test_all_or_none(path):
    store = Store(path)
    bad = Event(kind="verdict", reviewer="", run="run")
    with pytest.raises(SecondcoderError):
        store.add([EVENT, bad])
    assert store.events() == []
    assert store.add([EVENT])[0].id >= 1


def test_a_full_disk_loses_nothing_acknowledged(path):
    store = Store(path)
    kept = store.add([EVENT])
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages + 2}")
    refused = ""
    while not refused:
        try:
            kept += store.add([Event(kind="verdict", reviewer="Mira", run="run", note="n" * 4000)])
        except SecondcoderError as error:
            refused = error.message
    assert "full" in refused
    assert store.events() == kept
    assert store.sound()


def test_two_processes_and_many_threads(path):
    stores = [Store(path), Store(path)]

    def write(store, name):
        for _ in range(15):
            event = replace(EVENT, reviewer=name, verdict="does not apply")
            store.add([event])

    threads = [
        threading.Thread(target=write, args=(stores[n % 2], f"reviewer {n}")) for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stores[0].events()) == 60
    assert [e.id for e in stores[1].events()] == list(range(1, 61))


def test_a_copy_is_made_before_the_form_changes(path, monkeypatch):
    Store(path).add([EVENT])
    later = (*module.MIGRATIONS, "ALTER TABLE passage ADD COLUMN more TEXT NOT NULL DEFAULT '';")
    monkeypatch.setattr(module, "MIGRATIONS", later)
    assert len(Store(path).events()) == 1
    aside = path.with_name("review.sqlite3.before-form-3")
    assert sqlite3.connect(aside).execute("PRAGMA user_version").fetchone() == (2,)
    monkeypatch.undo()
    with pytest.raises(SecondcoderError, match="later version"):
        Store(path)


def test_a_foreign_database_is_refused(path):
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (x)")
    other.commit()
    with pytest.raises(SecondcoderError, match="something else"):
        Store(path)
    path.write_bytes(b"not a database at all, just words" * 50)
    with pytest.raises(SecondcoderError, match="review database"):
        Store(path)


def test_killed_while_writing(path):
    acknowledged = kill_while_writing(path, 20)
    assert len(acknowledged) > 20
    assert lost(path, acknowledged) == {}
