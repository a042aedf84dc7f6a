"""What stands about a conversation and is none of it: headers, legends, front matter, tables."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from secondcoder.passages.paragraphs import count_words, ends_sentence
from secondcoder.reading.documents.endings import HEADER_WORDS, endings
from secondcoder.reading.documents.labels import Label, is_name, speaker_key
from secondcoder.reading.documents.legends import (
    KEY,
    LEGEND_WORDS,
    PAIR,
    PARTS,
    is_legend,
    legends_at_end,
    part_of,
)
from secondcoder.reading.documents.lines import Line
from secondcoder.reading.documents.parts import headers_within
from secondcoder.reading.documents.people import (
    NAMED_PART,
    by_their_part,
    people_beside,
    spellings,
)
from secondcoder.reading.documents.role_words import (
    is_answering,
    is_asking,
    is_field,
)

LONGEST_FRONT_MATTER = 80
"""Most lines between the two ``---``. Not measured."""
_TITLES = 4
"""Most lines without a field that a header may hold before it ends. Not measured."""

_ASKED_BY = re.compile(
    r"(?:interview(?:ed|t)?|conducted|asked|led|moderated|facilitated|geführt|durchgeführt|moderiert"
    r"|mené|réalisé|conduit|realizad[ao]|conducid[ao]|condotta|afgenomen|genomförd|gennemført)\s+"
    r"(?:by|von|durch|par|por|da|door|av|af)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"interviewed|interview\s+(?:with|mit)|entretien\s+avec|entrevista\s+(?:a|con|com)"
    r"|intervista\s+(?:a|con)|interview\s+met|intervju\s+med",
    re.IGNORECASE,
)
"""Who asked and who was asked, where a header says it without a name for the part."""
_FIELDS_BESIDE = re.compile(r"\t+|\s{2,}|\s*[;|/]\s*|[,.]\s+(?=[^\W\d_]+\s?:)")
"""Between two fields on one line."""
_TABLE_ROW = re.compile(r"\|.*\|")
_TABLE_RULE = re.compile(r"\|?[\s:|-]*-{2,}[\s:|-]*\|?")
_YAML = re.compile(r"(?:[\w .-]+:(?:\s.*)?|-\s.*|#.*|[\[\]{},\"'].*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Which lines are about the conversation, why, and who it says is who."""

    reasons: dict[int, str] = field(default_factory=dict)
    """Places of lines, and what they are."""
    asking: frozenset[str] = frozenset()
    """Names and codes of people who ask, as a header or a legend gives them, folded."""
    answering: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    """People who observe or take notes."""


def read_front(
    text: str,
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    known: Mapping[int, str] | None = None,
) -> Front:
    """Return what is front matter, header, legend, table or ending among the lines.

    ``known`` are lines that were found to be no words of anybody, and why.
    """
    words = [text[line.start : line.end] for line in lines]
    reasons = {**dict.fromkeys(_front_matter(words), "front matter"), **_tables(words)}
    reasons |= known or {}
    reasons |= dict.fromkeys(endings(words, labels), "line about the transcript")
    reasons |= {place: "table" for place, line in enumerate(lines) if line.about}
    header = _header(words, lines, labels, reasons)
    legend = dict.fromkeys(legends_at_end(words, reasons), "legend")
    reasons = {**header, **legend, **reasons}
    heads = {place for place, label in enumerate(labels) if label and label.sure}
    reasons = {place: why for place, why in reasons.items() if place not in heads or known}
    reasons |= dict.fromkeys(headers_within(words, lines, labels, reasons), "header")
    speakers = {label.key for label in labels if label}
    asking: set[str] = set()
    answering: set[str] = set()
    beside: set[str] = set()
    for place, reason in reasons.items():
        if reason in {"header", "legend", "front matter", "table"}:
            for name, asks in _people(words[place]):
                (asking if asks else answering).update(name)
            beside |= set(people_beside(words[place]))
            asking |= by_their_part(words[place], speakers)
    return Front(
        reasons=dict(sorted(reasons.items())),
        asking=frozenset(asking - answering),
        answering=frozenset(answering - asking),
        beside=frozenset(beside - answering),
    )


def is_about_people(table: Sequence[Sequence[str]]) -> bool:
    """Say whether a table is a header or describes people: fields above or at the side, no talk."""
    cells = [cell for row in table for cell in row if cell]
    if not cells or any(count_words(cell) > LEGEND_WORDS for cell in cells):
        return False
    above = [cell for cell in table[0] if _is_field_or_part(cell)]
    side = [row[0] for row in table if row and _is_field_or_part(row[0])]
    narrow = all(len(row) == 2 for row in table)
    return len(above) >= 2 or (narrow and 2 * len(set(side)) > len(table))


def _is_field_or_part(cell: str) -> bool:
    return is_field(cell) or (len(cell.strip()) > 2 and _names_a_part(cell.strip(" :")))


def _front_matter(words: Sequence[str]) -> range:
    if not words or not re.fullmatch(r"-{3,}", words[0]):
        return range(0)
    for place, line in enumerate(words[1:LONGEST_FRONT_MATTER], start=1):
        if re.fullmatch(r"-{3,}|\.{3}", line):
            return range(place + 1)
        if not _YAML.fullmatch(line):
            return range(0)
    return range(0)


