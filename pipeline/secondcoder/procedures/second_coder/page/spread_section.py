"""The sections on where codes stand: in documents, in groups of passages, and with each other."""

from collections.abc import Mapping, Sequence

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Grid, Picture, grid, picture
from secondcoder.page.values import count, decimal, joined, percent, whole
from secondcoder.passages.source_kinds import FOLDER, FORM, KIND
from secondcoder.procedures.second_coder.figures.by_document import MOST as MOST_BY_DOCUMENT
from secondcoder.procedures.second_coder.figures.by_document import by_document
from secondcoder.procedures.second_coder.figures.spread import (
    MOST_DOCUMENTS,
    Spread,
    by_people,
    names_of,
    spread_of_pairs,
    spread_over_documents,
    spread_over_values,
    top_codes,
)
from secondcoder.procedures.second_coder.page.counting import grouped
from secondcoder.procedures.second_coder.page.nothing import outside_codebook
from secondcoder.procedures.second_coder.page.places import code_page
from secondcoder.procedures.second_coder.tables.by_document import AGREEMENT_DOCUMENTS
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.comparison import SEEN
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.spread import (
    CODE_DOCUMENTS,
    CODE_GROUPS,
    CODE_PAIRS,
    CodeGroupRow,
)
from secondcoder.publish.schema import Tables

NAMED = 8
"""Documents without a code that are named."""
PAIRS = 12
"""Pairs of codes below the top level that are listed."""
ATTRIBUTES = 3
"""Attributes whose values are set side by side on the page; all stand in the table."""
_GUESSED = {
    FOLDER: "The kind of source is the name of the folder that a document lies in; tables of "
    'answers stand as ‘table’. If that is not what the folders mean, write kind = "…" under '
    "[[documents]] in study.toml.",
    FORM: "The kind of source is not stated: sources stand as ‘table’ or ‘document’. To compare "
    'kinds, write kind = "interview" (or what it is) under [[documents]] in study.toml.',
}


def spread_views(tables: Tables, drawn: Mapping[str, Drawn]) -> dict[str, object]:
    """Return what the three sections show; empty where no code was given."""
    codes = tables[CODES]
    if not tables[CODE_DOCUMENTS]:
        return {"spread_grid": None, "together_picture": None, "group_views": []}
    return {
        "spread_whose": f"{_whose(people=by_people(codes))}{outside_codebook(tables)}",
        "spread_picture": _documents_picture(tables, drawn),
        "spread_grid": _lacking_grid(tables),
        "spread_codes": len({row.code_id for row in tables[CODE_DOCUMENTS]}),
        "together_picture": _together_picture(tables, drawn),
        "together_grid": _together_grid(tables),
        "together_count": len(tables[CODE_PAIRS]),
        "kind_picture": _kind_picture(tables, drawn),
        "kind_note": next(
            (_GUESSED.get(row.basis, "") for row in tables[CODE_GROUPS] if row.attribute == KIND),
            "",
        ),
        "group_views": _group_grids(tables),
        "groups_further": _further(tables),
    }


def _whose(*, people: bool) -> str:
    if people:
        return "Counted are passages to which some person gave the code or one below it."
    return (
        "Nobody’s coding is compared: counted are passages for which the machine suggests a code."
    )


def _documents_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    found = spread_over_documents(
        tables[CODE_DOCUMENTS], tables[CODES], tables[PASSAGES], tables[SEEN]
    )
    unseen = " Grey: nobody whose coding is compared saw the document."
    in_all = len({passage.document for passage in tables[PASSAGES]})
    more = f" The first {MOST_DOCUMENTS} of {in_all} documents." if in_all > MOST_DOCUMENTS else ""
    return picture(
        drawn.get("codes_by_document"),
        alt="Grid: documents in rows, codes of the top level in columns, passages in cells.",
        caption="Codes of the top level in each document, in passages; an empty cell: the document "
        "lacks the code. The deeper the colour, the more passages."
        + (unseen if any(None in row for row in found.cells) else "")
        + more,
        data=_data("Codes by document", "Document", found),
    )


def _data(name: str, first: str, found: Spread, *, shares: bool = False) -> Grid:
    names = names_of(found)
    rows = [
        (row, *(_said(cell, shares=shares) for cell in cells))
        for row, cells in zip(names["rows"], found.cells, strict=True)
    ]
    head = (first, *names["columns"])
    return grid(name, head, rows, numeric=range(1, len(head)))


def _said(cell: float | None, *, shares: bool) -> str:
    if cell is None:
        return ""
    return percent(cell) if shares else whole(cell)


def _lacking_grid(tables: Tables) -> Grid:
    """Return for each top code in how many documents it stands, and which lack it."""
    people = by_people(tables[CODES])
    seen = {row.passage_id for row in tables[SEEN]}
    documents = list(
        dict.fromkeys(
            one.document for one in tables[PASSAGES] if not people or one.passage_id in seen
        )
    )
    rows = grouped(tables[CODE_DOCUMENTS], lambda row: row.code_id)
    shown = top_codes(tables[CODES], people=people)
    data = []
    for code in shown:
        own = rows.get(code.code_id, [])
        having = {row.document for row in own if (row.people if people else row.machine)}
        lack = [name for name in documents if name not in having]
        further = f" and {len(lack) - NAMED} more" if len(lack) > NAMED else ""
        data.append(
            (
                code.code,
                whole(code.passages_human),
                whole(code.passages_machine),
                f"{len(documents) - len(lack)} of {len(documents)}",
                ", ".join(lack[:NAMED]) + further if lack else "none",
            )
        )
    return grid(
        "Codes and the documents that lack them",
        ("Code", "Passages, people", "Passages, machine", "In documents", "Documents without it"),
        data,
        numeric=(1, 2, 3),
        links=[code_page(code.code_id) for code in shown],
    )


