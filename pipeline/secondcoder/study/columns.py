"""What a table's columns seem to hold, by their headings and their cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from secondcoder.names import plain
from secondcoder.non_answers import is_non_answer
from secondcoder.reading.tables.contacts import are_contacts
from secondcoder.reading.tables.headings import RESPONDENT, is_contact, is_metadata, role_of
from secondcoder.reading.tables.tables import Table

PROSE_WORDS = 6
"""Mean words of a filled cell from which a column without a telling heading counts as prose. Not
measured; what is inferred is written to study.toml, to be corrected there."""
SHORT_WORDS = 4
"""Mean words up to which the cells of a column count as short. Not measured."""

SHORT_ANSWER, VARIED = 2.0, 0.5
"""Mean words, and share of different cells, from which short cells below a question count as
answers and not as choices. Not measured."""
BESIDE_WORDS, NEARLY_EACH = 4.0, 0.9
"""Mean words, and share of different cells, from which a column beside one of prose holds answers
as well: names of jobs and places are shorter. Not measured."""
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*\s?%?")
_CLOCK = r"\d{1,2}:\d{2}(:\d{2})?([.,:]\d{1,3})?"
_DATE = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.{0,24}"
_TIME = re.compile(rf"{_DATE}|{_CLOCK}( ?[AaPp][Mm])?( *[-–—]+>? *{_CLOCK})?")
_QUESTION = re.compile(r".*[?？؟](?:\s*[\[(][^\[\]()]*[\])])*|¿.*", re.DOTALL)
"""LimeSurvey writes which part of a question is answered in brackets behind it."""
_ASKS = re.compile(
    r"(please |bitte )?(what|why|how|which|describe|explain|tell|was|warum|wie|welche\w*|que|quoi|"
    r"pourquoi|comment|quel\w*|por que|como|cual\w*)\b"
)
_CODED_QUESTION = re.compile(r"(?:q|question|frage|item)?[_ ]?\d+[a-z]?[_ .:]\w.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column's heading, the role it suggests, and what the cells are like."""

    name: str
    label: str
    """What it is called in full."""
    role: str
    """``text``, ``id``, ``code``, …; empty if the heading says nothing."""
    filled: int
    said: int
    """Filled cells without answers that say nothing."""
    rows: int
    words: float
    """Mean words of the filled cells, without answers that say nothing."""
    values: tuple[str, ...]
    """Distinct filled cells in the order of the table."""
    numeric: bool
    """Every filled cell is a number."""
    times: bool
    """Every filled cell is a date or a time."""
    contact: bool
    """Heading or cells say that it holds contact or network data."""

    @property
    def unique(self) -> bool:
        """Whether every row has a value and no two rows share one."""
        return self.rows > 0 and self.filled == self.rows == len(self.values)

    @property
    def asks(self) -> bool:
        """Whether the heading is a question."""
        label = self.label.strip()
        return bool(
            _QUESTION.fullmatch(label)
            or _ASKS.match(plain(label))
            or (self.label == self.name and _CODED_QUESTION.fullmatch(label))
        )

    @property
    def administrative(self) -> bool:
        """Whether it holds no answers: numbers, times, contacts, what a survey program adds."""
        return self.numeric or self.times or self.contact or is_metadata(self.name)

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
    said = [cell for cell in filled if not is_non_answer(cell)]
    role = "" if _is_administrative(name) else role_of(name) or role_of(table.label(name))
    return Column(
        name=name,
        label=table.label(name),
        role=role,
        filled=len(filled),
        said=len(said),
        rows=len(cells),
        words=fmean(len(cell.split()) for cell in said or filled) if filled else 0.0,
        values=tuple(dict.fromkeys(filled)),
        numeric=bool(filled) and all(_NUMBER.fullmatch(cell) for cell in filled),
        times=bool(filled) and all(_TIME.fullmatch(cell) for cell in filled),
        contact=are_contacts(name, filled),
    )


def _is_administrative(name: str) -> bool:
    """Say whether a heading is that of a survey program or of contacts: such have no role."""
    return is_contact(name) or (is_metadata(name) and plain(name) not in RESPONDENT)


