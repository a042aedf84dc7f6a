"""The second coder's check: what the first coder and the second should look at and resolve."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from secondcoder.names import loosely, nearest_name
from secondcoder.procedures.content.steps.counting import normal
from secondcoder.procedures.content.steps.facets import FacetSuggestion
from secondcoder.procedures.content.steps.records import Comment, Query
from secondcoder.records.codes import Code
from secondcoder.records.results import CLEAR, LIKELY, Suggestion
from secondcoder.records.text import Passage

OUTSIDE, SPELLING = "code outside the codebook", "spelt otherwise"
TWICE, TWO_CODES, ALIKE = "counted once", "two codes", "alike comments"
TWO_THEMES = "subtheme under two themes"
CODE, FACET, UNCODED = "code differs", "facet differs", "left uncoded"
ORDER = (OUTSIDE, SPELLING, TWO_THEMES, TWICE, ALIKE, TWO_CODES, CODE, FACET, UNCODED)
"""Codebook first, then the count, then the reading of single passages."""
SURE, STRONG, READING = "changes a count", "strong evidence", "another reading"
WEIGHTS = (SURE, STRONG, READING)
"""By what is likely to change a count: slips of spelling and comments coded twice; then what has
strong evidence; then that the machine reads otherwise, which is often no more than that."""
_WEIGHT = {SPELLING: SURE, TWICE: SURE, CODE: READING, FACET: READING, UNCODED: READING}
MACHINE = (CODE, FACET, UNCODED)
"""Queries that set the machine's reading beside the coder's."""
ABOUT = {
    OUTSIDE: "a code was used that the codebook does not have",
    SPELLING: "a code was read as one of the codebook although it is spelt otherwise",
    TWO_THEMES: "the same subtheme stands under more than one theme",
    TWICE: "a speaker’s comment was coded more than once and is counted once",
    ALIKE: "two comments of one speaker under one code are near in meaning: one or two?",
    TWO_CODES: "one stretch has several codes of one theme and counts for each",
    CODE: "the machine reads another theme than the coder did",
    FACET: "the machine reads another value of the facet than the code carries",
    UNCODED: "nothing was coded here, and the machine finds a code that fits",
}


def query(
    kind: str,
    *about: str,
    passage: Passage | None = None,
    text: str = "",
    code: str = "",
    other: str = "",
    evidence: str = "",
    question: str = "",
    strength: float = 0.0,
    weight: str = "",
) -> Query:
    """Return a query; ``about`` is what its id rests on, besides its kind.

    ``weight`` is given where it hangs on more than the kind.
    """
    number = hashlib.sha256("\x1f".join((kind, *about)).encode()).hexdigest()[:10]
    return Query(
        id=f"q{number}",
        kind=kind,
        passage_id=passage.id if passage else "",
        document=passage.document if passage else "",
        speaker=passage.speaker if passage else "",
        text=text or (passage.text if passage else ""),
        code=code,
        other=other,
        evidence=evidence,
        question=question,
        strength=strength,
        weight=weight or _WEIGHT.get(kind, STRONG),
    )


def of_codebook(
    codes: Sequence[Code], outside: Sequence[Code], uses: Mapping[str, Sequence[Passage]]
) -> Iterator[Query]:
    """Yield queries on codes outside the codebook and on subthemes under two themes.

    ``uses`` gives the passages to which a code outside the codebook was applied, by its id.
    """
    for code in outside:
        siblings = [c.name for c in codes if c.path[:-1] == code.path[:-1] and c.path[:-1]]
        near = nearest_name(code.name, siblings)
        if near is None:
            near = nearest_name(code.name, [known.name for known in codes])
        asked = "Is this a new code, or one of the codebook’s?"
        used = uses.get(code.id, ())
        yield query(
            OUTSIDE,
            code.label,
            passage=used[0] if used else None,
            code=code.label,
            other=near or "",
            evidence=f"applied to {len(used)} passage{'' if len(used) == 1 else 's'}",
            question=asked if near is None else f"{asked} Did you mean “{near}”?",
            weight=STRONG if near is None else SURE,
        )
    named: dict[str, list[Code]] = defaultdict(list)
    for code in (*codes, *outside):
        if len(code.path) > 1:
            named[loosely(code.name)].append(code)
    for same in named.values():
        tops = dict.fromkeys(code.path[0] for code in same)
        if len(tops) > 1:
            labels = [code.label for code in same]
            yield query(
                TWO_THEMES,
                *labels,
                code=labels[0],
                other="; ".join(labels[1:]),
                evidence=f"{len(labels)} entries have this name",
                question=f"Does “{same[0].name}” belong under {_either(tops)}, or are these two?",
            )


def of_spelling(spelt: Sequence[tuple[str, str]]) -> Iterator[Query]:
    """Yield a query for each name that was read as a code spelt otherwise, with its rows."""
    for message, where in spelt:
        yield query(
            SPELLING,
            message,
            evidence=f"{message} ({where})",
            question="Is that the code that was meant?",
        )


def of_counts(
    comments: Sequence[Comment],
    by_id: Mapping[str, Passage],
    near: Sequence[tuple[int, int, float]],
) -> Iterator[Query]:
    """Yield queries on comments that count once, are alike, or carry several codes.

    ``near`` names pairs of comments, by place, that are near in meaning, with their cosine.
    """
    for one in comments:
        if one.times > 1:
            passage = by_id[one.passages[0]]
            yield query(
                TWICE,
                one.document,
                one.speaker,
                normal(one.text),
                one.label,
                passage=passage,
                text=one.text,
                code=one.label,
                evidence=f"coded {_times(one.times)}",
                question="Is it one comment? It is counted once.",
            )
    for first, second, cosine in near:
        one, two = comments[first], comments[second]
        about = (one.document, one.speaker, normal(one.text), normal(two.text), one.label)
        yield query(
            ALIKE,
            *about,
            passage=by_id[one.passages[0]],
            text=one.text,
            code=one.label,
            evidence=f"near in meaning ({cosine:.2f}): “{_short(two.text)}”",
            question="Is this one comment made twice? Both are counted.",
            strength=cosine,
        )
    stretches: dict[tuple[tuple[str, ...], str, str], list[Comment]] = defaultdict(list)
    for one in comments:
        stretches[one.passages, normal(one.text), one.theme].append(one)
    for (passages, words, theme), part in stretches.items():
        if len(part) > 1:
            labels = sorted(one.label for one in part)
            yield query(
                TWO_CODES,
                part[0].document,
                words,
                *labels,
                passage=by_id[passages[0]],
                text=part[0].text,
                code=labels[0],
                other="; ".join(labels[1:]),
                evidence=f"counts {_times(len(part))} for {theme}",
                question="Does it say both, or should one code go?",
            )


def of_reading(
    passages: Sequence[Passage],
    coded: Mapping[str, Sequence[Code]],
    seen: frozenset[str],
    machine: Mapping[str, Sequence[Suggestion]],
    codes: Mapping[str, Code],
) -> Iterator[Query]:
    """Yield queries where the machine reads another theme than the coder, or codes what is uncoded.

    ``coded`` and ``machine`` are by passage id; ``machine`` holds what it would apply, best first.
    """
    for passage in passages:
        applied = machine.get(passage.id, ())
        if passage.id not in seen or not applied:
            continue
        first = applied[0]
        code = codes[first.code_id]
        human = coded.get(passage.id, ())
        if any(codes[one.code_id].path[0] == own.path[0] for one in applied for own in human):
            continue
        if first.evidence is None:  # what is suggested has evidence always
            raise ValueError(f"{first.code_id} is suggested without evidence")
        words = ", ".join(first.evidence.words)
        evidence = f"nearest entry: “{_short(first.evidence.entry_text)}”"
        evidence += f"; words: {words}" if words else ""
        yield query(
            CODE if human else UNCODED,
            passage.document,
            normal(passage.text),
            code.label,
            passage=passage,
            code="; ".join(sorted(own.label for own in human)),
            other=code.label,
            evidence=evidence,
            question=f"Does “{code.label}” apply{' too, or instead' if human else ' here'}?",
            strength=first.confidence,
            weight=STRONG if first.strength in {CLEAR, LIKELY} else READING,
        )


def of_facets(
    found: Sequence[FacetSuggestion],
    coded: Mapping[str, tuple[str, ...]],
    by_id: Mapping[str, Passage],
    labels: Mapping[str, str],
) -> Iterator[Query]:
    """Yield a query for each passage whose coded facet value is not the suggested one."""
    for one in found:
        values = coded.get(one.passage_id, ())
        if not values or one.value in values:
            continue
        passage = by_id[one.passage_id]
        words = f"; words: {', '.join(one.words)}" if one.words else ""
        said = " and ".join(values)
        yield query(
            FACET,
            one.facet,
            passage.document,
            normal(passage.text),
            said,
            passage=passage,
            code=f"{said}: {labels.get(one.passage_id, '')}".strip(": "),
            other=one.value,
            evidence=f"nearest entry of {one.value}: “{one.code}”{words}",
            question=f"Does this speak of {said} or of {one.value}?",
            strength=one.share,
        )


def in_order(found: Sequence[Query], place: Mapping[str, int]) -> tuple[Query, ...]:
    """Return queries by weight and kind, the strongest first, then as passages stand; each once."""
    once = {one.id: one for one in found}
    return tuple(
        sorted(
            once.values(),
            key=lambda one: (
                WEIGHTS.index(one.weight),
                ORDER.index(one.kind),
                -round(one.strength, 6),
                place.get(one.passage_id, -1),
                one.code,
                one.id,
            ),
        )
    )


def _times(number: int) -> str:
    return "twice" if number == 2 else f"{number} times"


def _short(text: str, limit: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + " …"


def _either(names: Mapping[str, None]) -> str:
    return " or ".join(f"“{name}”" for name in names)
