"""What is installed, which encoders are on this machine, and whether a study can be read."""

from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version

from secondcoder import __version__
from secondcoder.embedding.models import find_model, languages_read, read_cards
from secondcoder.errors import SecondcoderError
from secondcoder.records.coders import Machine

_PACKAGES = ("torch", "sentence-transformers", "bertopic", "spacy", "scikit-learn", "pandas")


def examine(study: Path | None, tell: Callable[[str], None]) -> bool:
    """Tell each line as it is known; return whether everything that was asked for is sound."""
    tell(f"secondcoder {__version__}, Python {python_version()}")
    for name in _PACKAGES:
        tell(f"  {name} {_installed(name)}")
    tell("Encoders:")
    for name in read_cards():
        tell(f"  {name}: {_state(name)}")
    if study is None:
        return True
    tell(f"Study {study}:")
    try:
        for line in _reading(study):
            tell(f"  {line}")
    except SecondcoderError as error:
        tell(f"  cannot be read: {error.message}")
        tell(f"  how to fix it: {error.hint}")
        return False
    return True


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is missing: install the tool again"


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
