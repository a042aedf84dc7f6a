"""The figures of the section that sets human and machine coding side by side."""

from collections.abc import Mapping

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Picture, grid, picture
from secondcoder.page.values import decimal, interval, whole
from secondcoder.procedures.second_coder.figures.matrix import confusions, figure_name
from secondcoder.procedures.second_coder.page.counting import top_level
from secondcoder.procedures.second_coder.page.machines import several, two_coders
from secondcoder.procedures.second_coder.tables.agreement import (
    AGREEMENT,
    AGREEMENT_HUMANS,
    with_second,
)
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.comparison import COMPARISON
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import in_words


def agreement_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return the figure of kappa for each code of the highest level."""
    machine, humans = top_level(tables[AGREEMENT]), top_level(tables[AGREEMENT_HUMANS])
    data = [
        (
            pair.code,
            two_coders(pair.first, pair.second, pair.second_is),
            decimal(pair.kappa),
            interval(pair.kappa_low, pair.kappa_high),
            whole(pair.units),
        )
        for pair in (*map(with_second, machine), *humans)
    ]
    who = "person and machine" if several([row.beside for row in machine]) else "person"
    return picture(
        drawn.get("agreement"),
        alt="Dots: Cohen’s kappa for each code, highest first, with overall value as a line.",
        caption=f"Cohen’s kappa for each code of the top level, a mark for each {who}; thin lines "
        "are 95 % intervals where they were computed. At the right: passages that a person gave "
        "the code. Codes for which kappa is undefined are in the table only.",
        data=grid(
            "Kappa for each code",
            ("Code", "Coders", "Kappa", "95 %", "Passages"),
            data,
            numeric=(2, 3, 4),
        ),
    )


def matrix_pictures(tables: Tables, drawn: Mapping[str, Drawn]) -> list[Picture]:
    """Return the matrix of people's codes against each machine's."""
    found = (
        picture(
            drawn.get(figure_name(place)),
            alt=f"Grid: people’s top-level codes in rows, those of {in_words(label)} in columns, "
            "counts in cells.",
            caption="Codes of the top level. On the diagonal both gave the code; elsewhere one "
            "gave the row’s, the other the column’s code to a passage and neither gave both. "
            "‘none’: one of them gave no other code.",
            data=grid(
                f"People’s codes in rows, those of {in_words(label)} in columns",
                ("Person’s code", *one.names),
                [(name, *row) for name, row in zip(one.names, one.counts, strict=True)],
                numeric=range(1, len(one.names) + 1),
            ),
        )
        for place, (label, one) in enumerate(confusions(tables[COMPARISON], tables[CODES]).items())
    )
    return [one for one in found if one is not None]
