"""A study's folder to its checked configuration."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from secondcoder.errors import SecondcoderError
from secondcoder.records.study import Notice
from secondcoder.study.checks import check
from secondcoder.study.forms import with_columns
from secondcoder.study.infer import infer_config
from secondcoder.study.language import with_language
from secondcoder.study.presets import preset_path
from secondcoder.study.problems import Problem, explain, refuse
from secondcoder.study.rounds import with_round
from secondcoder.study.schema import StudyConfig
from secondcoder.study.toml import CONFIG_NAME, parse_text, parse_toml


@dataclass(frozen=True, slots=True)
class LoadedStudy:
    """A study's configuration, the folder its paths count from, and what was noticed."""

    config: StudyConfig
    folder: Path
    notices: tuple[Notice, ...]
    inferred: bool
    """Whether the folder has no ``study.toml`` and the configuration was guessed from its files."""


def load_config(folder: Path) -> LoadedStudy:
    """Load a folder's ``study.toml``, or the named ``.toml`` file; infer one where none is.

    Whatever the form does not allow is refused, all of it together, as ``section -> key: what``.
    """
    path = folder / CONFIG_NAME if folder.is_dir() else folder
    if not folder.exists():
        raise SecondcoderError(
            f"{folder}: there is no such folder or file",
            hint="Name the folder that holds the study's files, or its study.toml.",
        )
    if folder.is_dir() and not path.exists():
        inferred = infer_config(folder)
        notices = [Notice("inferred", note) for note in inferred.notes]
        config, begun = with_round(inferred.config, folder)
        config, _ = with_columns(config, folder)
        return LoadedStudy(config, folder, (*notices, *begun), inferred=True)
    if path.suffix.lower() != ".toml":
        raise SecondcoderError(
            f"{path.name}: this is not a study.toml",
            hint="Name the folder that holds the file; a study.toml there is optional.",
        )
    return _loaded(parse_toml(path, name=path.name), path.parent, name=path.name)


def load_text(text: str, folder: Path) -> LoadedStudy:
    """Load what the ``study.toml`` of a folder would be, if this were its text."""
    return _loaded(parse_text(text, name=CONFIG_NAME), folder, name=CONFIG_NAME)


def _loaded(data: dict[str, object], folder: Path, *, name: str) -> LoadedStudy:
    config = validate(with_preset(data, name=name), name=name)
    config, begun = with_round(config, folder)
    config, told = with_columns(config, folder)
    problems = check(config, folder)
    if problems:
        raise refuse(name, problems)
    told = [*begun, *told]
    return LoadedStudy(with_language(config, folder), folder, tuple(told), inferred=False)


def with_preset(data: dict[str, object], *, name: str) -> dict[str, object]:
    """Return the study's values over those of the preset it names; its own values win."""
    preset = data.get("preset")
    if not isinstance(preset, str):
        return data
    try:
        path = preset_path(preset)
    except SecondcoderError as error:
        raise SecondcoderError(f"{name}, {error.message}", hint=error.hint) from error
    return _merged(parse_toml(path, name=f"preset {preset}"), data)


def _merged(below: dict[str, object], above: dict[str, object]) -> dict[str, object]:
    """Merge section by section; lists and single values are replaced whole."""
    merged = below | above
    for key in below.keys() & above.keys():
        lower, upper = below[key], above[key]
        if isinstance(lower, dict) and isinstance(upper, dict):
            merged[key] = _merged(lower, upper)
    return merged


def validate(data: dict[str, object], *, name: str) -> StudyConfig:
    """Return the configuration, or refuse with all that the form does not allow."""
    problems: list[Problem] = []
    try:
        return StudyConfig.model_validate(data)
    except ValidationError as error:
        problems = explain(error.errors(include_url=False), data)
    raise refuse(name, problems)