def _together_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    found = spread_of_pairs(tables[CODE_PAIRS], tables[CODES])
    return picture(
        drawn.get("codes_together"),
        alt="Grid: codes of the top level in rows and columns, passages that carry both in cells.",
        caption="Passages that carry both codes of the top level"
        + (", given by one and the same person." if found.people else ", by the machine.")
        + " Columns bear the numbers that stand before the rows’ names.",
        data=_data("Codes together", "Code", found),
    )


def _together_grid(tables: Tables) -> Grid | None:
    """Return the pairs below the top level that stand together most."""
    people = by_people(tables[CODES])
    below = [row for row in tables[CODE_PAIRS] if row.level == 2]
    shown = [row for row in below if (row.people if people else row.machine)][:PAIRS]
    if not shown:
        return None
    tops = {code.code_id: code.top_id for code in tables[CODES]}
    data = [
        (
            f"{row.code} and {row.other}",
            whole(row.people),
            decimal(row.people_share),
            whole(row.documents),
            whole(row.machine),
        )
        for row in shown
    ]
    return grid(
        "Pairs of codes on one passage",
        ("Codes", "Passages, one person", "Of either", "Documents", "Passages, machine"),
        data,
        numeric=range(1, 5),
        links=[code_page(tops[row.code_id], row.code_id) for row in shown],
    )


def _kind_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    found = spread_over_values(tables[CODE_GROUPS], tables[CODES], KIND)
    return picture(
        drawn.get("codes_by_kind"),
        alt="Grid: codes of the top level in rows, kinds of source in columns, percent in cells.",
        caption="Percent of the passages of each kind of source that carry the code"
        + (", of those that a person saw (n)." if found.people else ", by the machine (n: all).")
        + " A description, no test: passages of one document resemble each other.",
        data=_data("Codes by kind of source", "Code", found, shares=True),
    )


def _group_grids(tables: Tables) -> list[Grid]:
    """Return a table for each attribute besides the kind of source: codes by values."""
    people = by_people(tables[CODES])
    attributes = grouped(tables[CODE_GROUPS], lambda row: row.attribute)
    names = [name for name in attributes if name != KIND][:ATTRIBUTES]
    return [_group_grid(name, attributes[name], tables, people=people) for name in names]


def _group_grid(name: str, rows: Sequence[CodeGroupRow], tables: Tables, *, people: bool) -> Grid:
    values = list(dict.fromkeys(row.value for row in rows))
    sizes = {row.value: row.seen if people else row.passages for row in rows}
    cells = {(row.code_id, row.value): row for row in rows}
    tops = top_codes(tables[CODES], people=people)
    data = [
        (f"{value} (n = {whole(sizes[value])})", _most(value, cells, people=people))
        for value in values
    ]
    wide = len(values) <= _MOST_COLUMNS
    if not wide:
        head = (f"{name[:1].upper()}{name[1:]}", "Codes given most: passages, and percent of n")
        return grid(f"Codes by {name}", head, data)
    return grid(
        f"Codes by {name}",
        ("Code", *(f"{value} (n = {whole(sizes[value])})" for value in values)),
        [
            (
                code.code,
                *(_share(cells.get((code.code_id, value)), people=people) for value in values),
            )
            for code in tops
        ],
        numeric=range(1, len(values) + 1),
    )


_MOST_COLUMNS = 6
"""Values set in columns; with more, each value is a row with the codes given most."""
_FIRST = 4


def _most(value: str, cells: Mapping[tuple[str, str], CodeGroupRow], *, people: bool) -> str:
    own = [row for (_, other), row in cells.items() if other == value and row.level == 1]
    own.sort(key=lambda row: -((row.people if people else row.machine) or 0))
    return "; ".join(f"{row.code} {_share(row, people=people)}" for row in own[:_FIRST])


def _share(row: CodeGroupRow | None, *, people: bool) -> str:
    """Return how many passages carry a code, and which share that is."""
    if row is None:
        return "0"
    number, share = (row.people, row.people_share) if people else (row.machine, row.machine_share)
    return f"{whole(number)} ({percent(share)})" if number else "0"


def _further(tables: Tables) -> str:
    names = list(dict.fromkeys(row.attribute for row in tables[CODE_GROUPS]))
    others = [name for name in names if name != KIND][ATTRIBUTES:]
    return joined(others)


def by_document_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return agreement document by document, lowest first."""
    rows = tables[AGREEMENT_DOCUMENTS]
    if not rows:
        return None
    found = by_document(rows)
    machine = any(with_machine for _, with_machine in found.pairs)
    data = [
        (
            one.document,
            whole(one.units),
            *(decimal(dict(one.values).get(who)) for who, _ in found.pairs),
        )
        for one in found.documents
    ]
    return picture(
        drawn.get("agreement_by_document"),
        alt="Dots: pooled kappa of each pair of coders in each document, lowest first.",
        caption="Pooled kappa of each pair of coders in each document, top level of codes; least "
        f"agreement{' with a machine' if machine else ''} first. "
        "Single documents rest on few passages: read it to see where to look. "
        + (
            f"{count(MOST_BY_DOCUMENT, 'document')} are drawn; all stand in "
            if len({row.document for row in rows}) > MOST_BY_DOCUMENT
            else "The counts stand in "
        )
        + "agreement_documents.csv.",
        data=grid(
            "Agreement by document",
            ("Document", "Passages", *(who for who, _ in found.pairs)),
            data,
            numeric=range(1, 2 + len(found.pairs)),
        ),
    )
