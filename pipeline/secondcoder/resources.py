"""Where the package's own files are: in a checkout or in an installed wheel."""

from pathlib import Path

from secondcoder.errors import SecondcoderError

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE / "shipped", _PACKAGE.parents[1])


def resource_folder(name: str) -> Path:
    """Return ``configs``, ``models`` or ``data``: the wheel's copy, or else the checkout's."""
    for root in _ROOTS:
        if (root / name).is_dir():
            return root / name
    raise SecondcoderError(
        f"the installation is incomplete: its folder {name!r} is missing",
        hint="Install secondcoder again.",
    )
