"""Records of fields and values: labels are headings, short values are no passages."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from secondcoder.passages.paragraphs import count_words, ends_sentence, is_furniture
from secondcoder.reading.documents.lines import Line
from secondcoder.records.text import Block

VALUE_WORDS, VALUE_SENTENCE = 16, 4
"""Most words of a value that is a word, a date, a sum or a name and no passage, and of one that
ends as a sentence does. Not measured."""
TITLE_WORDS = 25
"""Most words of a record's title. Not measured."""
SHORT_LINES = 0.6
"""Share of the lines of a stretch without blank line that are short, in a record. Not measured."""
FEWEST_FIELDS = 3
"""Fields that two records share, or that a single one has. Not measured."""
MOSTLY_ALIKE = 0.7
"""Share of the lines with one first word whose second word is the same, in a label of more words;
from there on all must agree. Not measured."""
LABEL_WORDS = 6
"""Most words of a label. Not measured."""
KNOWN = (
    "Lead Research Organisation",
    "Department Name",
    "Abstract",
    "Exploitation Route",
    "Sectors",
    "First Year Of Impact",
    "Impact Types",
    "URL",
    "Planned Impact",
    "Technical Summary",
    "Publications",
    "Award Value",
    "Funder",
    "Start Date",
    "End Date",
    "Fund Start",
    "Fund End",
    "Project Reference",
    "Principal Investigator",
    "Co-Investigators",
    "Grant Category",
    "Status",
)
"""Labels that stand once in exports of Researchfish and Gateway to Research."""

