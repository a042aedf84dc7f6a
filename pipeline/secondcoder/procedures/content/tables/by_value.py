"""Tables of the codes of each question, or of the values of whatever else was counted by."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.content.steps.counting import count, percent
from secondcoder.procedures.content.steps.describe import describe, standing
from secondcoder.procedures.content.steps.majority import majority
from secondcoder.procedures.content.steps.records import Bar, Comment, Count, Path
from secondcoder.publish.schema import Column, Table
from secondcoder.records.codes import SEPARATOR
from secondcoder.records.text import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class CountByRow:
    """One theme among the codes of one value."""

    attribute: Annotated[str, Column("What is counted by, such as question or kind.")]
    value: Annotated[str, Column("Its value, such as the words of the question.", words=True)]
    theme: Annotated[str, Column("The theme.", width=34)]
    codes: Annotated[int, Column("Number of codes of the theme here.")]
    total: Annotated[int, Column("Number of all codes here.")]
    percent: Annotated[float | None, Column("Percent of the codes here.", decimals=2)]
    standing: Annotated[str, Column("‘major’ with more codes than the mean here, or ‘minor’.")]
    in_half: Annotated[
        bool, Column("Whether it is of the themes that together make at least half of the codes.")
    ]
    documents: Annotated[
        int | None, Column("Documents that have codes here; empty for a table of counts.")
    ]
    mean_percent: Annotated[
        float | None, Column("Mean of the documents' own percents.", decimals=2)
    ]
    sd: Annotated[
        float | None,
        Column("Standard deviation of the documents' own percents (n − 1).", decimals=2),
    ]
    se: Annotated[
        float | None, Column("Standard error of the documents' own percents.", decimals=2)
    ]
    low: Annotated[
        float | None,
        Column(
            "Lower end of Wilson's 95 % interval of the percent, codes taken as independent.",
            decimals=2,
        ),
    ]
    high: Annotated[float | None, Column("Upper end of that interval.", decimals=2)]
    bootstrap_low: Annotated[
        float | None,
        Column(
            "Lower end of the 95 % interval from the bootstrap over documents; empty below "
            "five documents.",
            decimals=2,
        ),
    ]
    bootstrap_high: Annotated[float | None, Column("Upper end of that interval.", decimals=2)]
    note: Annotated[str, Column("Why figures are lacking.", width=44)]


COUNTS_BY = Table(
    "counts_by",
    CountByRow,
    "Themes for each question, or whatever was counted by, with standard deviation and error over "
    "documents and 95 % intervals (low to high: Wilson; bootstrap: over documents).",
    sheet="By attribute",
    optional=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorityRow:
    """One subtheme of a theme that is of the smallest set that makes half of the codes."""

    attribute: Annotated[str, Column("What is counted by, such as question or kind.")]
    value: Annotated[str, Column("Its value, such as the words of the question.", words=True)]
    theme: Annotated[str, Column("The theme.", width=34)]
    percent: Annotated[float | None, Column("Percent of the codes here.", decimals=2)]
    together: Annotated[
        float | None,
        Column("Percent of the codes here that this theme and larger ones make.", decimals=2),
    ]
    subtheme: Annotated[str, Column("The code below the theme.", width=34)]
    codes: Annotated[int, Column("Number of codes of the subtheme here.")]
    quotation: Annotated[
        str, Column("A comment of middling length under it.", width=60, words=True)
    ]
    speaker: Annotated[str, Column("Who made that comment, where known.")]
    document: Annotated[str, Column("Document in which it was made.", width=20)]
    passage_id: Annotated[str, Column("Id of the passage in which it was made.")]
    note: Annotated[
        str,
        Column("A theme left out although it has as many codes as the last one.", width=44),
    ]


MAJORITY = Table(
    "majority",
    MajorityRow,
    "The themes that together make at least half of the codes of each question, with their "
    "subthemes and a quotation each.",
    sheet="Half of the codes",
    optional=True,
)


def count_by_rows(attribute: str, value: str, bars: Sequence[Bar]) -> Iterator[CountByRow]:
    """Yield the themes of one value, largest first."""
    counts = [
        Count(path=bar.path, codes=bar.codes, percent=bar.percent, documents=None, speakers=None)
        for bar in bars
    ]
    half = {one.path for one in majority(counts).counts}
    summary = describe([bar.codes for bar in bars])
    for bar in bars:
        low, high = bar.bootstrap or (None, None)
        yield CountByRow(
            attribute=attribute,
            value=value,
            theme=SEPARATOR.join(bar.path),
            codes=bar.codes,
            total=bar.total,
            percent=bar.percent,
            standing=standing(bar.codes, summary)[0],
            in_half=bar.path in half,
            documents=bar.documents,
            mean_percent=bar.mean,
            sd=bar.sd,
            se=bar.se,
            low=bar.wilson[0],
            high=bar.wilson[1],
            bootstrap_low=low,
            bootstrap_high=high,
            note=bar.note,
        )


ByAttribute = dict[str, dict[str, tuple[CountByRow, ...]]]


def by_attribute(rows: Iterable[CountByRow]) -> ByAttribute:
    """Return the themes of each value of each attribute, in the order of the table."""
    found: ByAttribute = {}
    for row in rows:
        values = found.setdefault(row.attribute, {})
        values[row.value] = (*values.get(row.value, ()), row)
    return found


def largest_first(values: Mapping[str, tuple[CountByRow, ...]]) -> list[str]:
    """Return the values of an attribute, those with most codes first."""
    return sorted(values, key=lambda value: -values[value][0].total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A code below a theme with one quotation; without comments there is only the number."""

    codes: int
    subtheme: str = ""
    quotation: str = ""
    passage: Passage | None = None


