"""What every procedure does before its stages and after them: the imperative shell, once.

A procedure reads its study, begins its work, runs its stages and publishes what they found::

    loaded = load_config(study)
    material = load_material(loaded.folder, loaded.config)
    with begun(loaded, material, kind=KIND, out=out, say=say) as work:
        found = steps(work.material, work.config, work.encoder)
        publish_result(work.target, tables=…, record=work.record(…), made=…)
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from secondcoder.embedding.beside import EncoderBeside
from secondcoder.embedding.cache import CachedEncoder
from secondcoder.embedding.models import ModelFiles, find_model, fingerprint, languages_read
from secondcoder.embedding.sentence_transformer import SentenceTransformerEncoder
from secondcoder.embedding.side_by_side import JOINED, SideBySide, side_by_side
from secondcoder.procedures.kept import Kept
from secondcoder.procedures.notices import encoded_otherwise
from secondcoder.procedures.places import cache_of, kept_with
from secondcoder.protocols import (
    Beside,
    Encoder,
    Floats,
    Keep,
    NothingKept,
    Progress,
    Spans,
    alone,
)
from secondcoder.publish.files import use_private_caches
from secondcoder.publish.lock import locked
from secondcoder.publish.record import result_id, result_record
from secondcoder.publish.results import RUNS, Result, open_result
from secondcoder.publish.schema import Table
from secondcoder.publish.store import KEPT, check_target, put_right, try_place
from secondcoder.records.account import ABOUT, LEFT_OUT, Account
from secondcoder.records.study import StudyMaterial
from secondcoder.study.account_lines import short_lines
from secondcoder.study.load import LoadedStudy
from secondcoder.study.schema import StudyConfig
from secondcoder.study.settings import Model
from secondcoder.study.understand import refuse_alarms, understood

Say = Callable[[str], None]
Show = Callable[[Sequence[str]], None]


def silent(_: str) -> None:
    """Say nothing."""


def silent_lines(_: Sequence[str]) -> None:
    """Show nothing."""


def account_shown(
    loaded: LoadedStudy, material: StudyMaterial, *, show: Show = silent_lines, anyway: bool = False
) -> Account:
    """Return what was understood of a study; it is shown before anything is computed.

    What makes the result void is refused unless ``anyway``.
    """
    account = understood(loaded, material, encoder_reads=languages_read)
    show(tuple(short_lines(account)))
    if not anyway:
        refuse_alarms(account)
    return account


def read_beside(account: Account) -> list[list[str]]:
    """Return the files that could be read and are not: the published account names them."""
    others = (*account.of_kind(ABOUT), *account.of_kind(LEFT_OUT))
    return [[file.file, file.signs] for file in others if file.key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A study as a procedure works on it, and the place of the result."""

    kind: str
    folder: Path
    config: StudyConfig
    material: StudyMaterial
    """With what was noticed while the configuration was read."""
    inferred: bool
    """Whether there is no ``study.toml``."""
    models: tuple[ModelFiles, ...]
    encoder: CachedEncoder | SideBySide
    keep: Kept
    """What stages came to in earlier runs."""
    beside: Beside
    """Lets what is independent be computed beside."""
    identity: str
    target: Path

    def record(self, more: Mapping[str, Any], *, config: Mapping[str, Any]) -> dict[str, Any]:
        """Return ``run.json``; ``more`` is what only this procedure says, ``config`` as shown."""
        return result_record(
            kind=self.kind,
            identity=self.identity,
            title=self.material.title,
            stance=self.config.stance,
            seed=self.config.seed,
            inputs=self.material.inputs,
            model=model_record(self.models),
            config=config,
            more={"config_inferred": self.inferred, **more},
        )


