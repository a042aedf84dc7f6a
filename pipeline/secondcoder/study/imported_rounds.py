"""What is said of the rounds that imported coding names."""

from secondcoder.errors import SecondcoderError
from secondcoder.passages.paragraphs import many
from secondcoder.records.codes import HumanCoding
from secondcoder.records.study import Notice
from secondcoder.study.schema import StudyConfig


def rounds_said(config: StudyConfig, coding: HumanCoding | None) -> list[Notice]:
    """Return how many passages of which rounds count in no coefficient.

    A round under ``[rounds]`` that no coding names is refused: a misspelt pilot would count.
    """
    if not config.rounds:
        return []
    named = {one.round for one in coding.codings} if coding else set()
    named |= {source.round for source in config.coding if source.round}
    for name in config.rounds:
        if name not in named:
            there = ", ".join(sorted(filter(None, named))) or "none"
            raise SecondcoderError(
                f"study.toml, [rounds]: no coding is from the round {name!r} (named are: {there})",
                hint="Name it under [[coding]] as round or in round_column, spelt alike.",
            )
    if not coding or not coding.on_trial:
        return []
    which = ", ".join(sorted(config.on_trial))
    message = f"{many(len(coding.on_trial), 'passage')} of pilot and training rounds ({which}) "
    message += "count in no coefficient, in whichever round they were coded, and nothing is learnt "
    message += "from them"
    return [Notice("pilot", message, "study.toml, [rounds]")]
