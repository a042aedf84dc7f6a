"""Libraries that are loaded without what this program does not need of them."""

import os
import sys
from types import ModuleType
from typing import Any

_THREADS = ("OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def one_thread_for_tables() -> None:
    """Tell what multiplies matrices, before NumPy is loaded, to do so with one thread.

    Of the sizes that a study has, several threads spend more time waiting for each other than they
    save: on two cores the demonstration study took 4 of 29 processor seconds more, and no less
    time. What a sum comes to does not then depend on the number of cores either.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")


def spacy_library() -> Any:
    """Return spaCy, which loads PyTorch where it finds it: no pipeline here rests on that."""
    held: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]  # ``None`` hides
    hidden = not {"spacy", "torch"} & set(held)
    if hidden:
        held["torch"] = None
    try:
        import spacy
    finally:
        if hidden:
            del held["torch"]
    return spacy
