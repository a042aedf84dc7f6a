"""Where what was learnt from a study's coding lies. Imports nothing that takes time."""

from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.procedures.places import SECOND_CODER
from secondcoder.publish.manifest import MANIFEST, RECORD, verified
from secondcoder.publish.results import results_of

LEARNT_CODER = "learnt_coder.npz"


def find_coder(place: Path) -> Path:
    """Return the file of a study's latest result that has one, of a result, or of the file itself.

    Every file of the result is held against its hash.
    """
    if place.is_file():
        if place.suffix == ".toml":
            return find_coder(place.parent)
        return place
    result = (place / MANIFEST).is_file() or (place / RECORD).is_file()
    for folder in [place] if result else reversed(results_of(place, SECOND_CODER)):
        if LEARNT_CODER in verified(folder):
            return folder / LEARNT_CODER
    raise SecondcoderError(
        f"{place}: no result here has kept what was learnt from coding ({LEARNT_CODER})",
        hint=f"Run `secondcoder suggest {place} --basis coding` first; it needs a codebook and "
        "coding by people.",
    )


def no_coder(path: Path) -> SecondcoderError:
    """Return what to say of a file that is none."""
    return SecondcoderError(
        f"{path} is no learnt coder, or is damaged",
        hint=f"Name a study's folder, one of its results, or the file {LEARNT_CODER} of a result.",
    )
