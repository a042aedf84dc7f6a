"""Find an encoder's files by name or folder and check them against their card."""

import hashlib
import importlib.util
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.file_names import in_order
from secondcoder.resources import resource_folder

MARKER = "modules.json"
"""Every sentence-transformers model folder holds this file."""
_DECIDING_SUFFIXES = frozenset({".json", ".txt", ".safetensors", ".bin", ".model"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """What is known of an encoder before it is loaded."""

    name: str
    source: str
    licence: str
    dimensions: int
    max_tokens: int
    package: str = ""
    folder: str = ""
    languages: str = ""
    trained_on: str = ""
    limits: str = ""
    sha256: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """An encoder on this machine: its name, folder, and a hash over its files."""

    name: str
    folder: Path
    fingerprint: str
    card: ModelCard | None


def read_cards() -> dict[str, ModelCard]:
    """Return the cards of ``models/`` by name."""
    cards = {}
    for path in sorted(resource_folder("models").glob("*.toml")):
        card = ModelCard(**tomllib.loads(path.read_text(encoding="utf-8")))
        cards[card.name] = card
    return cards


def languages_read(names: Sequence[str]) -> str:
    """Return which languages encoders read, in words of their cards; empty if one has no card."""
    cards = read_cards()
    said = [cards[name].languages if name in cards else "" for name in names]
    return " and ".join(dict.fromkeys(said)) if all(said) else ""


def fingerprint_of(names: Sequence[str], *, base: Path | None = None) -> str:
    """Return what stands for the files of one encoder or several."""
    return fingerprint(find_model(name, base=base) for name in names)


def fingerprint(models: Iterable[ModelFiles]) -> str:
    """Return the hash of an encoder's files, or those of several in their order."""
    return "+".join(model.fingerprint for model in models)


def find_model(name: str, *, base: Path | None = None) -> ModelFiles:
    """Return the files of a model named by card or given as a folder, checked and hashed.

    ``base`` is the folder that a relative model folder is relative to. Refuses a model whose
    files do not have the sums of its card, and one that is not on this machine.
    """
    cards = read_cards()
    card = cards.get(name)
    candidates = _places(card) if card else [(base or Path()) / name]
    folder = next((path for path in candidates if (path / MARKER).is_file()), None)
    if folder is None:
        raise SecondcoderError(
            f"model -> name: there is no encoder {name!r} on this machine",
            hint="Nothing is downloaded while the tool runs. "
            + (
                f"Put the model's folder at {Path('models') / name}."
                if card
                else "Give a folder that holds a sentence-transformers model "
                f"(with {MARKER}), or one of the names: {', '.join(cards)}."
            ),
        )
    sums = _sums(folder)
    if card:
        _check(card, sums)
    digest = hashlib.sha256("\n".join(f"{k} {v}" for k, v in sums.items()).encode()).hexdigest()
    return ModelFiles(card.name if card else folder.name, folder, digest, card)


def installed() -> list[str]:
    """Return the names of the cards whose weights are on this machine."""
    return [
        name
        for name, card in read_cards().items()
        if any((path / MARKER).is_file() for path in _places(card))
    ]


def _places(card: ModelCard) -> list[Path]:
    """Return where the weights of a card can lie."""
    return [path for path in (_packaged(card), resource_folder("models") / card.name) if path]


def _packaged(card: ModelCard | None) -> Path | None:
    if card is None or not card.package:
        return None
    spec = importlib.util.find_spec(card.package)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / card.folder


def _sums(folder: Path) -> dict[str, str]:
    """Return the sha256 of every file that can change a vector, by relative path."""
    paths = in_order(p for p in folder.rglob("*") if p.suffix in _DECIDING_SUFFIXES and p.is_file())
    sums = {}
    for path in paths:
        with path.open("rb") as file:
            sums[path.relative_to(folder).as_posix()] = hashlib.file_digest(
                file, "sha256"
            ).hexdigest()
    return sums


def _check(card: ModelCard, sums: dict[str, str]) -> None:
    for file, expected in card.sha256.items():
        if sums.get(file) != expected:
            raise SecondcoderError(
                f"model {card.name}: {file} is not the published file "
                f"(sha256 {sums.get(file, 'missing')}, expected {expected})",
                hint="Install the tool again; do not use results made with this file.",
            )
