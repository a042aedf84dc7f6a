"""Several people, computers and copies of a folder: nothing is lost, and all settle alike."""

import random
import shutil
from dataclasses import replace

import pytest

from secondcoder.decisions.events import Event, History
from secondcoder.decisions.store import Store, StoredPassage

EVENT = Event(kind="verdict", reviewer="Mira", run="run", passage="k", code="c", verdict="applies")


def facts(store):
    """Return what does not depend on where a copy lies."""
    return [replace(e, number=0) for e in store.events()]


def held(store):
    history = History(store.events())
    return {e.key: (e.id, e.verdict, e.note) for e in history.all_current("verdict")}


def rows_of(path):
    return [f for f in path.rglob("*.jsonl") if not f.name.startswith(".")]


def test_a_late_row_goes_to_its_place_and_says_so(tmp_path):
    here, there = Store(tmp_path / "a"), Store(tmp_path / "b")
    first = there.add([replace(EVENT, reviewer="Tom", note="earlier")])
    here.add([EVENT])
    seen = here.generation
    shutil.copytree(tmp_path / "b", tmp_path / "a" / "from Tom", ignore=lambda *_: {".lock"})
    assert [e.reviewer for e in here.events()] == ["Tom", "Mira"]
    assert here.generation > seen
    assert here.events()[0].note == "earlier" == first[0].note


def test_words_that_arrive_after_their_row_are_taken_in(tmp_path):
    here, there = Store(tmp_path / "a"), Store(tmp_path / "b")
    there.add([replace(EVENT, reviewer="Tom", note="why")], [StoredPassage("k", "D", 0, "text")])
    files = {f.name: f for f in rows_of(tmp_path / "b")}
    acts = next(f for name, f in files.items() if ".words." not in name)
    words = next(f for name, f in files.items() if ".words." in name)
    shutil.copy(acts, tmp_path / "a" / acts.name)
    assert [e.note for e in here.events()] == [""]
    assert here.passages()["k"].text == ""
    seen = here.generation
    shutil.copy(words, tmp_path / "a" / words.name)
    assert [e.note for e in here.events()] == ["why"]
    assert here.generation > seen
    assert here.passages()["k"].text == "text"


def test_conflicted_copies_are_read_once_each(tmp_path):
    store = Store(tmp_path / "r")
    store.add([EVENT])
    file = next(f for f in rows_of(tmp_path / "r") if ".words." not in f.name)
    fork = file.read_bytes()
    store.add([replace(EVENT, verdict="unsure")])
    longer = file.read_bytes()
    file.write_bytes(fork)  # the other computer's version won
    file.with_name("Mira (conflicted copy 2026-03-01).jsonl").write_bytes(longer)
    assert [e.verdict for e in Store(tmp_path / "r").events()] == ["applies", "unsure"]
    assert not Store(tmp_path / "r").faults


def test_what_was_cut_off_the_file_is_written_again(tmp_path):
    store = Store(tmp_path / "r")
    store.add([EVENT])
    store.add([replace(EVENT, code="d")])
    file = next(f for f in rows_of(tmp_path / "r") if ".words." not in f.name)
    file.write_bytes(file.read_bytes()[:100])  # an older, half-copied version came back
    store.add([replace(EVENT, code="e")])
    assert [e.code for e in Store(tmp_path / "r").events()] == ["c", "d", "e"]


def test_one_person_under_two_names_and_two_under_one(tmp_path):
    store = Store(tmp_path / "r")
    first = store.add([EVENT])[0]
    store.add([replace(EVENT, reviewer="M. Kim", verdict="unsure")])
    (tmp_path / "study.toml").write_text('[review]\npeople = { "M. Kim" = "Mira" }\n')
    from secondcoder.decisions.place import open_record

    assert {e.reviewer for e in open_record(tmp_path / "r").events()} == {"Mira"}
    (tmp_path / "study.toml").write_text(
        f'[review.people]\n"Mira@{first.chain}" = "Tom"\n', encoding="utf-8"
    )
    assert {e.reviewer for e in open_record(tmp_path / "r").events()} == {"Tom", "M. Kim"}


class _Sync:
    """Keeps two folders alike as cloud programs do: late, in parts, renaming what conflicts."""

    def __init__(self, folders, dice):
        self.folders, self.dice = folders, dice
        self.seen = {}

    def step(self):
        one, two = self.dice.sample(self.folders, 2)
        for file in rows_of(one):
            name = file.relative_to(one)
            if self.dice.random() < 0.4:
                continue  # delayed
            self._carry(file, two / name, name)

    def _carry(self, file, target, name):
        data = file.read_bytes()
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            if self.dice.random() < 0.2:
                target = target.with_name(f"{target.stem}-DESKTOP{target.suffix}")
            cut = len(data) if self.dice.random() < 0.7 else self.dice.randrange(len(data) + 1)
            target.write_bytes(data[:cut])
            return
        present = target.read_bytes()
        if data.startswith(present):
            cut = len(data)
            if self.dice.random() < 0.3:
                cut = self.dice.randrange(len(present), len(data) + 1)
            target.write_bytes(data[:cut])
        elif not present.startswith(data):
            target.with_name(f"{target.stem} (conflict {len(data)}){target.suffix}").write_bytes(
                data
            )

    def settle(self):
        for _ in range(3):
            for one in self.folders:
                for two in self.folders:
                    for file in rows_of(one):
                        name = file.relative_to(one)
                        target = two / name
                        target.parent.mkdir(parents=True, exist_ok=True)
                        data = file.read_bytes()
                        if not target.exists() or data.startswith(target.read_bytes()):
                            target.write_bytes(data)


@pytest.mark.parametrize("seed", range(100))
def test_two_copies_that_are_kept_alike_lose_nothing_and_settle_alike(tmp_path, seed):
    dice = random.Random(seed)  # noqa: S311 - an order of events
    folders = [tmp_path / "a", tmp_path / "b"]
    stores = [Store(folder) for folder in folders]
    sync = _Sync(folders, dice)
    acknowledged = {}
    for number in range(12):
        place = dice.randrange(2)
        if dice.random() < 0.1:
            stores[place] = Store(folders[place])  # closed and opened again
        event = replace(
            EVENT,
            reviewer=dice.choice(["Mira", "Tom"]),  # both work on both copies
            passage=f"p{dice.randrange(3)}",
            verdict=dice.choice(["applies", "does not apply", "unsure"]),
            note=f"note {number}" if dice.random() < 0.5 else "",
        )
        for done in stores[place].add([event], [StoredPassage(event.passage, "D", 0, "t")]):
            acknowledged[done.id] = (done.reviewer, done.passage, done.verdict, done.note)
        if dice.random() < 0.6:
            sync.step()
    sync.settle()
    last = [Store(folder) for folder in folders]
    for store in (*stores, *last):
        found = {e.id: (e.reviewer, e.passage, e.verdict, e.note) for e in store.events()}
        assert found == acknowledged
        assert held(store) == held(last[0])
        assert facts(store) == facts(last[0])
        assert not [fault for fault in store.faults if fault.author]
