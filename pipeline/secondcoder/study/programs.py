"""Whether a coder's name is that of a program, and how such a table is entered."""

import re
from collections.abc import Sequence

from secondcoder.reading.codes.cells import coder_of
from secondcoder.study.schema import CodingSource

_PROGRAM = re.compile(
    r"(?<![^\W_])(chat|o)?(gpt|llm|llms|language[ _-]?model|llama|mistral|mixtral|qwen|deepseek|"
    r"openai|machine|chatbot)(?![^\W\d_])",
    re.IGNORECASE,
)
"""Names that no person bears. *Claude* and *Gemini* are left out: people are called so, or write
under the name."""


def is_program(name: str) -> bool:
    """Say whether a name is a program's or a language model's beyond doubt."""
    return bool(_PROGRAM.search(name))


def by_maker(source: CodingSource) -> list[CodingSource]:
    """Return the source with what programs made entered as a machine's, beside what people did.

    Columns of coders are divided; a table by one coder is one's or the other's.
    """
    if source.coder and is_program(source.coder):
        return [source.model_copy(update={"coder": None, "machine": True, "name": source.coder})]
    programs = [column for column in source.coders or () if is_program(coder_of(column))]
    people = [column for column in source.coders or () if column not in programs]
    if not programs:
        return [source]
    of_programs = source.model_copy(update={"coders": programs, "machine": True})
    return [*([source.model_copy(update={"coders": people})] if people else []), of_programs]


def note_of(name: str, source: CodingSource, columns: Sequence[str]) -> str:
    """Return what is said of a table that was entered as a machine's."""
    who = f"the machine {source.name!r}" if source.name else f"machines: {', '.join(columns)}"
    return (
        f"{name}: read as codes of {who} (by the name), never as a person's; write version = and "
        "saw = below it; if a person made them, replace machine and name by coder = "
    )
