"""Columns that several tables of a synthesis have: declared once, to mean the same everywhere."""

from typing import Annotated

from secondcoder.publish.schema import Column

CellId = Annotated[str, Column("Id of the cell: a hash of case and heading.")]
Case = Annotated[str, Column("The case.")]
Heading = Annotated[str, Column("The heading.", width=24)]
ThemeId = Annotated[str, Column("Id of the theme.")]
ThemeName = Annotated[str, Column("Name of the theme.", width=34, words=True)]
Cases = Annotated[tuple[str, ...], Column("Cases that speak of it, in the grid's order.", width=50)]
CaseCount = Annotated[int, Column("How many cases speak of it.")]
Headings = Annotated[tuple[str, ...], Column("Headings under which it comes up.", width=40)]
HeadingCount = Annotated[int, Column("Under how many headings it comes up.")]
KeyPhrases = Annotated[
    tuple[str, ...], Column("Phrases that its answers share.", width=36, words=True)
]
InVivo = Annotated[
    str,
    Column(
        "In the cases' words: a clause of one of its answers, word for word.", width=50, words=True
    ),
]
InVivoCase = Annotated[str, Column("The case that says so.")]
By = Annotated[str, Column("Who wrote it: machine, or a person's name.")]
Memo = Annotated[str, Column("What the person noted.", width=50, words=True)]
Document = Annotated[str, Column("Name of the document that holds it.", width=20)]
Start = Annotated[int, Column("Its first character there, in code points from 0.")]
End = Annotated[int, Column("The character after its last.")]
