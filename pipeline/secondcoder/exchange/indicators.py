"""0/1 tables for R and SPSS, and the units behind every coefficient, from a run's tables.

A code implies the codes above it. An empty cell: the coder did not see the passage.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.csv_text import csv_bytes
from secondcoder.exchange.safe_names import column_names
from secondcoder.records.agreement import MACHINE
from secondcoder.records.codes import SEPARATOR

_OF_PASSAGE = ("passage_id", "document", "case", "speaker", "position")
_RESPONDENTS = {"documents": ("document",), "cases": ("case",), "speakers": ("document", "speaker")}


def indicator_files(tables: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """Return CSV files by name.

    ``passages_01.csv`` has a row for each passage and coder and a column for each code;
    ``documents_01.csv``, ``cases_01.csv`` and ``speakers_01.csv`` hold 1 where any passage does;
    ``codes_key.csv`` says which column is which code; ``units.csv`` has a row for each passage,
    code and coder.
    """
    codes = tables["codes"]
    if codes.empty:
        raise SecondcoderError(
            "the run has no codes, so there is nothing to tabulate",
            hint="Name a codebook in study.toml and run `secondcoder suggest` again.",
        )
    units = unit_table(tables)
    own_names = [label.rsplit(SEPARATOR, 1)[-1] for label in codes["code"]]
    columns = dict(zip(codes["code_id"], column_names(own_names), strict=True))
    passages = tables["passages"]
    wide = _wide(units, passages, columns)
    files = {
        "passages_01.csv": _csv(wide),
        "units.csv": _csv(units),
        "codes_key.csv": csv_bytes(
            ["column", "code_id", "code", "level", "in_codebook"],
            zip(
                columns.values(),
                *(codes[name] for name in ("code_id", "code", "level", "in_codebook")),
                strict=True,
            ),
        ),
    }
    for name, keys in _RESPONDENTS.items():
        if (passages[keys[-1]] != "").any():
            files[f"{name}_01.csv"] = _csv(_any(wide, keys, list(columns.values())))
    return files


def unit_table(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return passage, code, coder and 0 or 1 for everything that a coder saw.

    People's are those of the run's comparison; the machine saw every passage.
    """
    comparison = tables["comparison"]
    _refuse_shortened(tables)
    human = comparison[["passage_id", "code_id", "coder"]].assign(
        applied=(comparison["human"] == "yes").astype(int)
    )
    suggestions = tables["suggestions"]
    parts = [human]
    if not suggestions.empty:
        parts.append(_machine(tables))
    units = pd.concat(parts, ignore_index=True)
    names = tables["codes"].set_index("code_id")["code"]
    units.insert(2, "code", units["code_id"].map(names))
    return units


def _machine(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    codes = tables["codes"]
    above = _above(codes)
    suggestions = tables["suggestions"]
    given = suggestions[suggestions["suggested"] == "yes"]
    applied = {
        (passage, upper)
        for passage, code in zip(given["passage_id"], given["code_id"], strict=True)
        for upper in above[code]
    }
    rows = [
        (passage, code, MACHINE, int((passage, code) in applied))
        for passage in tables["passages"]["passage_id"]
        for code in codes["code_id"]
    ]
    return pd.DataFrame(rows, columns=["passage_id", "code_id", "coder", "applied"])


def _above(codes: pd.DataFrame) -> dict[str, list[str]]:
    """Return each code with the codes above it."""
    parents = dict(zip(codes["code_id"], codes["parent_id"], strict=True))
    found = {}
    for code in parents:
        chain, step = [], code
        while step:
            chain.append(step)
            step = parents.get(step, "")
        found[code] = chain
    return found


def _refuse_shortened(tables: Mapping[str, pd.DataFrame]) -> None:
    said = tables["notices"]["message"]
    if said.str.startswith("comparison.csv lists only").any():
        raise SecondcoderError(
            "the run is so large that its comparison.csv leaves out what nobody applied",
            hint="Compare fewer coders ([reconcile] coders = [...]) or fewer documents, and run "
            "`secondcoder reconcile` before this export.",
        )


def _wide(units: pd.DataFrame, passages: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """Return a row for each passage and coder, a column for each code."""
    table = units.pivot_table(
        index=["passage_id", "coder"], columns="code_id", values="applied", aggfunc="max"
    )
    table = table.reindex(columns=list(columns)).rename(columns=dict(columns)).reset_index()
    order = passages[list(_OF_PASSAGE)].reset_index(names="order")
    wide = order.merge(table, on="passage_id").sort_values(["coder", "order"], kind="stable")
    return wide[[*_OF_PASSAGE, "coder", *columns.values()]].reset_index(drop=True)


def _any(wide: pd.DataFrame, keys: Sequence[str], codes: Sequence[str]) -> pd.DataFrame:
    """Return for each respondent and coder whether any passage seen has the code."""
    named = wide[wide[keys[-1]] != ""]
    by = named.groupby([*keys, "coder"], sort=False)
    table = by[list(codes)].max()
    table.insert(0, "passages_seen", by.size())
    return table.reset_index().sort_values(["coder"], kind="stable")


def _csv(df: pd.DataFrame) -> bytes:
    return csv_bytes(
        [str(name) for name in df.columns], ([_cell(cell) for cell in row] for row in df.to_numpy())
    )


def _cell(value: Any) -> str:
    if pd.isna(value):
        return ""
    return str(int(value)) if isinstance(value, float) else str(value)
