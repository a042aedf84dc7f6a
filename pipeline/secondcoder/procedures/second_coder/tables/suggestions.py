"""Suggested codes with their evidence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.second_coder.tables.common import CodeId, CodeLabel, PassageId
from secondcoder.procedures.second_coder.tables.evidence import evidence_sentence, neighbour
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.results import Suggestions, Theme
from secondcoder.suggesting.suggest import FIRST_SHOWN, WHOLE_RANKING


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRow:
    """A code ranked for a passage."""

    passage_id: PassageId
    rank: Annotated[int, Column("Place of the code among those ranked for the passage, from 1.")]
    code_id: CodeId
    code: CodeLabel
    confidence: Annotated[
        float | None,
        Column(
            "0 to 1. From the codebook alone it only orders codes; learnt from coding it is a "
            "chance of being right, calibrated out of fold.",
            counted=True,
        ),
    ]
    basis: Annotated[
        str,
        Column(
            "What the machine had seen: codebook, coding of other documents or passages, or coding "
            "of another study."
        ),
    ]
    evidence: Annotated[str, Column("What speaks for the code, in words.", width=70, words=True)]
    suggested: Annotated[bool, Column("Whether the machine, as a coder, would apply the code.")]
    reason: Annotated[
        str,
        Column("In the first row of a passage: why no code is suggested.", width=40),
    ]
    strength: Annotated[
        str | None,
        Column(
            "The confidence in a word. Learnt from coding: clear, a chance of two in three and "
            "more that people give the code; likely, one in three; weak, one in ten; none, less. "
            "From the codebook alone: likely, the first code, with no other near it and a chance "
            "of less than one in twenty that unrelated codes would come as near; weak, any other "
            "first code, or one near the first; none, the rest. Never clear: that takes coding.",
            counted=True,
        ),
    ]
    evidence_part: Annotated[
        str, Column("Part of the code's entry that is nearest: name, definition, include, example.")
    ]
    evidence_text: Annotated[str, Column("That part's own words.", width=40)]
    evidence_words: Annotated[
        tuple[str, ...],
        Column(
            "Words that the passage shares with the entry; with ~ the entry's words nearest in "
            "meaning, where it shares none.",
            words=True,
        ),
    ]
    evidence_theme: Annotated[str, Column("The passage's theme, if it points to this code too.")]
    evidence_neighbours: Annotated[
        tuple[str, ...],
        Column("Nearest passages that support the code, each with its cosine.", width=32),
    ]


SUGGESTIONS = Table(
    "suggestions",
    SuggestionRow,
    "Codes ranked for each passage, with the evidence for each. ‘suggested’ says whether the "
    "machine, as a coder, would apply the code. Confidence orders codes; ‘strength’ is the same in "
    "a word. From the codebook alone it is no probability of being right; learnt from coding it is "
    f"a chance, calibrated out of fold. With more than {WHOLE_RANKING:,} passages it holds the "
    f"first {FIRST_SHOWN} codes of each passage and every one that is suggested; agreement, "
    "calibration and what to code next rest on the whole ranking.",
    sheet="Suggestions",
    links={"passage_id": "Passages", "code_id": "Codebook"},
)


def suggestion_rows(
    themes: Sequence[Theme], suggestions: Suggestions | None, labels: Mapping[str, str]
) -> Iterator[SuggestionRow]:
    """Yield every ranked code that is shown; ``labels`` are codes' by id."""
    if suggestions is None:
        return
    names = {theme.id: theme.name or theme.label for theme in themes}
    reasons = {one.passage_id: one.reason for one in suggestions.abstentions}
    for ranked in suggestions.ranked:
        evidence = ranked.evidence
        if evidence is None:
            continue
        yield row_of(
            SuggestionRow,
            ranked,
            code=labels[ranked.code_id],
            evidence=evidence_sentence(evidence, theme_labels=names),
            reason=reasons.get(ranked.passage_id, "") if ranked.rank == 1 else "",
            evidence_part=evidence.entry_part,
            evidence_text=evidence.entry_text,
            evidence_words=evidence.words,
            evidence_theme=evidence.theme_id,
            evidence_neighbours=tuple(neighbour(*pair) for pair in evidence.neighbours),
        )
