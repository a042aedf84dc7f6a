"""What was found out as tables."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from secondcoder.procedures.content.steps.analysis import Content
from secondcoder.procedures.content.steps.counting import count, percent
from secondcoder.procedures.content.steps.describe import MAJOR, MINOR, UNUSED, describe, standing
from secondcoder.procedures.content.steps.error_bars import bars
from secondcoder.procedures.content.steps.majority import majority
from secondcoder.procedures.content.steps.records import Bar, Comment, Count, Path
from secondcoder.procedures.content.tables.columns import frame
from secondcoder.records.codes import SEPARATOR, Code
from secondcoder.records.study import Notice
from secondcoder.records.text import Passage

Row = dict[str, Any]


def build_tables(
    found: Content,
    passages: Sequence[Passage],
    *,
    notices: Sequence[Notice],
    queries: Sequence[Mapping[str, str]],
    seed: int = 0,
) -> dict[str, pd.DataFrame]:
    """Return every table by its name; ``queries`` are rows that hold what was decided."""
    passage = {one.id: one for one in passages}
    themes = tuple(dict.fromkeys(code.path[:1] for code in found.codes))
    by_level = {
        level: count(found.comments, level=level, unused=themes if level == 1 else ())
        for level in levels(found.comments)
    }
    told = [{"kind": one.kind, "message": one.message, "where": one.where} for one in notices]
    return {
        "summary": frame("summary", _summaries(by_level, found.coder)),
        "counts": frame("counts", _counts(by_level, _carried(found.codes))),
        "facet_counts": frame("facet_counts", _facet_counts(found)),
        "counts_by": frame("counts_by", _counts_by(found, seed=seed)),
        "majority": frame("majority", _majorities(found, passage)),
        "triangulation": frame("triangulation", _triangulation(found)),
        "convergence": frame("convergence", _convergence(found)),
        "facets": frame("facets", _facets(found, passage)),
        "facet_check": frame("facet_check", _checks(found)),
        "queries": frame("queries", queries),
        "comments": frame("comments", _comments(found)),
        "notices": frame("notices", told),
    }


def levels(comments: Sequence[Comment]) -> range:
    """Return the levels that the comments' codes reach, from 1."""
    return range(1, max((len(one.path) for one in comments), default=1) + 1)


def _summaries(by_level: Mapping[int, Sequence[Count]], coder: str) -> Iterator[Row]:
    for level, counts in by_level.items():
        yield summary_row([one.codes for one in counts], level=level, counted=coder)


def summary_row(numbers: Sequence[int], *, level: int, counted: str) -> Row:
    """Return a row of ``summary``."""
    one = describe(numbers)
    stand = Counter(standing(number, one)[0] for number in numbers)
    return {
        "level": level,
        "counted": counted,
        "themes": one.themes,
        "total": one.total,
        "mean": one.mean,
        "median": one.median,
        "sd": one.sd,
        "lowest": one.lowest,
        "highest": one.highest,
        "range": one.spread,
        "major": stand[MAJOR],
        "minor": stand[MINOR],
    }


def _carried(codes: Sequence[Code]) -> dict[Path, str]:
    """Return the facet values that codes carry, written out, by their paths."""
    return {
        code.path: "; ".join(f"{name}: {value}" for name, value in code.facets if value)
        for code in codes
    }


def _counts(by_level: Mapping[int, Sequence[Count]], carried: Mapping[Path, str]) -> Iterator[Row]:
    for level, counts in by_level.items():
        summary = describe([one.codes for one in counts])
        for one in counts:
            stand, note = standing(one.codes, summary)
            yield {
                "level": level,
                "theme": one.path[0],
                "code": one.label,
                "facets": carried.get(one.path, ""),
                "codes": one.codes,
                "percent": one.percent,
                "standing": stand,
                "documents": one.documents,
                "speakers": one.speakers,
                "note": note,
            }


def _facet_counts(found: Content) -> Iterator[Row]:
    themes = [one.path for one in count(found.comments)]
    for facet in found.facets:
        for theme in themes:
            own = [one for one in found.comments if one.path[:1] == theme]
            numbers = Counter(facet.of_code.get(one.code_id, "") for one in own)
            for value in (*facet.choices, *([""] if numbers[""] else [])):
                yield {
                    "theme": theme[0],
                    "facet": facet.name,
                    "value": value or "no value",
                    "codes": numbers[value],
                    "percent": percent(numbers[value], len(own)),
                }


