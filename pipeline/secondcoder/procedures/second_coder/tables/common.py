"""Columns that several tables have: declared once, so that they mean the same everywhere."""

from collections.abc import Callable, Mapping
from typing import Annotated

from secondcoder.publish.schema import Column, Row

PassageId = Annotated[str, Column("Id of the passage: a hash of its document, place and words.")]
CodeId = Annotated[str, Column("Id of the code: a hash of its path in the codebook.")]
CodeIdOrAll = Annotated[str, Column("Id of the code; empty for figures over many codes.")]
CodeLabel = Annotated[str, Column("The code with those above it, separated by “ > ”.", width=38)]
ThemeId = Annotated[str, Column("Id of the theme: a hash of its passages.")]
ThemeLabel = Annotated[
    str,
    Column(
        "What the theme is called: the name of the code that it matches, else its own name.",
        width=34,
        words=True,
    ),
]
Document = Annotated[str, Column("Name of the document.", width=20)]
Speaker = Annotated[str, Column("Who speaks, as the transcript names them; empty if unknown.")]
PassageText = Annotated[str, Column("The passage, word for word.", width=70, words=True)]
Coder = Annotated[str, Column("The person whose coding is compared.")]
CoderIs = Annotated[str, Column("What the coder is: person, or machine.")]
Beside = Annotated[str, Column("The machine that the person is compared with, by name.")]
First = Annotated[str, Column("One coder: a person; among machines, a machine.")]
Second = Annotated[str, Column("The other coder: a person or a machine, by name.")]
SecondIs = Annotated[str, Column("What the other coder is: person, or machine.")]
Scope = Annotated[
    str, Column("Which codes are counted: a level of the codebook, or its leaves.", width=18)
]
Level = Annotated[int, Column("Level of the codebook, from 1 at the top.")]
Units = Annotated[int, Column("Passages that both coders saw.")]
Documents = Annotated[int, Column("Documents in which either coder applied the code.")]
DocumentsOfUnits = Annotated[int, Column("Documents that the units lie in.")]
Low = Annotated[float | None, Column("Lower end of the 95 % interval.")]
High = Annotated[float | None, Column("Upper end of the 95 % interval.")]
Note = Annotated[str, Column("Why a figure is undefined or missing.", width=44)]
IntervalNote = Annotated[
    str, Column("Why there is no interval, or that it covers too little.", width=30)
]
Uncoded = Annotated[str, Column("What becomes of text without a code in these figures.", width=44)]
Coefficient = Annotated[str, Column("Name of the coefficient, as in definitions.csv.", width=26)]


def label_of(code_id: str, labels: Mapping[str, str]) -> str:
    """Return a code's label; of figures over many codes, which have no id, an empty string."""
    return labels[code_id] if code_id else ""


def with_ends(coefficients: Mapping[str, str]) -> Callable[[type[Row]], type[Row]]:
    """Add to a row's declaration the columns ``NAME_low`` and ``NAME_high`` of coefficients.

    ``coefficients`` are their words by name; ``low_and_high`` fills the columns.
    """

    def declared(row: type[Row]) -> type[Row]:
        for name, coefficient in coefficients.items():
            for end, which in (("low", "Lower"), ("high", "Upper")):
                about = f"{which} end of the 95 % interval of {coefficient}."
                row.__annotations__[f"{name}_{end}"] = Annotated[float | None, Column(about)]
        return row

    return declared


def low_and_high(ends: Mapping[str, tuple[float, float] | None]) -> dict[str, float | None]:
    """Return the columns ``NAME_low`` and ``NAME_high`` of intervals by name."""
    return {
        f"{name}_{end}": around[place] if around else None
        for name, around in ends.items()
        for place, end in enumerate(("low", "high"))
    }