_COLON = re.compile(r"(?P<label>[^\W_][^:：\n\t.!?]{0,48}\??)\s*(?:[:：]|\t)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A text read as fields and values."""

    blocks: tuple[Block, ...]
    labels: tuple[str, ...]
    values: tuple[int, ...]
    """Where the lines begin whose values are no passages."""
    repeats: bool
    """Whether its fields recur in one order, each once a stretch, as no conversation's turns do."""
    lengths: Mapping[int, int]
    """Where lines begin with a label, and its length."""


def read_record(text: str, lines: Sequence[Line]) -> Record | None:
    """Return the fields of a text that is made of them, or ``None``."""
    labels = _labels(text, lines)
    if not labels:
        return None
    blocks: list[Block] = []
    values: list[int] = []
    lengths: dict[int, int] = {}
    heading = ""
    for line in lines:
        words = text[line.start : line.end]
        length = len(line.heading and words) or _label_length(words, labels)
        if line.heading:
            heading = line.heading
            continue
        if length:
            heading = words[:length].strip(" \t:：")
            lengths[line.start] = length
        start = line.start + length
        start += len(text[start : line.end]) - len(text[start : line.end].lstrip())
        value = text[start : line.end]
        running = bool(blocks) and not length and not line.gap and blocks[-1].heading == heading
        if not value or is_furniture(value):
            continue
        title = not heading and not blocks and _is_title(value)
        if title or (length and _is_value(value)):
            values.append(line.start)
        elif running and not ends_sentence(text[blocks[-1].start : blocks[-1].end]):
            blocks[-1] = Block(start=blocks[-1].start, end=line.end, heading=heading)
        else:
            blocks.append(Block(start=start, end=line.end, heading=heading))
    if not blocks:
        return None
    named = tuple(dict.fromkeys(label for label in labels if label in _used(text, lengths)))
    return Record(
        blocks=tuple(blocks),
        labels=named,
        values=tuple(values),
        repeats=_repeats(text, lines),
        lengths=lengths,
    )


def _repeats(text: str, lines: Sequence[Line]) -> bool:
    """Say whether stretches of lines begin with the same words in the same order, each once."""
    stretches = [
        [_first(text[line.start : line.end]) for line in stretch] for stretch in _stretches(lines)
    ]
    orders = Counter(tuple(one) for one in stretches if len(one) >= FEWEST_FIELDS)
    order, count = next(iter(orders.most_common(1)), ((), 0))
    return count > 1 and len(set(order)) == len(order) and 2 * count >= len(stretches)


def _used(text: str, lengths: Mapping[int, int]) -> set[str]:
    return {text[start : start + length].strip(" \t:：") for start, length in lengths.items()}


def _label_length(words: str, labels: Sequence[str]) -> int:
    """Return how much of a line is its label, with the sign and blanks behind it."""
    for label in labels:
        if words.startswith(label):
            rest = words[len(label) :]
            sign = re.match(r"\s*[:：]\s*|\s+|$", rest)
            if sign is not None:
                return len(label) + sign.end()
    return 0


def _is_title(value: str) -> bool:
    """Say whether a line above all fields is the record's title."""
    return count_words(value) <= TITLE_WORDS and not ends_sentence(value)


def _is_value(value: str) -> bool:
    """Say whether a field's value is a word, a date, a sum or a name."""
    return count_words(value) <= (VALUE_SENTENCE if ends_sentence(value) else VALUE_WORDS)


def _labels(text: str, lines: Sequence[Line]) -> list[str]:
    """Return the labels of a record, longest first: with a colon or tab, or recurring without."""
    stretches = [[text[line.start : line.end] for line in stretch] for stretch in _stretches(lines)]
    found = _recurring([stretch for stretch in stretches if _is_record_like(stretch)])
    if not found:
        found = _single([words for stretch in stretches for words in stretch])
    if not found:
        return []
    every = [words for stretch in stretches for words in stretch]
    known = [label for label in KNOWN if any(words.startswith(label) for words in every)]
    colon = {
        match["label"]
        for words in every
        if (match := _COLON.match(words))
        and len(match["label"].split()) <= LABEL_WORDS
        and match["label"] in KNOWN
    }
    return sorted({*found, *known, *colon}, key=lambda label: (-len(label), label))


def _stretches(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines between blank lines."""
    stretch: list[Line] = []
    for line in lines:
        if stretch and (line.gap or line.heading):
            yield stretch
            stretch = []
        if not line.heading:
            stretch.append(line)
    if stretch:
        yield stretch


def _is_record_like(stretch: Sequence[str]) -> bool:
    short = sum(not ends_sentence(words) and count_words(words) <= 12 for words in stretch)
    return len(stretch) >= FEWEST_FIELDS and short >= SHORT_LINES * len(stretch)


def _first(words: str) -> str:
    match = _COLON.match(words)
    if match and len(match["label"].split()) <= LABEL_WORDS:
        return match["label"]
    return words.split(maxsplit=1)[0]


def _recurring(stretches: Sequence[Sequence[str]]) -> set[str]:
    """Return labels that recur from record to record.

    A label without a sign behind it is what all its lines begin with in common.
    """
    holding: dict[str, list[str]] = defaultdict(list)
    for stretch in stretches:
        for words in {_first(words): words for words in stretch if words[:1].isupper()}.values():
            holding[_first(words)].append(words)
    recurring = {first: lines for first, lines in holding.items() if len(lines) > 1}
    sharing = sum(
        len({_first(words) for words in stretch} & set(recurring)) >= FEWEST_FIELDS
        for stretch in stretches
    )
    if sharing < 2 or len(recurring) < FEWEST_FIELDS:
        return set()
    return {_common(first, lines) for first, lines in recurring.items()}


def _common(first: str, lines: Sequence[str]) -> str:
    """Return the words that most lines of one label begin with, up to a number."""
    if all(_COLON.match(line) and _first(line) == first for line in lines):
        return first
    alike = [line.split()[:LABEL_WORDS] for line in lines]
    label: list[str] = []
    while True:
        following = Counter(words[len(label)] for words in alike if len(words) > len(label))
        word, count = next(iter(following.most_common(1)), ("", 0))
        share = 1.0 if len(label) > 1 else MOSTLY_ALIKE
        if count < share * len(alike) or count < 2 or any(map(str.isdigit, word)):
            break
        alike = [words for words in alike if words[len(label) : len(label) + 1] == [word]]
        label.append(word)
    joined = " ".join(label).rstrip(":：")
    return joined if joined and not _is_all(joined, lines) else first


def _is_all(label: str, lines: Sequence[str]) -> bool:
    """Say whether the label would be the whole line of all: then it holds the value as well."""
    return all(len(line.split()) <= len(label.split()) for line in lines)


def _single(every: Sequence[str]) -> set[str]:
    """Return the labels of one record whose fields have a colon or a tab."""
    matches = [match for words in every if (match := _COLON.match(words))]
    labels = Counter(
        match["label"] for match in matches if len(match["label"].split()) <= LABEL_WORDS
    )
    values = sum(
        _is_value(words[match.end() :])
        for words in every
        if (match := _COLON.match(words)) and match["label"] in labels
    )
    if len(labels) < FEWEST_FIELDS + 1 or max(labels.values()) > 1:
        return set()
    if 2 * sum(labels.values()) < len(every) or 2 * values < len(labels):
        return set()
    return set(labels)