def _counts_by(found: Content, *, seed: int) -> Iterator[Row]:
    for attribute, values in found.by:
        for value, part in values:
            held = {one.path for one in majority(count(part)).counts}
            summary = describe([one.codes for one in count(part)])
            for bar in bars(part, seed=seed):
                yield {
                    "attribute": attribute,
                    "value": value,
                    "standing": standing(bar.codes, summary)[0],
                    "in_half": "yes" if bar.path in held else "no",
                    **_bar(bar),
                }


def _bar(bar: Bar) -> Row:
    low, high = bar.bootstrap or (None, None)
    return {
        "theme": SEPARATOR.join(bar.path),
        "codes": bar.codes,
        "total": bar.total,
        "percent": bar.percent,
        "documents": bar.documents,
        "mean_percent": bar.mean,
        "sd": bar.sd,
        "se": bar.se,
        "low": bar.wilson[0],
        "high": bar.wilson[1],
        "bootstrap_low": low,
        "bootstrap_high": high,
        "note": bar.note,
    }


def _majorities(found: Content, passages: Mapping[str, Passage]) -> Iterator[Row]:
    for attribute, values in found.by:
        for value, part in values:
            half = majority(count(part))
            together = 0
            for theme in half.counts:
                together += theme.codes
                shown = {
                    "attribute": attribute,
                    "value": value,
                    "theme": theme.label,
                    "percent": theme.percent,
                    "together": percent(together, len(part)),
                    "note": half.note,
                }
                for path, own in _below(part, theme.path):
                    yield shown | _quoted(path, own, passages)


def _below(part: Sequence[Comment], theme: Path) -> Iterator[tuple[Path, list[Comment]]]:
    """Yield the codes under a theme with their comments, largest first."""
    own = [one for one in part if one.path[:1] == theme]
    paths = dict.fromkeys(one.path for one in own)
    grouped = {path: [one for one in own if one.path == path] for path in paths}
    yield from sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0]))


def _quoted(path: Path, own: Sequence[Comment], passages: Mapping[str, Passage]) -> Row:
    """Return a code under a theme with one quotation: the comment of middling length."""
    ordered = sorted(own, key=lambda one: (len(one.text), one.text))
    one = ordered[len(ordered) // 2]
    passage = passages[one.passages[0]]
    return {
        "subtheme": SEPARATOR.join(path[1:]) or "(the theme itself)",
        "codes": len(own),
        "quotation": one.text,
        "speaker": passage.speaker,
        "document": passage.document,
        "passage_id": passage.id,
    }


def _triangulation(found: Content) -> Iterator[Row]:
    sizes = Counter(found.kinds.values())
    for cell in found.cells:
        yield {
            "theme": SEPARATOR.join(cell.path),
            "kind": cell.kind,
            "codes": cell.codes,
            "percent": cell.percent,
            "standing": "" if cell.standing == UNUSED else cell.standing,
            "passages": cell.passages,
            "passages_of_kind": sizes[cell.kind],
            "passage_percent": cell.passage_percent,
            "documents": cell.documents,
            "documents_of_kind": cell.documents_of_kind,
            "mostly": cell.value,
        }


def _convergence(found: Content) -> Iterator[Row]:
    for one in found.assessed:
        yield {
            "theme": SEPARATOR.join(one.path),
            "appears_in": "; ".join(one.kinds),
            "silent": "; ".join(one.silent),
            "assessment": one.assessment,
            "reason": one.reason,
        }


def _facets(found: Content, passages: Mapping[str, Passage]) -> Iterator[Row]:
    for one in found.suggested:
        passage = passages[one.passage_id]
        coded = found.coded_values.get(one.facet, {}).get(one.passage_id, ())
        yield {
            "passage_id": passage.id,
            "document": passage.document,
            "speaker": passage.speaker,
            "facet": one.facet,
            "coded": "; ".join(coded),
            "suggested": one.value,
            "share": one.share,
            "basis": one.basis,
            "agrees": ("yes" if one.value in coded else "no") if coded else "",
            "evidence_code": one.code,
            "evidence_text": one.part,
            "evidence_words": "; ".join(one.words),
            "against": one.against,
            "text": passage.text,
        }


def _checks(found: Content) -> Iterator[Row]:
    names = ("facet", "basis", "passages", "correct", "percent", "low", "high", "interval")
    more = ("commoner", "commoner_percent", "better", "several")
    for one in found.checks:
        yield {name: getattr(one, name) for name in (*names, *more)}


def _comments(found: Content) -> Iterator[Row]:
    carried = _carried(found.codes)
    for one in found.comments:
        yield {
            "theme": one.theme,
            "code": one.label,
            "facets": carried.get(one.path, ""),
            "document": one.document,
            "case": one.case,
            "speaker": one.speaker,
            "times": one.times,
            "text": one.text,
            "passage_ids": "; ".join(one.passages),
        }
