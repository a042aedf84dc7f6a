"""``learnt_coder.npz``: what was learnt from a study's coding, kept to code another study with.

The file holds arrays, names and hashes of codes, names of coders, and what made it; no text of
participants, and nothing that can run. It is used only where codebook, encoder and program are
those that it was made with.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from secondcoder import __version__
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.kept_form import UNREADABLE, from_bytes, to_bytes
from secondcoder.procedures.second_coder.find_coder import find_coder, no_coder
from secondcoder.publish.record import made_by
from secondcoder.records.codes import Code, Codebook
from secondcoder.records.study import Notice
from secondcoder.records.text import Passage
from secondcoder.suggesting.kept_coder import KeptCoder, Taught
from secondcoder.suggesting.weigh import HumanExamples

FORM = 1
"""The version of the file's form and of what its numbers mean."""
_MARK = "secondcoder learnt coder"
_MOST_NAMED = 5
"""Codes that an error names."""
_READ_WITH = (
    *("numpy", "scikit-learn", "spacy", "en-core-web-sm"),
    *("sentence-transformers", "tokenizers", "torch", "transformers"),
)
"""Packages that vectors and scores come from."""


@dataclass(frozen=True, slots=True)
class LearntFrom:
    """A learnt coder as it was read."""

    about: Mapping[str, Any]
    """What it is, as the file says: plain values."""
    coder: KeptCoder
    sha256: str

    def taught(self, codebook: Codebook) -> Taught:
        """Return the coder with its codes in the order of a codebook that was checked."""
        place = {code["id"]: n for n, code in enumerate(self.about["codes"]) if code["codable"]}
        order = {code: n for n, code in enumerate(place)}
        columns = [order[code.id] for code in codebook.codes if code.codable]
        coder = self.coder.ordered(np.array(columns, dtype=np.int64))
        return Taught(coder, tuple(self.about["coders"]))

    def told(self, *, counted: bool) -> dict[str, Any]:
        """Return what ``run.json`` says of it."""
        kept = ("study", "run_id", "coders", "passages", "documents", "codings")
        scores = scores_of(self.coder) if counted else {}
        return {"sha256": self.sha256, **{key: self.about[key] for key in kept}, **scores}


def scores_of(coder: KeptCoder) -> dict[str, Any]:
    """Return how the coder did on its own study, out of fold, as ``run.json`` says it."""
    judged = coder.out_of_fold
    return {
        "judged": len(judged.right),
        "first_right": round(judged.first_right, 4),
        "codes_a_passage": round(judged.codes, 2),
        "peoples_codes_a_passage": round(judged.peoples_codes, 2),
    }


def examples_in_numbers(
    examples: HumanExamples, passages: Sequence[Passage], codebook: Codebook
) -> dict[str, Any]:
    """Return who taught how much, of codes that can be learnt."""
    codable = {code.id for code in codebook.codes if code.codable}
    document = {passage.id: passage.document for passage in passages}
    coded = [passage for passage, codes in examples.applied.items() if codes & codable]
    each = examples.by_coder or (examples,)
    return {
        "coders": list(examples.coders),
        "passages": len(coded),
        "documents": len({document[passage] for passage in coded}),
        "codings": sum(len(codes & codable) for one in each for codes in one.applied.values()),
    }


def coder_file(
    coder: KeptCoder,
    codebook: Codebook,
    *,
    study: str,
    run_id: str,
    encoder: tuple[str, str],
    numbers: Mapping[str, Any],
) -> bytes:
    """Return the file. ``encoder`` is its name and fingerprint; equal coders have equal bytes."""
    versions = made_by()["versions"]
    about = {
        "study": study,
        "run_id": run_id,
        "version": __version__,
        "packages": {name: versions.get(name, "") for name in _READ_WITH},
        "encoder": list(encoder),
        "codes": [_described(code) for code in codebook.codes],
        **numbers,
    }
    return to_bytes({"mark": _MARK, "form": FORM, "about": about, "coder": to_bytes(coder)})


