"""Where the presets and model cards lie: in the checkout, or shipped inside an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """Return ``configs`` or ``models`` of the checkout, else the copy inside the package."""
    in_checkout = _PACKAGE.parents[1] / folder
    return in_checkout if in_checkout.is_dir() else _PACKAGE / "shipped" / folder
