"""The presets of ``configs/`` that a study may build on."""

from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.resources import resource_folder


def preset_names() -> list[str]:
    """Return the names of the presets, in alphabetical order."""
    return sorted(path.stem for path in resource_folder("configs").glob("*.toml"))


def preset_path(name: str) -> Path:
    """Return a preset's file, or refuse with the names that exist."""
    names = preset_names()
    if name not in names:
        raise SecondcoderError(
            f"preset: there is no preset {name!r}", hint=f"The presets are: {', '.join(names)}."
        )
    return resource_folder("configs") / f"{name}.toml"
