"""A study's configuration as a command asks for it: with its options, and with coders there are."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from secondcoder.errors import SecondcoderError
from secondcoder.procedures.second_coder.learnt_coder import (
    LearntFrom,
)
from secondcoder.records.coders import BUNDLED
from secondcoder.records.study import StudyMaterial
from secondcoder.study.checks import check
from secondcoder.study.load import LoadedStudy, load_config, validate
from secondcoder.study.problems import refuse
from secondcoder.study.schema import StudyConfig

ANOTHER = "another study"
"""``[suggest] basis`` of a study that is coded as another one taught."""


def loaded_with(
    study: Path, overrides: Mapping[str, Any], learnt: LearntFrom | None = None
) -> LoadedStudy:
    """Return a study's configuration with some values set, as the options of a command do."""
    loaded = load_config(study)
    if learnt is not None:
        overrides = {**overrides, "suggest": {**overrides.get("suggest", {}), "basis": ANOTHER}}
    config = with_overrides(loaded.config, overrides)
    if learnt is None and config.suggest.basis == ANOTHER:
        raise SecondcoderError(
            f'suggest -> basis is "{ANOTHER}", and it is not said which',
            hint="Run `secondcoder suggest STUDY --learnt-from THE_OTHER_STUDY`.",
        )
    if problems := check(config, loaded.folder):
        raise refuse("the study with the command's options", problems)
    return replace(loaded, config=config)


def with_overrides(config: StudyConfig, overrides: Mapping[str, Any]) -> StudyConfig:
    """Return the configuration with some values set; a section's values replace single keys."""
    data = config.model_dump()
    for key, value in overrides.items():
        data[key] = {**data[key], **value} if isinstance(value, dict) else value
    return validate(data, name="the study with the command's options")


def check_coders(material: StudyMaterial, config: StudyConfig) -> None:
    """Refuse names of coders that no coding has, and a level that the codebook does not have.

    Where nobody has coded yet, all names may be right.
    """
    _check_level(material, config)
    known = material.coding.coders if material.coding else ()
    machines = {one.machine.label for one in material.machines}
    for place, names in (
        ("suggest -> learn_from", config.suggest.learn_from),
        ("reconcile -> coders", config.reconcile.coders),
        ("comparison -> pair", _people_of_pair(config, machines)),
    ):
        unknown = [name for name in names or () if name not in known]
        if known and unknown:
            raise SecondcoderError(
                f"{place}: there is no coder {unknown[0]!r}",
                hint=f"The coders are: {', '.join(known)}."
                + (" Machines are always compared and never learnt from." if machines else ""),
            )


def _check_level(material: StudyMaterial, config: StudyConfig) -> None:
    level = config.comparison.level
    if not isinstance(level, int) or material.codebook is None:
        return
    deepest = max((len(code.path) for code in material.codebook.codes), default=0)
    if level > deepest:
        levels = "1 level" if deepest == 1 else f"{deepest} levels"
        raise SecondcoderError(
            f"comparison -> level is {level}, and the codebook has {levels}",
            hint='Name one of them, counted from 1 at the top, or "leaves"; or leave the line out.',
        )


def _people_of_pair(config: StudyConfig, machines: Collection[str]) -> list[str]:
    """Return who of the pair that the headline is about must be a person."""
    pair = config.comparison.pair or []
    return [name for name in pair if name not in {BUNDLED.label, *machines}]
