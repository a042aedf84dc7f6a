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
    seed: int

    @property
    def overrides(self) -> Mapping[str, Any]:
        """The values of ``study.toml`` that it sets."""
        return {
            "model": {"name": list(self.encoders)},
            "passages": {"unit": self.unit},
            "reconcile": {"overlap": self.overlap},
            "suggest": {"basis": self.basis, "codes_a_passage": self.codes_a_passage}
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
        seed=config.seed,
    )


def specifications(config: StudyConfig) -> list[Specification]:
    """Return the study's own settings first, then all others of its grid.

    Where the machine learns from coding people's own number of codes counts, so that
    ``codes_a_passage`` does not vary there.
    """
    grid, own = config.comparison.grid, of_study(config)
    usual: list[str | float | None] = [own.codes_a_passage, "one", "several"]
    numbers = list(dict.fromkeys(grid.codes_a_passage or usual))
    units: Sequence[str | None] = grid.unit or [own.unit]
    encoders: list[tuple[str, ...]] = [(name,) for name in grid.encoder or ()] or [own.encoders]
    found = [
        Specification(
            encoders=names,
            unit=unit,
            overlap=overlap,
            basis=basis,
            codes_a_passage=number,
            seed=seed,
        )
        for names, unit, overlap, basis, seed in product(
            encoders,
            units,
            grid.overlap or [own.overlap],
            grid.basis or ["codebook", "coding"],
            grid.seed or [own.seed],
        )
        for number in (numbers if basis == "codebook" else [own.codes_a_passage])
    ]
    every = list(dict.fromkeys([own, *found]))
    if len(every) > MOST:
        raise SecondcoderError(
            f"comparison -> grid: {len(every)} combinations of settings; at most {MOST} are tried",
            hint="Leave out values that you would not defend in the paper.",
        )
    return every