def _described(code: Code) -> dict[str, Any]:
    """Return a code's id and name, with a hash of all that the machine reads of it."""
    read = [list(code.path), code.definition, code.include, list(code.examples), code.codable]
    total = hashlib.sha256(json.dumps(read, ensure_ascii=False).encode()).hexdigest()
    return {"id": code.id, "label": code.label, "codable": code.codable, "entry": total}


def read_coder(place: Path) -> LearntFrom:
    """Return the coder that ``find_coder`` finds at a place."""
    path = find_coder(place)
    data = path.read_bytes()
    try:
        held = from_bytes(data)
        mark, form, about = held["mark"], held["form"], held["about"]
        study, version = about["study"], about["version"]
    except (*UNREADABLE, BadZipFile, EOFError) as error:
        raise no_coder(path) from error
    if mark != _MARK:
        raise no_coder(path)
    if form != FORM or version != __version__:
        raise SecondcoderError(
            f"{path}: what was learnt was kept by version {version} of secondcoder, and this is "
            f"{__version__}",
            hint=f"Run `secondcoder suggest STUDY --basis coding` for {study!r} with this version: "
            "what it learns is kept anew.",
        )
    return LearntFrom(about, from_bytes(held["coder"]), hashlib.sha256(data).hexdigest())


def check_codebook(learnt: LearntFrom, codebook: Codebook | None) -> None:
    """Refuse a codebook that is not the one that was learnt with, saying what differs."""
    study = learnt.about["study"]
    if codebook is None:
        raise SecondcoderError(
            f"the study has no codebook, and what was learnt from {study!r} is about the codes of "
            "one",
            hint="Copy the codebook of that study into this one and name it under [codebook].",
        )
    then = {code["id"]: code for code in learnt.about["codes"]}
    now = {code.id: _described(code) for code in codebook.codes}
    differing = (
        ("only there", [then[one] for one in then if one not in now]),
        ("only here", [now[one] for one in now if one not in then]),
        ("worded otherwise", [now[one] for one in now if one in then and now[one] != then[one]]),
    )
    if any(codes for _, codes in differing):
        told = "; ".join(f"{what}: {_named(codes)}" for what, codes in differing if codes)
        raise SecondcoderError(
            f"the codebook is not that of {study!r}, which was learnt with: {told}",
            hint="Use the same codebook in both studies. If it was revised, copy it into "
            f"{study!r}, mend that study's coding where codes changed, and run "
            "`secondcoder suggest STUDY --basis coding` there again.",
        )


def _named(codes: list[dict[str, Any]]) -> str:
    names = ", ".join(repr(code["label"]) for code in codes[:_MOST_NAMED])
    more = len(codes) - _MOST_NAMED
    return names + (f" and {more} more" if more > 0 else "")


def check_encoder(learnt: LearntFrom, name: str, fingerprint: str) -> None:
    """Refuse another encoder than the one that was learnt with."""
    was, mark = learnt.about["encoder"]
    if mark == fingerprint:
        return
    what = (
        f"the encoder is {name}, and {was} was learnt with"
        if name != was
        else f"the encoder {name} has other files, device or precision than was learnt with"
    )
    raise SecondcoderError(
        f"{what} ({learnt.about['study']!r})",
        hint="Give both studies the same [model] (name, device and precision), and run the one "
        "that is not as you want it again.",
    )


def other_packages(learnt: LearntFrom) -> tuple[Notice, ...]:
    """Return a notice of packages that have another version than was learnt with."""
    versions = made_by()["versions"]
    changed = [
        f"{name} {was or 'none'} then, {versions.get(name) or 'none'} now"
        for name, was in learnt.about["packages"].items()
        if was != versions.get(name, "")
    ]
    if not changed:
        return ()
    return (
        Notice(
            "learnt with other versions",
            f"what was learnt from {learnt.about['study']!r} was made with other versions of "
            f"packages ({'; '.join(changed)}): confidences may differ in their last digits",
        ),
    )
