"""What is probably wrong with the texts and passages of a study as it was read."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondcoder.passages.paragraphs import count_words
from secondcoder.reading.documents.turns import QUESTION_MARKS
from secondcoder.records.account import ALARM, CHECK, Concern
from secondcoder.records.study import Notice, StudyMaterial
from secondcoder.records.text import Document
from secondcoder.study.beside import Beside
from secondcoder.study.columns import PROSE_WORDS
from secondcoder.study.schema import StudyConfig

TWICE = 12
"""Words from which the same text twice is no coincidence. Measured on 7,051 passages of eight
public studies and corpora: what different people answer in the same words has at most 6 words (26
such texts in nhs_px), the six texts of more than 12 that stand twice (bills, coal_crowd: 21 to
242) are copies."""
LONG = 1_000
"""Words of a passage from which one vector tells little of it: several pages. Measured on the same
corpora: 14 whole laws in bills reach it; the longest passage of people's own words has 713."""
FEW_DIFFERENT, FEWEST_SAME = 0.5, 8
"""Share of different texts among the passages up to which repetition is said, and the passages that
it takes. Measured on the same corpora: at least .98 of the texts differ."""
FEWEST_NAMED, MOST_NAMED, FEW_NAMES = 4, 0.75, 6
"""Paragraphs, share of them and number of names from which names seem to have been read as words.
Set on made-up texts; of the same corpora nothing is said."""
FEWEST_ASKED, ASKED = 3, 0.25
"""Paragraphs that end with a question mark, and share of them, from which a text without speakers
reads like an interview. Not measured."""
FEWEST_ROWS, FEWEST_TABS, ROWS_ALIKE = 3, 2, 0.9
"""Lines, tabs in each, and share of the lines that have as many, from which a text is a table. Not
measured."""
_AT_END = re.compile(
    r"(?:[\[(](?P<one>[A-Z][\w .'’,-]{0,30})[\])]|\s[–—-]\s?(?P<two>[A-Z][\w .'’,-]{0,30}))\.?\s*$"
)
_AT_START = re.compile(r"[A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*){0,3}")
_CODE = re.compile(r"[A-Z]{1,4}\d{1,3}\b|[A-Z]{2,4}$")
_ORDINARY = frozenset("I The It We They He She You And But So There This That".split())
SHOWN = 4
"""Names that a message lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A study as it was read."""

    material: StudyMaterial
    config: StudyConfig
    notices: tuple[Notice, ...]
    beside: tuple[Beside, ...]
    language: str
    encoder_reads: str


def long_columns(reading: Reading) -> Iterator[Concern]:
    """Yield columns of prose beside the texts of a table."""
    tables = {d.name: d.source for d in reading.material.documents if d.unit == "row"}
    cells: dict[tuple[str, str], list[str]] = defaultdict(list)
    for passage in reading.material.passages:
        for name, value in passage.attributes if passage.document in tables else ():
            if value:
                cells[tables[passage.document], name].append(value)
    for (file, name), values in cells.items():
        different = set(values)
        words = sum(len(value.split()) for value in different) / len(different)
        if len(different) > 1 and words >= PROSE_WORDS:
            yield Concern(
                kind=CHECK,
                file=file,
                about="long column",
                names=(name,),
                message=f"the column {name!r} holds sentences and is not read as text",
                way_out="name it under headings, if it holds answers",
            )


def long_passages(reading: Reading) -> Iterator[Concern]:
    """Yield that passages are too long for one theme or code."""
    sources = {document.name: document.source for document in reading.material.documents}
    words = [(count_words(p.text), sources[p.document]) for p in reading.material.passages]
    longest = max(words, default=(0, ""))
    long = sum(count >= LONG for count, _ in words)
    if long:
        yield Concern(
            kind=CHECK,
            file=longest[1],
            about="long passages",
            message=f"{long:,} of {len(words):,} passages "
            f"{'has' if long == 1 else 'have'} {LONG:,} words or more (the longest "
            f"{longest[0]:,}): too much for one theme or one code",
            way_out="write max_words = 200 under [passages]; passages are then cut at sentence "
            "ends",
        )


def repeated(reading: Reading) -> Iterator[Concern]:
    """Yield that most passages repeat another one's words: themes would count copies."""
    texts = [" ".join(p.text.casefold().split()) for p in reading.material.passages]
    different = len(set(texts))
    if len(texts) >= FEWEST_SAME and different <= FEW_DIFFERENT * len(texts):
        yield Concern(
            kind=CHECK,
            message=f"{len(texts):,} passages hold only {different:,} different texts; each copy "
            "counts, in themes and in agreement",
            way_out="leave repeated rows or files out, if they are copies",
        )


def twice(reading: Reading) -> Iterator[Concern]:
    """Yield texts that stand in several documents."""
    same: dict[str, list[Document]] = defaultdict(list)
    for document in reading.material.documents:
        words = document.text.casefold().split()
        if len(words) >= TWICE:
            same[" ".join(words)].append(document)
    copies = [documents for documents in same.values() if len(documents) > 1]
    tables: dict[str, list[list[Document]]] = defaultdict(list)
    for documents in copies:
        tables[documents[0].source if _one_file(documents) else ""].append(documents)
    for file, groups in tables.items():
        if file and len(groups) > 1:
            yield _copies_in_table(file, groups)
        else:
            yield from map(_copies_of_one, groups)
    for notice in reading.notices:
        if notice.kind == "same text":
            way_out = (
                "nothing, if they are one interview; to read this file instead, write "
                f'path = "{notice.where}" under [[documents]] and do not name the other'
            )
            yield Concern(kind=CHECK, file=notice.where, message=notice.message, way_out=way_out)


