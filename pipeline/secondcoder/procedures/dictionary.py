"""``python -m secondcoder.procedures.dictionary`` prints the data dictionary of all procedures."""

from collections.abc import Mapping
from typing import Any

from secondcoder.procedures.content.tables.declared import TABLES as CONTENT
from secondcoder.procedures.second_coder.grid.tables import TABLES as GRID
from secondcoder.procedures.second_coder.tables.declared import TABLES as SECOND_CODER
from secondcoder.procedures.synthesis.tables.declared import TABLES as SYNTHESIS
from secondcoder.publish.dictionary import data_dictionary
from secondcoder.publish.schema import Table

ALL: Mapping[str, tuple[Table[Any], ...]] = {
    "Second coder (`suggest`, `reconcile`)": SECOND_CODER,
    "Specification curve (`grid`)": GRID,
    "Content analysis (`content`)": CONTENT,
    "Synthesis of case studies (`synthesise`)": SYNTHESIS,
}


def main() -> None:
    """Print the page."""
    print(data_dictionary(ALL), end="")  # noqa: T201


if __name__ == "__main__":
    main()