def majority_rows(
    attribute: str, value: str, counts: Sequence[Count], below: Mapping[Path, Sequence[Quoted]]
) -> Iterator[MajorityRow]:
    """Yield the themes that make half of one value's codes, each with what is ``below`` it."""
    half = majority(counts)
    total = sum(one.codes for one in counts)
    together = 0
    for theme in half.counts:
        together += theme.codes
        for one in below[theme.path]:
            yield MajorityRow(
                attribute=attribute,
                value=value,
                theme=theme.label,
                percent=theme.percent,
                together=percent(together, total),
                subtheme=one.subtheme,
                codes=one.codes,
                quotation=one.quotation,
                speaker=one.passage.speaker if one.passage else "",
                document=one.passage.document if one.passage else "",
                passage_id=one.passage.id if one.passage else "",
                note=half.note,
            )


def quoted_below(
    part: Sequence[Comment], passages: Mapping[str, Passage]
) -> dict[Path, list[Quoted]]:
    """Return the codes below every theme of some comments, largest first, with a quotation each."""
    found: dict[Path, list[Quoted]] = {}
    for theme in count(part):
        own = [comment for comment in part if comment.path[:1] == theme.path]
        by_path: dict[Path, list[Comment]] = {}
        for comment in own:
            by_path.setdefault(comment.path, []).append(comment)
        ordered = sorted(by_path.items(), key=lambda item: (-len(item[1]), item[0]))
        found[theme.path] = [_quoted(path, comments, passages) for path, comments in ordered]
    return found


def _quoted(path: Path, comments: Sequence[Comment], passages: Mapping[str, Passage]) -> Quoted:
    """Return a code with the comment of middling length."""
    ordered = sorted(comments, key=lambda comment: (len(comment.text), comment.text))
    middling = ordered[len(ordered) // 2]
    return Quoted(
        codes=len(comments),
        subtheme=SEPARATOR.join(path[1:]) or "(the theme itself)",
        quotation=middling.text,
        passage=passages[middling.passages[0]],
    )