def of_role(columns: tuple[Column, ...], role: str) -> Column | None:
    """Return the first column with this role that holds anything."""
    return next((column for column in columns if column.role == role and column.filled), None)


def text_column(columns: tuple[Column, ...]) -> Column | None:
    """Return the column with the passages' text: the longest of those so headed, or of prose.

    ``comment`` heads a text where nothing else does, and otherwise a coder's memo. Short answers
    are a text where the heading says so and no other column is.
    """
    for roles, words in (({"text"}, 2.0), ({"comment"}, 2.0), ({""}, float(PROSE_WORDS))):
        fitting = [
            c for c in columns if c.role in roles and c.words >= words and not c.administrative
        ]
        if fitting:
            return max(fitting, key=lambda column: column.words)
    short = [c for c in columns if _is_asked(c) or (c.role == "text" and not c.administrative)]
    fitting = [c for c in short if c.role == "text" or _is_varied(c)]
    return max(fitting, key=lambda column: (column.words, column.asks), default=None)


def _is_asked(column: Column) -> bool:
    return not column.administrative and column.role in {"", "text", "comment"} and column.asks


def _is_varied(column: Column) -> bool:
    """Say whether the cells differ as answers do, and choices do not."""
    said = [value for value in column.values if not is_non_answer(value)]
    several = len(said) > 1 or (column.said == 1 and column.words >= PROSE_WORDS / 2)
    return several and len(said) >= VARIED * column.said


def _is_answered(column: Column) -> bool:
    """Say whether the cells answer the question in the heading in words of their own."""
    short = column.words >= SHORT_ANSWER and _is_varied(column)
    return _is_asked(column) and (column.words >= PROSE_WORDS or short)


def open_columns(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns with answers in the respondents' own words, in order.

    Beside a column of prose, shorter answers count as well where nearly each is another.
    """
    prose = [column for column in columns if _is_prose(column) or _is_answered(column)]
    survey = any(map(_is_prose, prose)) and respondent(columns) is not None
    return tuple(
        column for column in columns if column in prose or (survey and _is_beside_prose(column))
    )


def _is_prose(column: Column) -> bool:
    free = not column.administrative and column.role in {"", "text", "comment"}
    return free and column.words >= PROSE_WORDS


def _is_beside_prose(column: Column) -> bool:
    said = [value for value in column.values if not is_non_answer(value)]
    nearly_each = column.said > 1 and len(said) >= NEARLY_EACH * column.said
    free = not column.administrative and column.role in {"", "text", "comment"}
    return free and column.words >= BESIDE_WORDS and nearly_each


def closed_columns(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns of words that are not read as answers, though they might be."""
    return tuple(
        column
        for column in columns
        if column.role == ""
        and column.filled
        and not column.administrative
        and (column.asks or (column.words >= PROSE_WORDS / 2 and _is_varied(column)))
    )


def respondent(columns: Sequence[Column]) -> Column | None:
    """Return the column that names the respondents: so headed, or first, short, never repeated.

    A column of times is taken only where no other is to be had.
    """
    headed: dict[str, Column] = {}
    for column in columns:
        for heading in (column.name, column.label):
            if column.filled == column.rows and not column.contact and column.short:
                headed.setdefault(plain(heading), column)
    named = [headed[name] for name in RESPONDENT if name in headed]
    if named:
        return next((column for column in named if column.unique), None)
    first = next((c for c in columns if c.role == "case" and c.unique and not c.contact), None)
    return first or (columns[0] if _names_rows(columns[0]) else None)


def _names_rows(column: Column) -> bool:
    return column.unique and (column.short or column.times) and not (column.contact or column.asks)


def wide_columns(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the prose columns of a table with a row a case and a column a heading, or none.

    Such a table has two or more columns of prose, and nothing that names a passage, a code, a
    speaker or a question for each row.
    """
    single = {"code", "definition", "speaker", "question", "coder", "heading"}
    if not columns or any(column.role in single and column.filled for column in columns):
        return ()
    prose = open_columns(columns)
    if any(c.role == "text" for c in prose) and not any(c.asks for c in prose):
        return ()
    return prose if len(prose) > 1 else ()
