"""A result that stands: where nothing has changed, a command says it again instead of making it.

Beside the vectors lies ``standing.json``. For each command and its options it holds a hash of all
that the result rests on (every file of the study, the tool's sources, the encoder), where the
result lies, and what the terminal was told, which can name themes. A result is said again only if
each of its files, pages and figures too, is as it was written.

This is looked at before anything is read, so the module imports nothing that takes time.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from secondcoder.errors import SecondcoderError
from secondcoder.file_names import relative_name
from secondcoder.procedures.places import GRID, cache_of, folder_of, kept_with
from secondcoder.procedures.state import (
    Asked,
    State,
    digest,
    has_record,
    hash_json,
    hash_of,
    only_ours,
    state_of,
)
from secondcoder.publish.files import noting_written, write_whole
from secondcoder.publish.manifest import MANIFEST, is_intact
from secondcoder.publish.record import made_by
from secondcoder.resources import resource_folder
from secondcoder.study.walk import found_by

STANDING = "standing.json"
MOST_STANDING = 12
"""Results that are remembered, those last said: some commands with some options."""
UNCHANGED = "Nothing has changed since this result was made; it is complete (--again makes it anew)"
Show = Callable[[Sequence[str]], None]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A result, and what the terminal is told of it."""

    folder: Path
    lines: tuple[str, ...]
    places: tuple[str, ...]
    """What is told all the same where a command is to be quiet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a command made."""

    told: Told
    record: Mapping[str, Any]
    """The content of ``run.json``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """One result of ``standing.json``."""

    key: str
    state: str
    decisions: str
    made_by: str
    model: tuple[tuple[str, ...], str]
    """The encoders as the study names them, and their fingerprint."""
    patterns: tuple[tuple[str, ...], str]
    """Of its documents, and a hash of what they find: more than belongs to the folder by itself."""
    folder: str
    manifest: str
    account: tuple[str, ...]
    lines: tuple[str, ...]
    places: tuple[str, ...]


def said_or_made(
    asked: Asked,
    make: Callable[[Show], Made],
    *,
    renew: Callable[[Path], Made] | None = None,
    again: bool = False,
    show: Show,
    say: Say,
) -> Told:
    """Return what there is to tell of a result: of the one that stands, or of one that is made.

    ``make`` is given what shows the account of the study. Where only decisions are new ``renew``
    works them into the result that stands. With ``again`` it is made in any case.
    """
    before = state_of(asked)
    standing = None if again or before is None else _find(asked, before)
    if standing and before and standing.decisions == before.decisions:
        show(standing.account)
        say(UNCHANGED)
        _confirm(asked, standing)
        return _told(standing)
    if standing and before and renew and has_record(asked):
        show(standing.account)
        made, account = renew(Path(standing.folder)), standing.account
        _note(asked, before, made, account, {})
        return made.told
    shown: list[str] = []

    def showing(lines: Sequence[str]) -> None:
        shown.extend(lines)
        show(lines)

    with noting_written() as written, _languages_kept(asked):
        made = make(showing)
    if before is not None:
        _note(asked, before, made, tuple(shown), written)
    return made.told


@contextmanager
def _languages_kept(asked: Asked) -> Iterator[None]:
    """Keep in which language texts are, while a study is read; written once it was made."""
    from secondcoder.procedures.kept import Kept
    from secondcoder.study.language import remembering

    kept = Kept(cache_of(folder_of(asked.study), asked.out), late=True)
    with remembering(partial(kept.each, "languages", ())):
        yield
    kept.flush()


def published_again(result: Path, earlier: str, *, alike: bool) -> None:
    """Let a result stand that was published again from its own tables.

    ``earlier`` is the hash of its manifest before that. Unless what it holds is ``alike``, other
    decisions were worked in, and are so once more when it is asked for.
    """
    target = result.resolve()
    path = kept_with(target) / STANDING
    manifest = hash_of(target / MANIFEST)
    entries = [
        replace(one, manifest=manifest, decisions=one.decisions if alike else "")
        if (one.folder, one.manifest) == (str(target), earlier)
        else one
        for one in _entries(path)
    ]
    if entries and manifest != earlier:
        _write(path, entries)


def _find(asked: Asked, state: State) -> _Standing | None:
    """Return the result that stands for what is asked, its files intact; ``None`` if none does."""
    found = next((one for one in _entries(_path(asked)) if one.key == asked.key), None)
    if (
        found is None
        or found.state != digest(state)
        or found.made_by != _maker()
        or found.model[1] != _fingerprint(asked, found.model[0])
        or found.patterns[1] != _found_by(asked, found.patterns[0])
    ):
        return None
    folder = Path(found.folder)
    manifest = folder / MANIFEST
    if not manifest.is_file() or hash_of(manifest) != found.manifest:
        return None
    return found if is_intact(folder) else None


def _told(standing: _Standing) -> Told:
    return Told(folder=Path(standing.folder), lines=standing.lines, places=standing.places)


def _confirm(asked: Asked, standing: _Standing) -> None:
    """Let the result that was said again be the study's latest of its kind."""
    from secondcoder.publish.lock import locked
    from secondcoder.publish.results import is_last, note_last

    target = Path(standing.folder)
    if not is_last(target, asked.kind):
        with locked(target.parent, task=f"{asked.kind}: the latest result"):
            note_last(target, asked.kind)


