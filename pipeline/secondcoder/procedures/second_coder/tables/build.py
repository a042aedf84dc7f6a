"""What the stages found, as the tables that are published.

Everything a reader sees, in the workbook and in the report, is made from these tables alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from secondcoder.procedures.second_coder.tables.advice import advice_tables
from secondcoder.procedures.second_coder.tables.agreement import agreement_tables
from secondcoder.procedures.second_coder.tables.columns import REVIEWED, TABLES
from secondcoder.procedures.second_coder.tables.divergences import divergences_table
from secondcoder.procedures.second_coder.tables.evidence import evidence_sentence, neighbours_cell
from secondcoder.publish.frames import frame
from secondcoder.records.advice import Advice
from secondcoder.records.agreement import Comparison, Reconciliation
from secondcoder.records.codes import Code
from secondcoder.records.results import Matching, NewTheme, Suggestions, Theme
from secondcoder.records.study import Notice, StudyMaterial

MOST_CELLS = 2_000_000
"""Rows of comparison.csv above which only those with an applied code are listed."""
_STATUS = {
    (True, True): "both",
    (True, False): "human only",
    (False, True): "machine only",
    (False, False): "neither",
}


def build_tables(
    material: StudyMaterial,
    *,
    themes: Sequence[Theme] = (),
    matching: Matching | None = None,
    suggestions: Suggestions | None = None,
    reconciliation: Reconciliation | None = None,
    overlap: float = 0.5,
    new_themes: Sequence[NewTheme] = (),
    advice: Advice | None = None,
) -> dict[str, pd.DataFrame]:
    """Return every table of a run by its name; those that a study has no use for are empty.

    ``overlap`` is what places a coder's memo on a passage.
    """
    found = reconciliation or Reconciliation((), (), (), (), ())
    codes = _all_codes(material)
    labels = {code.id: code.label for code in codes}
    return {
        "passages": passages_table(material, themes),
        "themes": themes_table(material, themes, matching),
        "new_themes": new_themes_table(material, new_themes),
        "matches": matches_table(themes, matching, labels),
        "suggestions": suggestions_table(themes, suggestions, labels),
        "comparison": comparison_table(found.comparisons, labels),
        **agreement_tables(found, labels, themes),
        "divergences": divergences_table(
            material, themes, suggestions, found.comparisons, overlap=overlap
        ),
        **advice_tables(material, advice or Advice(), labels),
        "codes": codes_table(material, matching, suggestions, found.comparisons),
        "notices": frame("notices", map(_fields, (*material.notices, *_left_out(found)))),
        "unplaced": frame(
            "unplaced", map(_fields, material.coding.unplaced if material.coding else ())
        ),
        **{name: frame(name, ()) for name in REVIEWED},
    }


def passages_table(material: StudyMaterial, themes: Sequence[Theme]) -> pd.DataFrame:
    """Return a row for each passage with its theme and the attributes of its source."""
    by_level = {
        level: {passage: t.id for t in themes if t.level == level for passage in t.passages}
        for level in (1, 2)
    }
    columns = attribute_columns(material)
    rows = (
        {column: getattr(p, column, "") for column in TABLES["passages"]}
        | {"passage_id": p.id}
        | {"theme_id": by_level[1].get(p.id, ""), "subtheme_id": by_level[2].get(p.id, "")}
        | {columns[name]: value for name, value in p.attributes}
        for p in material.passages
    )
    return frame("passages", rows, more=tuple(columns.values()))


def attribute_columns(material: StudyMaterial) -> dict[str, str]:
    """Return the column of each attribute: its own name, with ``_source`` where we hold that."""
    taken = set(TABLES["passages"])
    names = dict.fromkeys(name for p in material.passages for name, _ in p.attributes)
    free = [name for name in names if name not in taken]
    taken.update(free)
    columns = {name: name for name in free}
    for name in names:
        if name in columns:
            continue
        column = f"{name}_source"
        while column in taken:
            column += "_source"
        taken.add(column)
        columns[name] = column
    return {name: columns[name] for name in names}


def themes_table(
    material: StudyMaterial, themes: Sequence[Theme], matching: Matching | None
) -> pd.DataFrame:
    """Return a row for each theme and subtheme."""
    texts = {p.id: p.text for p in material.passages}
    relations = dict(matching.theme_relations) if matching else {}
    rows = (
        _fields(theme)
        | {
            "theme_id": theme.id,
            "key_phrases": "; ".join(theme.key_phrases),
            "passages": len(theme.passages),
            "relation": relations.get(theme.id, ""),
            "exemplars": "; ".join(theme.exemplars),
            "exemplar_text": texts[theme.exemplars[0]] if theme.exemplars else "",
        }
        for theme in themes
    )
    return frame("themes", rows)


def new_themes_table(material: StudyMaterial, found: Sequence[NewTheme]) -> pd.DataFrame:
    """Return a row for each group of passages that the codebook explains poorly, as given."""
    texts = {p.id: p.text for p in material.passages}
    rows = (
        _fields(one.theme)
        | {
            "theme_id": one.theme.id,
            "key_phrases": "; ".join(one.theme.key_phrases),
            "passages": len(one.theme.passages),
            "explained": one.explained,
            "source": one.source,
            "exemplar_text": texts[one.theme.exemplars[0]] if one.theme.exemplars else "",
            "passage_ids": "; ".join(one.theme.passages),
            "exemplars": "; ".join(one.theme.exemplars),
        }
        for one in found
    )
    return frame("new_themes", rows)


def matches_table(
    themes: Sequence[Theme], matching: Matching | None, labels: Mapping[str, str]
) -> pd.DataFrame:
    """Return a row for each pair of theme and code that was looked at."""
    names = {theme.id: theme.label for theme in themes}
    rows = (
        _fields(match)
        | {
            "code": labels[match.code_id],
            "assigned": _yes(match.assigned),
            "theme": names.get(match.theme_id, ""),
        }
        for match in (matching.matches if matching else ())
    )
    return frame("matches", rows)


def suggestions_table(
    themes: Sequence[Theme], suggestions: Suggestions | None, labels: Mapping[str, str]
) -> pd.DataFrame:
    """Return a row for each passage and ranked code, with its evidence in words."""
    if suggestions is None:
        return frame("suggestions", ())
    names = {theme.id: theme.label for theme in themes}
    reasons = {a.passage_id: a.reason for a in suggestions.abstentions}
    rows = (
        _fields(s)
        | {
            "code": labels[s.code_id],
            "evidence": evidence_sentence(s.evidence, theme_labels=names),
            "suggested": _yes(s.suggested),
            "reason": reasons.get(s.passage_id, "") if s.rank == 1 else "",
            "evidence_part": s.evidence.entry_part,
            "evidence_text": s.evidence.entry_text,
            "evidence_words": "; ".join(s.evidence.words),
            "evidence_theme": s.evidence.theme_id,
            "evidence_neighbours": neighbours_cell(s.evidence),
        }
        for s in suggestions.ranked
    )
    return frame("suggestions", rows)


def comparison_table(comparisons: Sequence[Comparison], labels: Mapping[str, str]) -> pd.DataFrame:
    """Return a row for each passage, code and coder with what human and machine said.

    Above ``MOST_CELLS`` rows, those where neither applied the code are left out.
    """
    columns = TABLES["comparison"]
    if not comparisons:
        return frame("comparison", ())
    every = _cells(comparisons) <= MOST_CELLS
    parts = [_comparison(one, labels, every=every) for one in comparisons]
    return pd.concat(parts, ignore_index=True)[list(columns)]


def _comparison(one: Comparison, labels: Mapping[str, str], *, every: bool) -> pd.DataFrame:
    shown = np.ones(one.human.shape, dtype=bool) if every else one.human | one.machine
    rows, columns = np.nonzero(shown)
    human, machine = one.human[rows, columns], one.machine[rows, columns]
    codes = np.array(one.codes, dtype=object)
    names = np.array([labels[code] for code in one.codes], dtype=object)
    status = np.array([_STATUS[h, m] for h in (False, True) for m in (False, True)], dtype=object)
    return pd.DataFrame(
        {
            "passage_id": np.array(one.passages, dtype=object)[rows],
            "code_id": codes[columns],
            "code": names[columns],
            "human": np.where(human, "yes", "no"),
            "machine": np.where(machine, "yes", "no"),
            "status": status[2 * human.astype(int) + machine],
            "coder": one.coder,
        },
        dtype="str",
    )


def _cells(comparisons: Sequence[Comparison]) -> int:
    return sum(one.human.size for one in comparisons)


def _left_out(found: Reconciliation) -> list[Notice]:
    if _cells(found.comparisons) <= MOST_CELLS:
        return []
    return [
        Notice(
            "left out",
            f"comparison.csv lists only passages and codes that human or machine applied: with "
            f"'neither' it would have {_cells(found.comparisons):,} rows; agreement.csv counts all",
        )
    ]


def codes_table(
    material: StudyMaterial,
    matching: Matching | None,
    suggestions: Suggestions | None,
    comparisons: Sequence[Comparison],
) -> pd.DataFrame:
    """Return the codebook with its fate; counts of passages include the codes below a code."""
    codes = _all_codes(material)
    in_codebook = {code.id for code in material.codebook.codes} if material.codebook else set()
    relations = dict(matching.code_relations) if matching else {}
    by_path = {code.path: code.id for code in codes}
    by_human = _passages_of(codes, _applied(comparisons))
    ranked = suggestions.ranked if suggestions else ()
    by_machine = _passages_of(codes, ((s.code_id, s.passage_id) for s in ranked if s.suggested))
    rows = (
        _fields(code)
        | {
            "code_id": code.id,
            "code": code.label,
            "level": len(code.path),
            "parent_id": by_path.get(code.path[:-1], ""),
            "top_id": by_path.get(code.path[:1], code.id),
            "examples": "\n".join(code.examples),
            "facets": "; ".join(f"{name}: {value}" for name, value in code.facets),
            "in_codebook": _yes(code.id in in_codebook),
            "relation": relations.get(code.id, ""),
            "passages_human": len(by_human[code.id]) if comparisons else None,
            "passages_machine": len(by_machine[code.id]) if suggestions else None,
        }
        for code in codes
    )
    return frame("codes", rows)


def _applied(comparisons: Sequence[Comparison]) -> Iterator[tuple[str, str]]:
    for one in comparisons:
        rows, columns = np.nonzero(one.human)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            yield one.codes[column], one.passages[row]


def _passages_of(codes: Sequence[Code], applied: Iterator[tuple[str, str]]) -> dict[str, set[str]]:
    by_path = {code.path: code.id for code in codes}
    paths = {code.id: code.path for code in codes}
    passages: dict[str, set[str]] = {code.id: set() for code in codes}
    for code_id, passage_id in applied:
        path = paths[code_id]
        for depth in range(1, len(path) + 1):
            if above := by_path.get(path[:depth]):
                passages[above].add(passage_id)
    return passages


def _all_codes(material: StudyMaterial) -> tuple[Code, ...]:
    known = material.codebook.codes if material.codebook else ()
    return (*known, *(material.coding.outside_codebook if material.coding else ()))


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def _yes(true: bool) -> str:
    return "yes" if true else "no"
