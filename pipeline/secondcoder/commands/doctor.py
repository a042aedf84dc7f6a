"""What is installed, which encoders are on this machine, and whether a study can be read."""

import importlib
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import machine, python_version, system
from uuid import uuid4

from secondcoder import __version__
from secondcoder.embedding.models import find_model, languages_read, read_cards
from secondcoder.errors import SecondcoderError, of_the_disk
from secondcoder.publish.files import write_whole
from secondcoder.publish.moves import clear_away
from secondcoder.records.coders import Machine

_PACKAGES = {
    "torch": "torch",
    "sentence-transformers": "sentence_transformers",
    "bertopic": "bertopic",
    "spacy": "spacy",
    "scikit-learn": "sklearn",
    "scikit-network": "sknetwork",
    "pandas": "pandas",
    "matplotlib": "matplotlib",
    "lxml": "lxml.etree",
}
"""Packages with compiled parts, and what is imported of each: there installations fail."""
_REPAIR = (
    "install secondcoder again (docs/windows-macos.md); on Windows torch also needs Microsoft's "
    "Visual C++ runtime, https://aka.ms/vs/17/release/vc_redist.x64.exe"
)
_SENTENCE = "She said that the garden is where people meet."


def examine(study: Path | None, tell: Callable[[str], None]) -> bool:
    """Tell each line as it is known; return whether everything that was asked for is sound."""
    tell(f"secondcoder {__version__}, Python {python_version()}, {system()} {machine()}")
    sound = True
    for name, module in _PACKAGES.items():
        works, said = _imported(name, module)
        tell(f"  {name} {said}")
        sound &= works
    tell("Encoders:")
    for name in read_cards():
        tell(f"  {name}: {_state(name)}")
    works, said = _encoded()
    tell(f"  {said}")
    sound &= works
    if study is None:
        return sound
    tell(f"Study {study}:")
    for part in (_reading, _writing):
        try:
            for line in part(study):
                tell(f"  {line}")
        except SecondcoderError as error:
            tell(f"  cannot be {'read' if part is _reading else 'written into'}: {error.message}")
            tell(f"  how to fix it: {error.hint}")
            sound = False
    return sound


def _imported(name: str, module: str) -> tuple[bool, str]:
    """Return whether a package loads, and its version or what to do."""
    try:
        importlib.import_module(module)
        return True, version(name)
    except PackageNotFoundError:
        return False, f"is missing: {_REPAIR}"
    except (ImportError, OSError) as error:
        said = str(error).splitlines() or [type(error).__name__]
        return False, f"does not load ({said[0]}): {_REPAIR}"


def _encoded() -> tuple[bool, str]:
    """Return whether a sentence can be encoded, and what to say."""
    from secondcoder.procedures.shell import encoder_of
    from secondcoder.study.settings import Model

    try:
        (name,) = Model().names
        vectors = encoder_of(find_model(name), Model()).encode([_SENTENCE])
    except SecondcoderError as error:
        return False, f"a sentence cannot be encoded: {error.message}. {error.hint}"
    except (ImportError, OSError, RuntimeError) as error:
        return False, f"a sentence cannot be encoded ({error}): {_REPAIR}"
    return True, f"a sentence was encoded, in {vectors.shape[1]} numbers"


def _writing(study: Path) -> Iterator[str]:
    """Write, rename and remove a file in a study, and try the longest path of a result."""
    from secondcoder.publish.results import RUNS
    from secondcoder.publish.store import try_place

    folder = study if study.is_dir() else study.parent
    trial = folder / f".secondcoder.{uuid4().hex[:12]}.part"
    try:
        write_whole(trial, b"")
    except OSError as error:
        raise of_the_disk(error, at=folder) from error
    finally:
        clear_away(trial)
    try_place(folder.resolve() / RUNS / "synthesis-0123456789ab")
    yield "results can be written into it: a file was written, renamed and removed"


def _state(name: str) -> str:
    try:
        files = find_model(name)
    except SecondcoderError as error:
        return f"cannot be used: {error.message}. {error.hint}"
    return f"ready, checked against its card ({files.fingerprint[:12]})"


def account_of_folder(study: Path) -> list[str]:
    """Return what was understood of a study, or why it cannot be read, as lines."""
    try:
        return list(_account(study))
    except SecondcoderError as error:
        return [f"  cannot be read yet: {error.message}", f"  how to fix it: {error.hint}"]


def _reading(study: Path) -> Iterator[str]:
    from secondcoder.study.load import load_config

    inferred = load_config(study).inferred
    yield (
        "study.toml inferred: write one with `secondcoder init`"
        if inferred
        else "study.toml is sound"
    )
    yield from _account(study, notices=True)


def _account(study: Path, *, notices: bool = False) -> Iterator[str]:
    from secondcoder.passages.paragraphs import many
    from secondcoder.study.account_lines import file_lines
    from secondcoder.study.assemble import load_material
    from secondcoder.study.load import load_config
    from secondcoder.study.understand import understood

    loaded = load_config(study)
    material = load_material(loaded.folder, loaded.config)
    yield from file_lines(understood(loaded, material, encoder_reads=languages_read))
    if notices and (coding := material.coding):
        yield f"{many(len(coding.codings), 'coding')} by {many(len(coding.coders), 'coder')}"
    for one in material.machines if notices else ():
        made, label = many(len(one.coding.codings), "coding"), one.machine.label
        yield f"{made} by a machine, {label}{_told(one.machine)}"
    for notice in (*loaded.notices, *material.notices) if notices else ():
        yield f"{notice.kind}: {notice.message}" + (f" ({notice.where})" if notice.where else "")


def _told(machine: Machine) -> str:
    version = f", version {machine.version}" if machine.version else ""
    saw = f"it saw {machine.saw}" if machine.saw else "study.toml does not say what it saw (saw =)"
    return f"{version}; {saw}"
