"""Processes that write results, for tests of what happens when several do, or one is killed."""

import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from secondcoder.errors import SecondcoderError
from secondcoder.publish.lock import locked
from secondcoder.publish.record import result_record
from secondcoder.publish.results import open_result, publish_result
from secondcoder.publish.schema import Column, Table, Tables
from secondcoder.publish.store import put_right

FILES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    who: Annotated[str, Column("Who wrote.")]
    number: Annotated[int, Column("Which line.")]


LINES = Table("lines", Line, "Lines of one writer.")


def publish(target, who, *, wait=60.0, also=()):
    """Publish a result whose every file says who wrote it; ``also`` are lines of others."""
    with locked(target.parent, task=who, wait=wait):
        put_right(target.parent)
        rows = [*also, *(Line(who=who, number=n) for n in range(50))]
        made = {f"part{n}.md": f"{who}\n".encode() * 4000 for n in range(FILES)}
        record = result_record(
            kind="test",
            identity="abc",
            title=who,
            stance="",
            seed=0,
            inputs=(),
            model=None,
            config={},
            more={},
        )
        publish_result(target, tables=Tables([LINES], {LINES: rows}), record=record, made=made)


def add_line(target, who):
    """Publish a result again with one more line, as a review adds its decisions."""
    with locked(target.parent, task=who):
        put_right(target.parent)
        result = open_result(target, [LINES])
        rows = [*result.tables[LINES], Line(who=who, number=0)]
        made = {path.name: path.read_bytes() for path in target.glob("*.md")}
        publish_result(
            target,
            tables=Tables([LINES], {LINES: rows}),
            record=result.record,
            made=made,
        )


def main():
    what, target, who = sys.argv[1:4]
    time.sleep(random.Random(who).random() * 0.05)  # noqa: S311 - an offset, no secret
    try:
        (add_line if what == "add" else publish)(Path(target), who)
    except SecondcoderError as error:
        print(error.message)  # noqa: T201
        sys.exit(2)


if __name__ == "__main__":
    main()
