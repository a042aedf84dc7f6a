"""A configuration to a ``study.toml`` that its user can read and change."""

from collections.abc import Sequence
from pathlib import Path

import tomlkit
from pydantic import BaseModel
from tomlkit.items import Table

from secondcoder.errors import SecondcoderError, what_to_do, why
from secondcoder.publish.files import write_whole
from secondcoder.study.infer import Inferred
from secondcoder.study.toml import CONFIG_NAME

_COMMENTS = {
    "stance": "coding-reliability | codebook | reflexive",
    "unit": "row | turn | paragraph | sentence | window",
    "documents": "one or more; a path may be a pattern such as transcripts/*.docx",
    "codebook": "the tree of codes: levels = [...] from the top down, or code and parent",
    "language": "of the texts, as detected: for sentences and stop words",
    "coding": "human coding; passage is the column with the passage's id or its quoted text",
}
_ASKED = (
    "One code a passage, or several? The codebook alone does not tell. Remove the # below, with",
    '"one", "several" or the number that a coded passage gets on average, such as 2.5:',
    'codes_a_passage = "one"',
)


def config_text(inferred: Inferred) -> str:
    """Return the text of a ``study.toml``; the notes on what was inferred stand at its head."""
    config = inferred.config
    text = tomlkit.document()
    text.add(tomlkit.comment("Written from the files of this folder. Please check:"))
    for note in inferred.notes:
        text.add(tomlkit.comment("- " + " ".join(note.split())))
    text.add(tomlkit.nl())
    text.add("title", tomlkit.item(config.title))
    text.add("stance", tomlkit.item(config.stance).comment(_COMMENTS["stance"]))
    text.add("seed", tomlkit.item(config.seed))
    text.add("documents", _sections(config.documents))
    text["documents"][0].comment(_COMMENTS["documents"])
    if config.codebook:
        text.add("codebook", _section(config.codebook).comment(_COMMENTS["codebook"]))
    if config.coding:
        text.add("coding", _sections(config.coding))
        text["coding"][0].comment(_COMMENTS["coding"])
    if config.codebook:
        suggest = tomlkit.table()
        for line in _ASKED:
            suggest.add(tomlkit.comment(line))
        text.add("suggest", suggest)
    model = tomlkit.table()
    model.add("language", tomlkit.item(config.model.language).comment(_COMMENTS["language"]))
    text.add("model", model)
    return tomlkit.dumps(text)


def write_config(folder: Path, inferred: Inferred) -> Path:
    """Write the folder's ``study.toml`` and return its path; an existing one is never touched."""
    target = folder / CONFIG_NAME
    if target.exists():
        raise SecondcoderError(
            f"{target.name} exists already and was not changed",
            hint="Edit it, or move it away to have a new one written.",
        )
    try:
        write_whole(target, config_text(inferred).encode())
    except OSError as error:
        raise SecondcoderError(
            f"{target}: the file cannot be written ({why(error)})",
            hint=what_to_do(error, at=target),
        ) from error
    return target


def _sections(sources: Sequence[BaseModel]) -> tomlkit.items.AoT:
    sections = tomlkit.aot()
    for source in sources:
        sections.append(_section(source))
    return sections


def _section(source: BaseModel) -> Table:
    section = tomlkit.table()
    values: dict[str, object] = source.model_dump(exclude_none=True, exclude_defaults=True)
    for key, value in values.items():
        section.add(key, value)
    return section
