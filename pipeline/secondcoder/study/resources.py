"""Where the package's own files are: in a checkout or in an installed wheel."""

from pathlib import Path

from secondcoder.errors import SecondcoderError

_PACKAGE = Path(__file__).resolve().parents[1]
_SHIPPED = _PACKAGE / "shipped"
_CHECKOUT = _PACKAGE.parents[1]


def resource_folder(name: str) -> Path:
    """Return the folder ``configs`` or ``models``: the wheel's copy, or else the checkout's."""
    for root in (_SHIPPED, _CHECKOUT):
        if (root / name).is_dir():
            return root / name
    raise SecondcoderError(
        f"the installation is incomplete: its folder {name!r} is missing",
        hint="Install secondcoder again.",
    )


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
