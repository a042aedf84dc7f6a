"""The codebooks of rounds, which the review page and ``secondcoder round`` write into a study.

``rounds/2/codebook.csv`` is that of the second round. The latest takes the place of the codebook
that ``study.toml`` names, which stays as it is; without the folder that one counts again.
"""

from pathlib import Path

from secondcoder.publish.files import write_whole
from secondcoder.records.study import Notice
from secondcoder.study.schema import CodebookSource, StudyConfig
from secondcoder.study.walk import ROUND_CODEBOOK, ROUNDS


def latest_codebook(folder: Path) -> str | None:
    """Return the path, inside a study, of the codebook that its latest round was begun with."""
    numbers = sorted(_numbers(folder))
    return f"{ROUNDS}/{numbers[-1]}/{ROUND_CODEBOOK}" if numbers else None


def write_codebook(folder: Path, number: int, data: bytes) -> Path:
    """Write the codebook of a round; a number that is taken is passed over."""
    taken = _numbers(folder)
    while number in taken:
        number += 1
    path = folder / ROUNDS / str(number) / ROUND_CODEBOOK
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
    return path


def with_round(config: StudyConfig, folder: Path) -> tuple[StudyConfig, list[Notice]]:
    """Return the configuration with the codebook of the latest round, and that it is used."""
    path = latest_codebook(folder)
    if path is None:
        return config, []
    before = config.codebook.path if config.codebook else ""
    instead = f" in the place of {before}" if before and before != path else ""
    message = f"the codebook of the latest round is used{instead}"
    source = CodebookSource(path=path)
    return config.model_copy(update={"codebook": source}), [Notice("round", message, path)]


def _numbers(folder: Path) -> set[int]:
    found = (folder / ROUNDS).glob(f"*/{ROUND_CODEBOOK}") if (folder / ROUNDS).is_dir() else ()
    return {int(one.parent.name) for one in found if one.parent.name.isdecimal()}
