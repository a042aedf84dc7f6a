"""Legends of transcripts: lines that explain who is who, such as ``I = Interviewer``."""

import re
from collections.abc import Collection, Sequence

from secondcoder.passages.paragraphs import count_words, ends_sentence
from secondcoder.reading.documents.labels import is_role
from secondcoder.reading.documents.role_words import (
    is_answering,
    is_asking,
    is_field,
    is_helping,
    is_utterance,
)

LEGEND_WORDS = 12
"""Most words of what a legend explains. Not measured."""
LAST_LINES = 10
"""Lines at the end among which a legend is sought. Not measured."""

PAIR = re.compile(
    r"[\s>•*_-]*(?P<label>[^:：=\n\t]{1,48}?)[\s*_]*"
    r"(?P<sign>:(?=[\s*]|$)|：|=|\t|\s[-–—→]\s)[\s*_]*(?P<value>.*?)[\s*_]*$"
)
KEY = re.compile(
    r"\s*(?:legende?|legenda|leyenda|légende|key|abbreviations|speakers|abkürzungen)\s*[:：]\s*",
    re.IGNORECASE,
)
PARTS = re.compile(r"\s*[,;]\s+|\s{3,}|\s+\|\s+")
"""What delimits the entries of a legend on one line."""


def is_legend(line: str, *, at_end: bool) -> bool:
    """Say whether a line explains labels: ``I = Interviewer, B = Befragte``."""
    parts, pairs = _parts(line), _pairs(line)
    if not pairs or PAIR.fullmatch(KEY.sub("", line)) is None:
        return False
    explained = [_explains(match, at_end=at_end) for match in pairs]
    if pairs[0]["sign"] in ":：" and at_end and not all((*explained, len(pairs) == len(parts))):
        return False
    return any(explained) and len(pairs) * 2 >= len(parts)


def legends_at_end(words: Sequence[str], about: Collection[int]) -> list[int]:
    """Return the places of the lines of a legend below the talk, with only such lines after them.

    ``about`` are lines known to be about the transcript. One line with one name before a colon may
    as well be somebody's last words.
    """
    found: list[int] = []
    for place in range(len(words) - 1, max(-1, len(words) - 1 - LAST_LINES), -1):
        if place not in about and not is_legend(words[place], at_end=True):
            break
        found += [place] * (place not in about)
    pairs = [pair for place in found for pair in _pairs(words[place])]
    return found if len(pairs) > 1 or any(pair["sign"] == "=" for pair in pairs) else []


def _pairs(line: str) -> list[re.Match[str]]:
    return [pair for part in _parts(line) if (pair := PAIR.fullmatch(part))]


def _parts(line: str) -> list[str]:
    return [part for part in PARTS.split(KEY.sub("", line)) if part]


def _explains(match: re.Match[str], *, at_end: bool) -> bool:
    label, value = match["label"].strip(" *_\"'“”"), match["value"]
    if not label or len(label.split()) > 3 or count_words(value) > LEGEND_WORDS:
        return False
    if match["sign"] == "=" and not at_end:
        return count_words(label) <= 2 and not value.endswith("?")
    if ends_sentence(value.rstrip(".")) or len(label) > 20 or is_field(label) or not value:
        return False
    if label.casefold() == value.casefold() or (is_asking(label) and len(label) > 4):
        return False
    return part_of(value) is not None


def part_of(value: str) -> bool | None:
    """Return whether a legend's words name one who asks; ``None`` if they name no part at all."""
    for inside in re.findall(r"\(([^()]*)\)", value):
        if is_asking(inside) or is_answering(inside):
            return is_asking(inside) and len(inside) > 1
    bare = re.sub(r"\s*\([^)]*\).*", "", value).strip(" .")
    tokens = re.findall(r"[^\W\d_]+", bare)
    if not 1 <= len(tokens) <= 4:
        return None
    if len(tokens) > 1 and (is_utterance(tokens[0]) or is_utterance(tokens[-1])):
        return None  # “Good question” names nobody
    for name in (bare, tokens[0], tokens[-1]):
        if is_asking(name) and len(name) > 1 and name.casefold() not in {"i", "q"}:
            return True
        if is_answering(name) or is_helping(name):
            return False
    return False if is_role(bare) and len(bare) > 3 else None
