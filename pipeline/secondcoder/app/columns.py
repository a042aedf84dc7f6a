"""Columns of a table and what each is: as lists to choose from, and back into ``study.toml``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from secondcoder.app.sources import Source
from secondcoder.errors import SecondcoderError
from secondcoder.study.coder_names import HUMAN
from secondcoder.study.edit import remove, set_value
from secondcoder.study.forms import names_no_columns
from secondcoder.study.infer import sheets_of
from secondcoder.study.schema import CodebookSource, CodingSource, Documents

LEVELS = 6
"""Levels of a codebook that can be chosen."""
_EXAMPLES = 3
Choices = tuple[tuple[str, str], ...]
OF_DOCUMENTS: Choices = (
    ("", "kept beside the texts"),
    ("text", "texts or answers, to be coded"),
    ("id", "the row’s id"),
    ("document", "the document’s name"),
    ("case", "the case or respondent"),
    ("speaker", "who speaks"),
    ("question", "the question that is answered"),
    ("heading", "the heading above it"),
    ("keep", "contact data, kept all the same"),
)
OF_CODEBOOK: Choices = (
    ("", "not used"),
    ("code", "the code’s name"),
    ("parent", "the code above"),
    *((f"level {n}", f"level {n} of the tree") for n in range(1, LEVELS + 1)),
    ("number", "the code’s number"),
    ("definition", "the definition"),
    ("include", "what it includes"),
    ("exclude", "what it excludes"),
    ("examples", "examples"),
    ("facets", "a facet, such as polarity"),
)
OF_CODING: Choices = (
    ("", "not used"),
    ("passage", "the quoted words, or the passage’s id"),
    ("document", "the document’s name"),
    ("code", "the code, or a step of its path"),
    ("codes", "one of several codes"),
    ("coder_column", "who coded"),
    ("coders", "all codes of the coder in its heading"),
    ("marks", "marks for the code in its heading"),
    ("start", "where the passage begins"),
    ("end", "where it ends"),
    ("memo", "a memo"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnView:
    """A column as it is shown."""

    name: str
    label: str
    """What it is called in full, where that differs."""
    examples: tuple[str, ...]
    role: str


def choices_for(source: Source) -> Choices:
    """Return the roles that a column of this source can have."""
    if isinstance(source.source, Documents):
        return OF_DOCUMENTS
    return OF_CODEBOOK if isinstance(source.source, CodebookSource) else OF_CODING


def columns_in(source: Source, folder: Path, file: str) -> list[ColumnView]:
    """Return the columns of a table with the roles they have."""
    roles = roles_in(source.source)
    for sheet in sheets_of(folder, file, []):
        if source.source.sheet in (None, sheet.sheet):
            return [
                ColumnView(
                    name=column.name,
                    label=column.label if column.label != column.name else "",
                    examples=column.values[:_EXAMPLES],
                    role=roles.get(column.name, ""),
                )
                for column in sheet.columns
            ]
    return []


def roles_in(source: Documents | CodebookSource | CodingSource) -> dict[str, str]:
    """Return the role of each column that a source names."""
    values: dict[str, object] = source.model_dump(exclude_none=True)
    roles: dict[str, str] = {}
    for key, said in values.items():
        names = [said] if isinstance(said, str) else said if isinstance(said, list) else []
        for place, name in enumerate(names, start=1):
            roles.setdefault(str(name), f"level {place}" if key == "levels" else key)
    known = {value for value, _ in choices_for(Source((), source))}
    renamed = {name: "text" if role == "headings" else role for name, role in roles.items()}
    return {name: role for name, role in renamed.items() if role in known}


def with_roles(text: str, source: Source, roles: Mapping[str, str], *, reason: str) -> str:
    """Return the text in which the columns of a source have these roles; ``""`` is no role.

    Roles without any that the table needs are refused: they would be put aside, and inferred.
    """
    wanted = _wanted(source.source, roles)
    _refuse_none_needed(source.source, wanted)
    for key, value in wanted.items():
        if value is None:
            text = remove(text, (*source.place, key))
    for key, value in wanted.items():
        if value is not None and getattr(source.source, key) != value:
            text = set_value(text, (*source.place, key), value, reason=reason)
    return text


def _refuse_none_needed(
    source: Documents | CodebookSource | CodingSource, wanted: Mapping[str, object]
) -> None:
    if isinstance(source, Documents) or not names_no_columns(source.model_copy(update=wanted)):
        return
    if isinstance(source, CodebookSource):
        hint = "Choose “the code’s name” for one column, or levels of the tree for several."
        raise SecondcoderError(f"no column of {source.path} would hold the codes", hint=hint)
    hint = "Choose a column with the quoted words or the passage’s id, and one with the code."
    raise SecondcoderError(f"no column of {source.path} would hold passages or codes", hint=hint)


def _wanted(
    source: Documents | CodebookSource | CodingSource, roles: Mapping[str, str]
) -> dict[str, object]:
    """Return the keys of a source for these roles, ``None`` for those to be removed."""
    named: dict[str, list[str]] = {}
    for name, role in roles.items():
        named.setdefault(role, []).append(name)
    if isinstance(source, Documents):
        texts = named.pop("text", [])
        several = len(texts) > 1 or (source.headings is not None and bool(texts))
        named["headings" if several else "text"] = texts
        keys: tuple[str, ...] = (
            "text",
            "headings",
            "id",
            "document",
            "case",
            "speaker",
            "question",
            "heading",
        )
        return _values(named, (*keys, "keep"), lists=("headings", "keep"))
    if isinstance(source, CodebookSource):
        levels = [named.pop(f"level {n}", []) for n in range(1, LEVELS + 1)]
        named["levels"] = [name for names in levels for name in names]
        keys = ("levels", "code", "parent", "number", "definition", "include", "exclude")
        return _values(named, (*keys, "examples", "facets"), lists=("levels", "facets"))
    keys = ("passage", "document", "code", "codes", "coder_column", "coders", "marks")
    found = _values(named, (*keys, "start", "end", "memo"), lists=("codes", "coders", "marks"))
    own = found["coder_column"] or found["coders"] or source.mark_coders
    who = "name" if source.machine else "coder"
    found[who] = None if own else getattr(source, who) or HUMAN
    return found


def _values(
    named: Mapping[str, Sequence[str]], keys: Sequence[str], *, lists: Sequence[str]
) -> dict[str, object]:
    values: dict[str, object] = {}
    for key in keys:
        names = list(named.get(key, ()))
        values[key] = (names if key in lists or len(names) > 1 else names[0]) if names else None
    return values