@contextmanager
def begun(
    loaded: LoadedStudy,
    material: StudyMaterial,
    *,
    kind: str,
    prefix: str = "",
    decisive: Mapping[str, Any] | None = None,
    out: Path | None = None,
    keep: tuple[str, ...] = KEPT,
    may_encode: bool = True,
    again: bool = False,
    say: Say = silent,
    progress: Progress | None = None,
    beside: Beside = alone,
    meanwhile: Callable[[], None] | None = None,
) -> Iterator[Work]:
    """Make ready for the stages of a procedure, and hold the lock of the results meanwhile.

    The result goes to ``runs/<prefix><id>/`` inside the study, or becomes the folder ``out``.
    ``decisive`` is what decides the result beside the study and its configuration. Whether the
    place can be written is known before any long work. ``keep`` names entries of the target that
    are not the result's. With ``again`` nothing kept is used; ``meanwhile`` is called while texts
    are encoded ``beside``.
    """
    use_private_caches()
    config, folder = loaded.config, loaded.folder
    models = tuple(find_model(name, base=folder) for name in config.model.names)
    notices = encoded_otherwise(config.model)
    identity = prefix + result_id(
        {
            "kind": kind,
            "inputs": [list(pair) for pair in material.inputs],
            "config": config.model_dump(mode="json"),
            "model": fingerprint(models),
            **(decisive or {}),
        }
    )
    target = (out or folder / RUNS / identity).resolve()
    with writing(target, task=f"{kind} of {material.title}", say=say):
        check_target(target, keep=keep)
        cache = cache_of(folder, out)
        own = [encoder_of(model, config.model, beside, meanwhile) for model in models]
        how: dict[str, Any] = {"encoder_allowed": may_encode, "progress": progress}
        encoder = side_by_side([CachedEncoder(_Announced(one, say), cache, **how) for one in own])
        yield Work(
            kind=kind,
            folder=folder,
            config=config,
            material=replace(material, notices=(*loaded.notices, *material.notices, *notices)),
            inferred=loaded.inferred,
            models=models,
            encoder=encoder,
            keep=Kept(cache, anew=again),
            beside=beside,
            identity=identity,
            target=target,
        )


class _Announced:
    """An encoder that says so when the first text is encoded: loading it takes seconds."""

    def __init__(self, encoder: Encoder, say: Say) -> None:
        self._encoder, self._say = encoder, say
        self.name, self.fingerprint = encoder.name, encoder.fingerprint
        self._said = False

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Floats:
        self._announce()
        return self._encoder.encode(texts, progress=progress)

    def encode_with_parts(
        self,
        texts: Sequence[str],
        parts: Sequence[Spans],
        *,
        progress: Progress | None = None,
    ) -> tuple[Floats, Floats]:
        self._announce()
        return self._encoder.encode_with_parts(texts, parts, progress=progress)

    def _announce(self) -> None:
        if not self._said:
            self._say("Encoding texts that are new")
            self._said = True


@contextmanager
def writing(target: Path, *, task: str, say: Say = silent) -> Iterator[None]:
    """Hold the lock of the folder that a result lies in, with nothing left over in it."""
    with locked(target.resolve().parent, task=task, say=say):
        put_right(target.resolve().parent)
        try_place(target.resolve())
        yield


def kept_beside(result: Path) -> Keep:
    """Return what was kept where a result was made, if anything was; its lock must be held."""
    cache = kept_with(result)
    return Kept(cache) if cache.is_dir() else NothingKept()


@contextmanager
def reopened(
    folder: Path, declared: tuple[Table[Any], ...], *, task: str, say: Say = silent
) -> Iterator[Result]:
    """Open a result to be published again, and hold its lock meanwhile."""
    use_private_caches()
    with writing(folder, task=task, say=say):
        yield open_result(folder.resolve(), declared)


def encoder_of(
    files: ModelFiles,
    wanted: Model,
    beside: Beside = alone,
    meanwhile: Callable[[], None] | None = None,
) -> Encoder:
    """Return an encoder as ``[model]`` of ``study.toml`` wants it."""
    settings: dict[str, Any] = wanted.model_dump(include={"batch_size", "device", "precision"})
    if beside is alone:
        return SentenceTransformerEncoder(files, **settings)
    return EncoderBeside(files, beside, meanwhile=meanwhile, **settings)


def model_record(models: Sequence[ModelFiles]) -> dict[str, Any]:
    """Return what ``run.json`` says of the encoder, or of several side by side."""
    each = [_one_model(files) for files in models]
    if len(each) == 1:
        return each[0]
    sizes = [one["dimensions"] for one in each]
    return {
        "name": JOINED.join(one["name"] for one in each),
        "fingerprint": fingerprint(models),
        "languages": languages_read([one["name"] for one in each]),
        "dimensions": sum(sizes) if all(sizes) else None,
        "side_by_side": each,
    }


def _one_model(files: ModelFiles) -> dict[str, Any]:
    card = files.card
    return {
        "name": files.name,
        "fingerprint": files.fingerprint,
        "source": card.source if card else "a folder named in the study",
        "licence": card.licence if card else "not stated",
        "languages": card.languages if card else "",
        "dimensions": card.dimensions if card else None,
    }
