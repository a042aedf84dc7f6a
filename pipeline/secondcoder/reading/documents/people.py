"""People whom a header names: how they may be labelled, and who of them observes or takes notes."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from secondcoder.reading.documents.labels import speaker_key
from secondcoder.reading.documents.legends import PAIR
from secondcoder.reading.documents.role_words import is_asking, is_assisting

NAMED_PART = re.compile(r"(?P<name>[^\W\d_][\w .'’-]{0,40}?)\s*\((?P<part>[^()]{1,40})\)")
"""Somebody with their part in brackets: ``Present: Kim (interviewer), Tom (participant)``."""


def by_their_part(line: str, speakers: AbstractSet[str]) -> set[str]:
    """Return who is labelled by the beginning of their part: ``Enq.`` for an enquêteur.

    A single letter counts where no other letter stands for somebody: ``M`` and ``F`` may be people.
    """
    field = PAIR.fullmatch(line)
    if field is None or not is_asking(field["label"]) or len(field["label"].split()) != 1:
        return set()
    if {speaker_key(name) for name in spellings(field["value"])} & speakers:
        return set()
    part = speaker_key(field["label"].strip(" *_"))
    letters = {key for key in speakers if len(key) == 1}
    begun = {key for key in speakers if len(key) > 2 and part.startswith(key)}
    return begun | (letters if letters == {part[:1]} else set())


def people_beside(line: str) -> Iterator[str]:
    """Yield the folded names of people who observe or take notes, as a header gives them."""
    field = PAIR.fullmatch(line)
    if field is None:
        return
    if _is_beside(field["label"]):
        yield from map(speaker_key, spellings(field["value"]))
    for named in NAMED_PART.finditer(field["value"]):
        if _is_beside(named["part"]):
            yield from map(speaker_key, spellings(named["name"]))


def _is_beside(part: str) -> bool:
    return is_assisting(part) or bool(
        re.fullmatch(r"\s*(?:note[ -]?taker|scribe)s?\s*", part, re.IGNORECASE)
    )


def spellings(value: str) -> set[str]:
    """Return the ways in which a speaker of that name may be labelled: whole, first, initials."""
    spellings: set[str] = set()
    for name in re.split(r"\s*[,;/&()]\s*|\s+(?:and|und|et|y|e|en|og|och)\s+", value):
        tokens = [token for token in name.split() if token[0].isalnum()]
        titled = [token for token in tokens if not token.endswith(".")] or tokens
        if tokens:
            spellings |= {name.strip(), titled[0], titled[-1]}
            spellings.add("".join(token[0] for token in titled))
    return {name for name in spellings if name}
