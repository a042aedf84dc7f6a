"""What a table's columns seem to hold, by their headings and their cells."""

import re
from dataclasses import dataclass
from statistics import fmean

from secondcoder.names import loosely
from secondcoder.reading.tables.tables import Table

PROSE_WORDS = 6
"""Mean words of a filled cell from which a column without a telling heading counts as prose. Not
measured; what is inferred is written to study.toml, to be corrected there."""
SHORT_WORDS = 4
"""Mean words up to which the cells of a column count as short. Not measured."""

_HEADINGS: dict[str, str] = {
    "text": "text texts quote quotes quotation quotations answer answers response responses "
    "transcript excerpt extract segment passage utterance content verbatim feedback sentence "
    "message post review statement summary narrative body quoted_text free_text coded_text",
    "comment": "comment comments remark remarks",
    "id": "id ids key no nr number row passage_id quote_id segment_id comment_id response_id "
    "answer_id text_id unit_id excerpt_id row_id record_id",
    "document": "document doc documents file filename file_name document_name source interview "
    "transcript_name group focus_group session document_id interview_id doc_id",
    "case": "case participant respondent case_id case_name participant_id respondent_id person "
    "organisation organization site interviewee participant_name",
    "speaker": "speaker voice speaker_name",
    "question": "question prompt question_text",
    "heading": "heading section topic_heading title",
    "code": "code codes code_name theme themes subtheme sub_theme subthemes category "
    "categories subcategory sub_category label node subcode sub_code domain dimension "
    "first_cycle_code pattern_code",
    "parent": "parent parent_code parent_theme parent_category broader",
    "definition": "definition description meaning explanation code_definition code_description",
    "include": "include inclusion includes inclusion_criteria include_when when_to_use",
    "exclude": "exclude exclusion excludes exclusion_criteria exclude_when when_not_to_use",
    "examples": "example examples example_quote example_quotes example_quotation illustration",
    "coder": "coder rater annotator analyst coded_by coder_name coder_id rater_id annotator_id",
    "memo": "memo memos note notes rationale justification",
}
_ROLE_OF = {
    loosely(spelling.replace("_", " ")): role
    for role, spellings in _HEADINGS.items()
    for spelling in spellings.split()
}
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?\s?%?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column's heading, the role it suggests, and what the cells are like."""

    name: str
    role: str
    """``text``, ``id``, ``code``, …; empty if the heading says nothing."""
    filled: int
    rows: int
    words: float
    """Mean words of the filled cells."""
    values: tuple[str, ...]
    """Distinct filled cells in the order of the table."""
    numeric: bool
    """Every filled cell is a number."""

    @property
    def unique(self) -> bool:
        """Whether every row has a value and no two rows share one."""
        return self.rows > 0 and self.filled == self.rows == len(self.values)

    @property
    def short(self) -> bool:
        """Whether cells are names rather than prose."""
        return 0 < self.words <= SHORT_WORDS


def columns_of(table: Table) -> tuple[Column, ...]:
    """Describe every column of a table."""
    return tuple(_column(table, name) for name in table.columns)


def _column(table: Table, name: str) -> Column:
    cells = [row[name] for row in table.rows]
    filled = [cell for cell in cells if cell]
    return Column(
        name=name,
        role=_ROLE_OF.get(loosely(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)), ""),
        filled=len(filled),
        rows=len(cells),
        words=fmean(len(cell.split()) for cell in filled) if filled else 0.0,
        values=tuple(dict.fromkeys(filled)),
        numeric=bool(filled) and all(_NUMBER.fullmatch(cell) for cell in filled),
    )


def of_role(columns: tuple[Column, ...], role: str) -> Column | None:
    """Return the first column with this role that holds anything."""
    return next((column for column in columns if column.role == role and column.filled), None)


def text_column(columns: tuple[Column, ...]) -> Column | None:
    """Return the column with the passages' text: the longest of those so headed, or of prose.

    ``comment`` heads a text where nothing else does, and otherwise a coder's memo.
    """
    for roles, words in (({"text"}, 2.0), ({"comment"}, 2.0), ({""}, float(PROSE_WORDS))):
        fitting = [c for c in columns if c.role in roles and c.words >= words and not c.numeric]
        if fitting:
            return max(fitting, key=lambda column: column.words)
    return None


def wide_columns(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the prose columns of a table with a row a case and a column a heading, or none.

    Such a table opens with a short name, different in each row, and has two or more columns of
    prose whose headings are no usual name of a text column.
    """
    if not columns or not (columns[0].unique and columns[0].short):
        return ()
    if any(column.role in {"text", "code", "definition"} for column in columns):
        return ()
    prose = tuple(c for c in columns[1:] if c.words >= PROSE_WORDS and c.role in {"", "comment"})
    return prose if len(prose) > 1 else ()
