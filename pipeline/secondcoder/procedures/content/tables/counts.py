"""Tables of the numbers of codes: described, and per theme and code below it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.content.steps.counting import count
from secondcoder.procedures.content.steps.describe import MAJOR, MINOR, describe, standing
from secondcoder.procedures.content.steps.records import Comment, Count, Path
from secondcoder.publish.schema import Column, Table
from secondcoder.records.codes import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """The numbers of codes of one level, described."""

    level: Annotated[int, Column("Level of the codes' tree: 1 for themes, 2 for what is below.")]
    counted: Annotated[str, Column("Whose coding is counted, or the table of counts.")]
    themes: Annotated[int, Column("Themes (or codes of the level) with at least one code.")]
    total: Annotated[int, Column("Number of codes, that is of coded comments.")]
    mean: Annotated[float | None, Column("Mean of the numbers of codes.", decimals=2)]
    median: Annotated[float | None, Column("Median of the numbers of codes.", decimals=2)]
    sd: Annotated[
        float | None,
        Column("Standard deviation of the numbers of codes, of a sample (n − 1).", decimals=2),
    ]
    lowest: Annotated[int | None, Column("Lowest number of codes.")]
    highest: Annotated[int | None, Column("Highest number of codes.")]
    range: Annotated[int | None, Column("Highest number of codes less the lowest.")]
    major: Annotated[int, Column("How many have more codes than the mean.")]
    minor: Annotated[int, Column("How many have codes, and no more than the mean.")]


SUMMARY = Table(
    "summary",
    SummaryRow,
    "Total, mean, median, standard deviation (of a sample, n − 1) and range of the numbers of "
    "codes per theme (level 1) and per code below it.",
    sheet="Summary",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """One theme, or a code below it, with its number of codes."""

    level: Annotated[int, Column("Level of the codes' tree: 1 for themes, 2 for what is below.")]
    theme: Annotated[str, Column("The theme: the top of the code's path.", width=34)]
    code: Annotated[str, Column("The code with its path from the theme down.", width=38)]
    facets: Annotated[
        tuple[str, ...], Column("Values that the code carries, each with its facet's name.")
    ]
    codes: Annotated[int, Column("Number of codes, that is of coded comments.")]
    percent: Annotated[float | None, Column("Percent of all codes that are counted.", decimals=2)]
    standing: Annotated[
        str, Column("‘major’ with more codes than the mean of its level, ‘minor’, or ‘no code’.")
    ]
    documents: Annotated[
        int | None, Column("Documents that have such codes; empty for a table of counts.")
    ]
    speakers: Annotated[
        int | None, Column("Known speakers who have such codes; empty for a table of counts.")
    ]
    note: Annotated[str, Column("What is to be said of its standing.", width=44)]


COUNTS = Table(
    "counts",
    CountRow,
    "Number and percent of codes per theme and below. A theme is major if it has more codes than "
    "the mean over themes. A code here is one coded comment; the same comment by the same speaker "
    "counts once.",
    sheet="Counts",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRow:
    """One coded comment that is counted."""

    theme: Annotated[str, Column("The theme: the top of the code's path.", width=34)]
    code: Annotated[str, Column("The deepest code applied, with its path.", width=38)]
    facets: Annotated[
        tuple[str, ...], Column("Values that the code carries, each with its facet's name.")
    ]
    document: Annotated[str, Column("Document in which the comment was first made.", width=20)]
    case: Annotated[str, Column("Case that the document belongs to, where known.")]
    speaker: Annotated[str, Column("Who made the comment, where known.")]
    times: Annotated[int, Column("How often the speaker made it; it is counted once.")]
    text: Annotated[str, Column("The words that were coded.", width=70, words=True)]
    passage_ids: Annotated[
        tuple[str, ...], Column("Ids of the passages in which it was made.", width=40)
    ]


COMMENTS = Table(
    "comments",
    CommentRow,
    "Every coded comment that is counted, word for word.",
    sheet="Comments",
    optional=True,
)

Levels = Mapping[int, Sequence[Count]]


def levels_of(comments: Sequence[Comment], codes: Sequence[Code]) -> Levels:
    """Return the counts of each level that the comments reach; unused themes are listed too."""
    themes = tuple(dict.fromkeys(code.path[:1] for code in codes))
    deepest = max((len(comment.path) for comment in comments), default=1)
    return {
        level: count(comments, level=level, unused=themes if level == 1 else ())
        for level in range(1, deepest + 1)
    }


def summary_rows(by_level: Levels, *, counted: str) -> Iterator[SummaryRow]:
    """Yield the description of each level."""
    for level, counts in by_level.items():
        numbers = [one.codes for one in counts]
        found = describe(numbers)
        stands = Counter(standing(number, found)[0] for number in numbers)
        yield SummaryRow(
            level=level,
            counted=counted,
            themes=found.themes,
            total=found.total,
            mean=found.mean,
            median=found.median,
            sd=found.sd,
            lowest=found.lowest,
            highest=found.highest,
            range=found.spread,
            major=stands[MAJOR],
            minor=stands[MINOR],
        )


def count_rows(by_level: Levels, carried: Mapping[Path, tuple[str, ...]]) -> Iterator[CountRow]:
    """Yield every count; ``carried`` gives the facet values of codes by their paths."""
    for level, counts in by_level.items():
        summary = describe([one.codes for one in counts])
        for one in counts:
            stand, note = standing(one.codes, summary)
            yield CountRow(
                level=level,
                theme=one.path[0],
                code=one.label,
                facets=carried.get(one.path, ()),
                codes=one.codes,
                percent=one.percent,
                standing=stand,
                documents=one.documents,
                speakers=one.speakers,
                note=note,
            )


def comment_rows(
    comments: Sequence[Comment], carried: Mapping[Path, tuple[str, ...]]
) -> Iterator[CommentRow]:
    """Yield every comment in the order in which they were first made."""
    for comment in comments:
        yield CommentRow(
            theme=comment.theme,
            code=comment.label,
            facets=carried.get(comment.path, ()),
            document=comment.document,
            case=comment.case,
            speaker=comment.speaker,
            times=comment.times,
            text=comment.text,
            passage_ids=comment.passages,
        )


def carried_values(codes: Sequence[Code]) -> dict[Path, tuple[str, ...]]:
    """Return the facet values that codes carry, each with its facet's name, by their paths."""
    return {
        code.path: tuple(f"{name}: {value}" for name, value in code.facets if value)
        for code in codes
    }