def _one_file(documents: Sequence[Document]) -> bool:
    return len({document.source for document in documents}) == 1


def _copies_of_one(documents: Sequence[Document]) -> Concern:
    names = [document.name for document in documents]
    of = f" of {documents[0].source}" if _one_file(documents) else ""
    return Concern(
        kind=CHECK,
        about="twice",
        names=tuple(names),
        message=f"the same text stands in {len(names)} documents{of}: "
        + ", ".join(names[:SHOWN])
        + (", …" if len(names) > SHOWN else ""),
        way_out=_copies(documents),
    )


def _copies_in_table(file: str, groups: Sequence[Sequence[Document]]) -> Concern:
    """Return one concern for all the texts that a table repeats: short answers often agree."""
    listed = [" and ".join(document.name for document in group[:SHOWN]) for group in groups]
    return Concern(
        kind=CHECK,
        about="twice",
        names=tuple(document.name for group in groups for document in group),
        message=f"{len(groups):,} texts stand in several documents of {file}: "
        + "; ".join(listed[:SHOWN])
        + ("; …" if len(groups) > SHOWN else ""),
        way_out=_copies(groups[0]),
    )


def _copies(documents: Sequence[Document]) -> str:
    """Return what to do about copies: rows of one table, or files."""
    files = list(dict.fromkeys(document.source for document in documents))
    if len(files) == 1:
        return (
            f"take the repeated rows out of {files[0]} if they are copies; different people may "
            "have written the same words"
        )
    return (
        f'if they are copies, name the files to be read by themselves, path = ["{files[0]}", …] '
        f"under [[documents]], without {', '.join(files[1:SHOWN])}"
    )


def names_unread(reading: Reading) -> Iterator[Concern]:
    """Yield texts whose paragraphs seem to begin or end with speakers' names, read as words."""
    for document in reading.material.documents:
        if document.unit != "paragraph" or len(document.blocks) < FEWEST_NAMED:
            continue
        texts = [document.text[block.start : block.end] for block in document.blocks]
        for where, names in (("begin", _names_at_start(texts)), ("end", _names_at_end(texts))):
            if names:
                shown = ", ".join(list(names)[:SHOWN])
                yield Concern(
                    kind=CHECK,
                    file=document.source,
                    message=f"{sum(names.values())} of {len(texts)} paragraphs {where} with what "
                    f"seems to be a speaker's name ({shown}); it was read as part of the text",
                    way_out="put each name before the words, with a colon behind it: "
                    f"“{next(iter(names))}: …”",
                )


def questions_unlabelled(reading: Reading) -> Iterator[Concern]:
    """Yield texts without speakers that read like interviews: many short paragraphs ask."""
    for document in reading.material.documents:
        blocks = document.blocks
        if document.unit == "row" or any(block.speaker or block.moderator for block in blocks):
            continue
        texts = [document.text[block.start : block.end] for block in blocks]
        asked = [text for text in texts if text.rstrip(' "”»)').endswith(tuple(QUESTION_MARKS))]
        words = sum(map(count_words, texts))
        if (
            len(asked) >= FEWEST_ASKED
            and len(asked) >= ASKED * len(texts)
            and 2 * sum(map(count_words, asked)) < words
        ):
            yield Concern(
                kind=CHECK,
                file=document.source,
                message=f"{len(asked)} of {len(texts)} paragraphs are questions, and no speakers "
                "are named; if it is an interview, its questions count as what was said",
                way_out="put a name with a colon before each turn, such as “I: …” and “P1: …”",
            )


def tables_as_text(reading: Reading) -> Iterator[Concern]:
    """Yield texts that are tables: as many tabs in each line, as Excel saves “Unicode text”."""
    for document in reading.material.documents:
        lines = [line for line in document.text.split("\n") if line.strip()]
        if document.unit != "paragraph" or len(lines) < FEWEST_ROWS:
            continue
        tabs, count = Counter(line.count("\t") for line in lines).most_common(1)[0]
        if tabs >= FEWEST_TABS and count >= ROWS_ALIKE * len(lines):
            yield Concern(
                kind=ALARM,
                file=document.source,
                about="table as text",
                message=f"seems to be a table of {tabs + 1} columns that was saved as text; its "
                "rows, with all they hold, became passages",
                way_out="give it the ending .tsv, or save it as .xlsx or .csv, and run init again",
            )


def _names_at_end(texts: list[str]) -> dict[str, int]:
    """Return names in brackets or behind a dash at the ends of paragraphs, if most have one."""
    found = [match["one"] or match["two"] for text in texts if (match := _AT_END.search(text))]
    counts = Counter(found)
    recur = {name: times for name, times in counts.items() if times > 1 or _CODE.match(name)}
    return recur if sum(recur.values()) >= MOST_NAMED * len(texts) else {}


def _names_at_start(texts: list[str]) -> dict[str, int]:
    """Return the few runs of capitalised words that begin most paragraphs, if there are such."""
    begun = [match.group() for text in texts if (match := _AT_START.match(text))]
    runs = [_runs(words) for words in begun]
    shared = Counter(run for one in runs for run in one)
    counts = Counter(max(one, key=shared.__getitem__) for one in runs)
    few = {name: times for name, times in counts.items() if times > 1}
    several = 2 <= len(few) <= FEW_NAMES and all(name not in _ORDINARY for name in few)
    whole = any(len(name.split()) > 1 or _CODE.match(name) for name in few)
    return few if several and whole and sum(few.values()) >= MOST_NAMED * len(texts) else {}


def _runs(words: str) -> list[str]:
    """Return what begins with the first word, the longest first."""
    parts = words.split()
    return [" ".join(parts[:length]) for length in range(len(parts), 0, -1)]
