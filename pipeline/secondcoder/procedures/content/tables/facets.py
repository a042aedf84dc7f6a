"""Tables of the codebook's facets: what was coded, what is suggested, how far to trust that."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.content.steps.counting import count, percent
from secondcoder.procedures.content.steps.facet_check import FacetCheck
from secondcoder.procedures.content.steps.facets import Facet, FacetSuggestion
from secondcoder.procedures.content.steps.records import Comment
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.text import Passage

NO_VALUE = "no value"


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCountRow:
    """The codes of one theme that carry one value of a facet."""

    theme: Annotated[str, Column("The theme.", width=34)]
    facet: Annotated[str, Column("Name of the facet.")]
    value: Annotated[str, Column("Value of the facet, or ‘no value’.")]
    codes: Annotated[int, Column("Number of codes of the theme that carry the value.")]
    percent: Annotated[float | None, Column("Percent of the theme's codes.", decimals=2)]


FACET_COUNTS = Table(
    "facet_counts",
    FacetCountRow,
    "Codes of each theme by the value of the codebook’s facet.",
    sheet="Facet",
    optional=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetRow:
    """The value of a facet suggested for one passage."""

    passage_id: Annotated[str, Column("Id of the passage.")]
    document: Annotated[str, Column("Document of the passage.", width=20)]
    speaker: Annotated[str, Column("Who speaks, where known.")]
    facet: Annotated[str, Column("Name of the facet.")]
    coded: Annotated[tuple[str, ...], Column("Values that the codes applied to the passage carry.")]
    suggested: Annotated[str, Column("The value suggested.")]
    share: Annotated[
        float, Column("Its share, 0 to 1: it ranks passages and is no probability of being right.")
    ]
    basis: Annotated[str, Column("What the suggestion rests on: the codebook, or coding.")]
    agrees: Annotated[
        bool | None, Column("Whether the suggested value is a coded one; empty if none is coded.")
    ]
    evidence_code: Annotated[str, Column("The code of this value that fits the passage best.")]
    evidence_text: Annotated[
        str, Column("The part of that code's entry nearest to the passage.", width=40, words=True)
    ]
    evidence_words: Annotated[
        tuple[str, ...], Column("Words that passage and entry share.", words=True)
    ]
    against: Annotated[str, Column("The best code of another value.")]
    text: Annotated[str, Column("The passage.", width=70, words=True)]


FACETS = Table(
    "facets",
    FacetRow,
    "A facet value suggested for each passage, with its evidence.",
    sheet="Facet suggested",
    optional=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCheckRow:
    """How often the suggested value of a facet is the coded one."""

    facet: Annotated[str, Column("Name of the facet.")]
    basis: Annotated[str, Column("What the suggestions rest on: the codebook, or coding.")]
    passages: Annotated[int, Column("Passages whose codes carry exactly one value.")]
    correct: Annotated[int, Column("Those on which the suggested value is that one.")]
    percent: Annotated[float, Column("Percent of them.", decimals=2)]
    low: Annotated[float, Column("Lower end of the 95 % interval, in percent.", decimals=2)]
    high: Annotated[float, Column("Upper end of the 95 % interval, in percent.", decimals=2)]
    interval: Annotated[str, Column("What the interval is.")]
    commoner: Annotated[str, Column("The value that is coded most often.")]
    commoner_percent: Annotated[
        float, Column("Percent that always suggesting that value would get right.", decimals=2)
    ]
    better: Annotated[str, Column("Whether the suggestions beat that simplest rule.")]
    several: Annotated[
        int, Column("Passages left out because their codes carry more than one value.")
    ]


FACET_CHECK = Table(
    "facet_check",
    FacetCheckRow,
    "How often the suggested value is the coded one.",
    sheet="Facet check",
    counted=True,
    optional=True,
)


def facet_count_rows(
    comments: Sequence[Comment], facets: Sequence[Facet]
) -> Iterator[FacetCountRow]:
    """Yield the codes of every theme by the values of every facet."""
    themes = [one.path for one in count(comments)]
    for facet in facets:
        for theme in themes:
            own = [comment for comment in comments if comment.path[:1] == theme]
            numbers = Counter(facet.of_code.get(comment.code_id, "") for comment in own)
            for value in (*facet.choices, *([""] if numbers[""] else [])):
                yield FacetCountRow(
                    theme=theme[0],
                    facet=facet.name,
                    value=value or NO_VALUE,
                    codes=numbers[value],
                    percent=percent(numbers[value], len(own)),
                )


def facet_rows(
    suggested: Sequence[FacetSuggestion],
    coded_values: Mapping[str, Mapping[str, tuple[str, ...]]],
    passages: Mapping[str, Passage],
) -> Iterator[FacetRow]:
    """Yield every suggestion; ``coded_values`` is by facet and passage id."""
    for one in suggested:
        passage = passages[one.passage_id]
        coded = coded_values.get(one.facet, {}).get(one.passage_id, ())
        yield FacetRow(
            passage_id=passage.id,
            document=passage.document,
            speaker=passage.speaker,
            facet=one.facet,
            coded=coded,
            suggested=one.value,
            share=one.share,
            basis=one.basis,
            agrees=one.value in coded if coded else None,
            evidence_code=one.code,
            evidence_text=one.part,
            evidence_words=one.words,
            against=one.against,
            text=passage.text,
        )


def facet_check_rows(checks: Sequence[FacetCheck]) -> Iterator[FacetCheckRow]:
    """Yield how the suggestions of every facet fared."""
    return (row_of(FacetCheckRow, check) for check in checks)
