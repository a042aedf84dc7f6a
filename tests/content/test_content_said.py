"""What page and terminal say of a content analysis and a synthesis, at the edges."""

from made_tables import row
from secondcoder.page.figures.style import Drawn, Files
from secondcoder.procedures.content.page.build import kind_picture
from secondcoder.procedures.content.tables.declared import TABLES
from secondcoder.procedures.content.tables.sources import TRIANGULATION
from secondcoder.procedures.content.told import beginning
from secondcoder.procedures.synthesis.command import NAMED, each_once
from secondcoder.publish.schema import Tables


def test_the_table_below_the_figure_of_kinds_holds_what_the_figure_shows():
    given = {"theme": "Trust", "kind": "interviews", "passages": 21, "passages_of_kind": 191}
    held = row(TRIANGULATION, given | {"passage_percent": 10.99, "percent": 11.73, "codes": 23})
    tables = Tables(TABLES, {TRIANGULATION: [held]})
    shown = kind_picture(tables, {"kinds_of_source": Drawn("kinds_of_source", Files("", b"", b""))})
    said = dict(zip(shown.data.head, shown.data.rows[0], strict=True))
    assert "percent of the passages" in shown.caption
    assert said["Percent of passages"] == "10.99"
    assert said["Percent of codes"] == "11.73"


def test_the_terminal_names_the_first_of_many_and_cuts_between_words():
    assert each_once(["a", "b", "a"]) == "a; b"
    many = each_once(str(n) for n in range(70))
    assert many.endswith(f"; {NAMED - 1}; and {70 - NAMED} more")
    assert beginning("Short?") == "Short?"
    question = "Q1. Thinking about the last twelve months, what would you say helped most?"
    assert beginning(question) == "Q1. Thinking about the last twelve months, what would you…"
