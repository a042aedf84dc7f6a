"""What is learnt from, as rows of numbers: passages, codes' entries, questions."""

from collections.abc import Sequence

import numpy as np

from secondcoder.protocols import Encoder, Floats
from secondcoder.records.codes import Code
from secondcoder.records.text import Passage
from secondcoder.suggesting.models import Features
from secondcoder.wording import wording_profiles


def features_of(
    passages: Sequence[Passage], vectors: Floats, codes: Sequence[Code], encoder: Encoder
) -> Features:
    """Return what is learnt from: meaning and wording side by side, and what was asked."""
    framed = [framed_entry(code) for code in codes]
    wording, entry_wording = wording_profiles([passage.text for passage in passages], framed)
    return Features(
        text=np.concatenate([vectors, wording], axis=1),
        entries=np.concatenate([encoder.encode(framed), entry_wording], axis=1),
        asked=questions_of(passages, encoder),
    )


def framed_entry(code: Code) -> str:
    """Return a code's path and definition, as an example of it."""
    return ": ".join(code.path) + (f": {code.definition}" if code.definition else "")


def questions_of(passages: Sequence[Passage], encoder: Encoder) -> Floats | None:
    """Return what each passage was asked, zeros where nothing was; ``None`` if nothing ever was."""
    asked = [passage.question or passage.heading for passage in passages]
    if not any(asked):
        return None
    given = np.array([[1.0 if question else 0.0] for question in asked], np.float32)
    questions: Floats = given * encoder.encode([question or "-" for question in asked])
    return questions
