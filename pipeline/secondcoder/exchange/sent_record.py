"""The record of coding as one file for a colleague."""

from pathlib import Path

from secondcoder.decisions.place import has_record, record_or_refuse
from secondcoder.decisions.sending import packed
from secondcoder.errors import SecondcoderError
from secondcoder.exchange.target import check_free, write_target

ENDING = ".zip"


def export_record(study: Path, target: Path, *, with_text: bool, replace: bool) -> list[str]:
    """Write a study's record of coding, and return what to say about it."""
    if target.suffix.lower() != ENDING:
        raise SecondcoderError(
            f"{target.name}: the record of coding is written as a .zip",
            hint="Name a file that ends in .zip.",
        )
    check_free(target, replace=replace)
    record = record_or_refuse(study)
    if not has_record(record):
        raise SecondcoderError(
            f"{study}: nobody has recorded anything here yet",
            hint="Code or review on the pages first: secondcoder review.",
        )
    if target.resolve().is_relative_to(record.resolve()):
        raise SecondcoderError(
            f"{target}: this lies inside the record itself",
            hint="Name a place outside the study's folder, such as one that you share.",
        )
    data, left_out = packed(record, with_text=with_text)
    write_target(target, data)
    lines = [f"Wrote {target}: the record of coding. Take it in with: secondcoder merge"]
    if with_text:
        lines.append("It holds words of passages and memos; --without-text leaves them out.")
    else:
        lines.append(
            f"Left out: {left_out:,} texts of passages and memos. In it: names of people and "
            "documents, places, codes and answers, and the names that reviewers gave to themes."
        )
    return lines