def _tables(words: Sequence[str]) -> dict[int, str]:
    """Return the rows of Markdown tables, where they hold less than half of the words."""
    rows: dict[int, str] = {}
    for place, line in enumerate(words[1:], start=1):
        if _TABLE_RULE.fullmatch(line) and "|" in line and "|" in words[place - 1]:
            rows |= {place - 1: "table", place: "table"}
            below = place + 1
            while below < len(words) and _TABLE_ROW.fullmatch(words[below]):
                rows[below] = "table"
                below += 1
    inside = sum(count_words(words[place]) for place in rows)
    return rows if 2 * inside < sum(map(count_words, words)) else {}


def _header(
    words: Sequence[str],
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    reasons: dict[int, str],
) -> dict[int, str]:
    """Return the lines of the header at the top: fields, legends, people with their parts."""
    times = Counter(label.key for label in labels if label)
    found: dict[int, str] = {}
    waiting: dict[int, str] = {}
    titles = 0
    for place, line in enumerate(words):
        if lines[place].heading or place in reasons:
            continue
        reason = _header_line(line, labels[place], times, words[place + 1 :])
        if reason in {"header", "legend"}:
            found |= {**waiting, place: reason}
            waiting = {}
        elif reason == "perhaps":
            waiting[place] = "header"
        elif count_words(line) <= HEADER_WORDS and not ends_sentence(line) and not labels[place]:
            titles += 1
        else:
            break
        if titles > _TITLES:
            break
    for place, reason in waiting.items():
        joined = (place - 1 in found or place - 1 in reasons) and not lines[place].gap
        if found and (joined or _is_person(words[place])):
            found[place] = reason
    return found


def _header_line(line: str, label: Label | None, times: Counter[str], below: Sequence[str]) -> str:
    """Return what a line at the top is: header, legend, perhaps a header, or nothing known."""
    if is_legend(line, at_end=False):
        return "legend"
    match = PAIR.fullmatch(line)
    if match is None or count_words(match["value"]) > LEGEND_WORDS:
        return ""
    value = match["value"]
    short = count_words(value) <= HEADER_WORDS and not (
        ends_sentence(value) and count_words(value) > 4
    )
    once = label is None or times[label.key] < 2
    named = {speaker_key(name) for name in spellings(value)}
    field = is_field(match["label"]) and not is_asking(match["label"]) and short
    colon = match["sign"] in ":：" and (short or _is_person(line))
    names = once and colon and (bool(_fields_beside(line)) or _names_one(value, named, times))
    if field or names:
        return "header"
    if not colon:
        return ""
    if _is_person(line):
        later = any(PAIR.fullmatch(words) for words in below)
        return "header" if named & set(times) or (once and (later or not below)) else "perhaps"
    return "perhaps" if value and not ends_sentence(value) and once else ""


def _names_one(value: str, named: set[str], times: Counter[str]) -> bool:
    """Say whether a field of any name holds somebody who speaks below: ``Asked by: JK``."""
    return count_words(value) <= 4 and any(times[name] > 1 for name in named)


def _is_person(line: str) -> bool:
    """Say whether a line states who asks or answers: ``Interviewer: Jane Smith``."""
    match = PAIR.fullmatch(line)
    if match is None or not _names_a_part(match["label"]):
        return False
    first = re.split(r"[,;(/]", match["value"])[0].strip()
    if not first or ends_sentence(match["value"]) or count_words(match["value"]) > HEADER_WORDS:
        return False
    return is_name(first) and len(first.split()) <= 4 and len(match["label"].strip()) > 2


def _people(line: str) -> Iterator[tuple[set[str], bool]]:
    """Yield the folded names that a line of a header or legend gives, and whether they ask."""
    line = KEY.sub("", line)
    if parts := _fields_beside(line):
        for part in parts:
            yield from _people(part)
        return
    field = PAIR.fullmatch(line)
    for named in NAMED_PART.finditer(field["value"] if field else ""):
        if _names_a_part(named["part"]):
            names = {speaker_key(name) for name in spellings(named["name"])}
            yield names, is_asking(named["part"])
    whole = PAIR.fullmatch(line)
    if (
        whole
        and whole["value"]
        and _names_a_part(whole["label"])
        and part_of(whole["value"]) is None
    ):
        codes = re.findall(r"\(([^()]*)\)", whole["label"])
        names = {speaker_key(name) for name in (*spellings(whole["value"]), *codes)}
        yield names, not _answers(whole["label"])
        return
    for part in PARTS.split(line):
        match = PAIR.fullmatch(part)
        asks = part_of(match["value"]) if match else None
        if match and asks is not None:
            yield {speaker_key(match["label"].strip(" *_\"'“”"))}, asks


def _fields_beside(line: str) -> list[str]:
    """Return the fields for people that stand on one line, if there are several."""
    parts = [part.strip(" .") for part in _FIELDS_BESIDE.split(line) if part.strip(" .")]
    fields = [match for part in parts if (match := PAIR.fullmatch(part)) and match["value"]]
    named = len(fields) == len(parts) and all(_names_a_part(field["label"]) for field in fields)
    return parts if len(parts) > 1 and named else []


def _names_a_part(label: str) -> bool:
    return is_asking(label) or bool(_ASKED_BY.fullmatch(label.strip(" *_"))) or _answers(label)


def _answers(label: str) -> bool:
    label = label.strip(" *_")
    return is_answering(label) or is_answering(label.rstrip("s")) or bool(_ASKED.fullmatch(label))
