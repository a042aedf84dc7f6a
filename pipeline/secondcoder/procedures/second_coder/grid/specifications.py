"""The settings that a grid tries, each with each other. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from secondcoder.errors import SecondcoderError
from secondcoder.study.schema import StudyConfig

MOST = 240
"""Specifications: more than a figure can show. Not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """One combination of settings."""

    encoders: tuple[str, ...]
    unit: str | None
    overlap: float
    basis: str
    codes_a_passage: str | float | None
    threshold: float | None
    """A confidence from which codes apply, in place of ``codes_a_passage``."""
    seed: int

    @property
    def overrides(self) -> Mapping[str, Any]:
        """The values of ``study.toml`` that it sets."""
        return {
            "model": {"name": list(self.encoders)},
            "passages": {"unit": self.unit},
            "reconcile": {"overlap": self.overlap},
            "suggest": {
                "basis": self.basis,
                "codes_a_passage": self.codes_a_passage,
                "threshold": self.threshold,
            }
            | ({"risk": None} if self.basis == "codebook" else {}),
            "seed": self.seed,
        }


def of_study(config: StudyConfig) -> Specification:
    """Return the settings of the study itself."""
    return Specification(
        encoders=config.model.names,
        unit=config.passages.unit,
        overlap=config.reconcile.overlap,
        basis=config.suggest.basis,
        codes_a_passage=config.suggest.codes_a_passage,
        threshold=config.suggest.threshold,
        seed=config.seed,
    )


def specifications(config: StudyConfig) -> list[Specification]:
    """Return the study's own settings first, then all others of its grid.

    How many codes apply follows from one rule at a time: ``codes_a_passage``, people's own number
    where the machine learns from coding, or a ``threshold``.
    """
    grid, own = config.comparison.grid, of_study(config)
    rules = {basis: _rules(config, basis) for basis in ("codebook", "coding")}
    units: Sequence[str | None] = grid.unit or [own.unit]
    encoders: list[tuple[str, ...]] = [(name,) for name in grid.encoder or ()] or [own.encoders]
    found = [
        Specification(
            encoders=names,
            unit=unit,
            overlap=overlap,
            basis=basis,
            codes_a_passage=number,
            threshold=threshold,
            seed=seed,
        )
        for names, unit, overlap, basis, seed in product(
            encoders,
            units,
            grid.overlap or [own.overlap],
            grid.basis or ["codebook", "coding"],
            grid.seed or [own.seed],
        )
        for number, threshold in rules[basis]
    ]
    every = list(dict.fromkeys([own, *found]))
    if len(every) > MOST:
        raise SecondcoderError(
            f"comparison -> grid: {len(every)} combinations of settings; at most {MOST} are tried",
            hint="Leave out values that you would not defend in the paper.",
        )
    return every


def _rules(config: StudyConfig, basis: str) -> list[tuple[str | float | None, float | None]]:
    """Return what may decide how many codes apply: codes a passage and threshold, one of them."""
    grid, own = config.comparison.grid, config.suggest.codes_a_passage
    usual: list[str | float | None] = [own, "one", "several"]
    numbers = (grid.codes_a_passage or usual) if basis == "codebook" else [own]
    thresholds: Sequence[float | None] = grid.threshold or [config.suggest.threshold]
    return [
        *((number, None) for number in dict.fromkeys(numbers)),
        *((own, one) for one in dict.fromkeys(thresholds) if one is not None),
    ]