def _note(
    asked: Asked,
    before: State,
    made: Made,
    account: tuple[str, ...],
    written: Mapping[Path, str],
) -> None:
    """Remember a result, unless somebody changed the study while it was being made."""
    after, target = state_of(asked), made.told.folder.resolve()
    if after is None or not only_ours(before, after, target, written):
        return
    folder = folder_of(asked.study).resolve()
    inputs = {(folder / str(one["path"])).resolve() for one in made.record["inputs"]}
    if not inputs <= set(after.contents) or any(p.is_relative_to(target) for p in inputs):
        return
    config = made.record["config"]
    named = config["model"]["name"]
    names = (named,) if isinstance(named, str) else tuple(named)
    patterns = tuple(source["path"] for source in config["documents"])
    if asked.kind == GRID:
        names += tuple((config.get("comparison", {}).get("grid") or {}).get("encoder") or ())
    one = _Standing(
        key=asked.key,
        state=digest(after),
        decisions=before.decisions,
        made_by=_maker(),
        model=(names, _fingerprint(asked, names)),
        patterns=(patterns, _found_by(asked, patterns)),
        folder=str(target),
        manifest=hash_of(target / MANIFEST),
        account=account,
        lines=made.told.lines,
        places=made.told.places,
    )
    others = [other for other in _entries(_path(asked)) if other.key != one.key]
    _write(_path(asked), [*others, one][-MOST_STANDING:])


def _write(path: Path, entries: Sequence[_Standing]) -> None:
    data = json.dumps([asdict(entry) for entry in entries], ensure_ascii=False) + "\n"
    with suppress(OSError):  # then it is made again the next time
        write_whole(path, data.encode())


def _entries(path: Path) -> list[_Standing]:
    try:
        entries = json.loads(path.read_text("utf-8"))
        found = [_Standing(**entry) for entry in entries]
        return [
            replace(
                one,
                model=(tuple(one.model[0]), one.model[1]),
                patterns=(tuple(one.patterns[0]), one.patterns[1]),
                account=tuple(one.account),
                lines=tuple(one.lines),
                places=tuple(one.places),
            )
            for one in found
        ]
    except (OSError, ValueError, TypeError, IndexError):
        return []


def _path(asked: Asked) -> Path:
    return cache_of(folder_of(asked.study), asked.out) / STANDING


def _fingerprint(asked: Asked, names: Sequence[str]) -> str:
    from secondcoder.embedding.models import fingerprint_of

    try:
        return fingerprint_of(names, base=folder_of(asked.study))
    except SecondcoderError:
        return ""


def _found_by(asked: Asked, patterns: Sequence[str]) -> str:
    """Return a hash of the files that patterns find, those that are passed over as hidden too."""
    folder = folder_of(asked.study)
    every = [found_by(folder, one.replace("\\", "/"), hidden=True) for one in patterns]
    return hash_json([[relative_name(folder, file) for file in files] for files in every])


def _maker() -> str:
    """Return a hash of the tool and of its presets and cards, which lie beside its sources."""
    shipped = [
        path for name in ("configs", "models") for path in resource_folder(name).glob("*.toml")
    ]
    return hash_json([made_by(), [[path.name, hash_of(path)] for path in sorted(shipped)]])
