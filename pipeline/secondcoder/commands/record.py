"""The commands ``record`` and ``merge``: what people did, checked, and that of others taken in."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secondcoder.decisions.kinds import kind_named
from secondcoder.errors import SecondcoderError
from secondcoder.passages.paragraphs import many
from secondcoder.terminal.epilog import EPILOG

if TYPE_CHECKING:
    from secondcoder.decisions.events import Event
    from secondcoder.decisions.merging import Merged
    from secondcoder.decisions.store import Store

STUDY = click.Path(exists=True, path_type=Path)
_MOST = 20
"""Contradictions that are printed one by one."""


@click.command(epilog=EPILOG)
@click.argument("study", type=STUDY)
@click.option(
    "--erase",
    metavar="DOCUMENT",
    help="Erase the words of this document's passages, and memos on them, from the record. What "
    "was decided stays, by place. This cannot be taken back.",
)
@click.option("--by", default="", metavar="NAME", help="With --erase: who erases.")
def record(study: Path, erase: str | None, by: str) -> None:
    """Say who recorded what in STUDY, and whether the record is as it was written."""
    from secondcoder.decisions.merging import counted
    from secondcoder.decisions.place import open_record, record_or_refuse

    folder = record_or_refuse(study)
    if erase is not None:
        for line in _erased(folder, erase, by=by.strip(), study=study):
            click.echo(line)
        return
    store = open_record(folder, study=study, read_only=True)
    click.echo(f"Record of coding: {folder}")
    events = store.events()
    for author, kinds in sorted(counted(events).items()):
        own = [event for event in events if event.author == author]
        first, last = min(e.at for e in own), max(e.at for e in own)
        chains = Counter(event.chain for event in own)
        click.echo(f"  {author}: {many(len(own), 'act')}, {first[:10]} to {last[:10]}")
        click.echo(f"    {_listed(kinds)}")
        click.echo("    chains: " + ", ".join(f"{c} ({n})" for c, n in sorted(chains.items())))
    if not events:
        click.echo("  Nothing is recorded yet.")
    for line in _erasures(folder, store):
        click.echo(line)
    if lacking := store.without_words:
        click.echo(
            f"  Without its words: {many(lacking, 'act')}. A record that was sent without text has "
            "none; else their file was not copied, or somebody deleted it."
        )
    faults = store.faults
    for fault in faults:
        click.echo(f"  Does not hold: {fault}")
    if faults:
        click.echo(
            "Rows that were changed do not count. A copy of the study, or a colleague's, may "
            "still have them as they were: secondcoder merge takes them in."
        )
        sys.exit(1)
    click.echo("Every row is as it was written.")


@click.command(epilog=EPILOG)
@click.argument("study", type=STUDY)
@click.argument("other", nargs=-1, type=STUDY)
@click.option("--undo", is_flag=True, help="Take the latest merging back; nothing is deleted.")
def merge(study: Path, other: tuple[Path, ...], *, undo: bool) -> None:
    """Take what others coded and decided in OTHER copies of STUDY into this one.

    OTHER is a study's folder, or a file of `secondcoder export STUDY --record --to FILE.zip`.
    Nobody is shown what others or the machine said before they have finished themselves: this
    prints numbers; the pages show the rest.
    """
    from secondcoder.decisions.merging import merge as merge_records
    from secondcoder.decisions.merging import take_back
    from secondcoder.decisions.place import record_or_refuse

    folder = record_or_refuse(study)
    if undo:
        click.echo(f"Taken back: {take_back(folder)}. Its files are kept, hidden, in {folder}.")
        return
    if not other:
        raise SecondcoderError(
            "nothing to merge is named",
            hint="secondcoder merge STUDY OTHER, where OTHER is a colleague's copy of the study.",
        )
    merged = merge_records(folder, other, study=study)
    for line in _told(study, merged):
        click.echo(line)


def _erasures(folder: Path, store: "Store") -> Iterator[str]:
    """Yield what was erased, and whether words of it came back into the files."""
    from secondcoder.decisions.erasing import document_erased
    from secondcoder.decisions.kinds import ERASURE
    from secondcoder.decisions.sending import lines_left

    names = {}
    for event in store.events():
        if event.kind == ERASURE:
            names[document_erased(event.detail)] = event
    for name, event in sorted(names.items()):
        yield f"  Erased: the words of {name}, {event.at[:10]}, by {event.author}"
    if count := lines_left(folder, store.erased):
        yield (
            f"    {many(count, 'text')} of it came back into the files, as where a folder was "
            "copied. They count nowhere; --erase again takes them out."
        )


def _erased(folder: Path, document: str, *, by: str, study: Path) -> Iterator[str]:
    from secondcoder.decisions.place import old_database_of
    from secondcoder.decisions.sending import erase

    count = erase(folder, document, by=by, study=study)
    yield f"Erased: {many(count, 'text')} of {document}. What was decided stays, by place."
    yield (
        "Merging brings none of them back. Runs, and copies of the study elsewhere, still hold "
        "the document's words, as do earlier backups."
    )
    if old := old_database_of(folder):
        yield f"So does {old}, which an earlier version wrote; all that it holds is in the record."


def _told(study: Path, merged: "Merged") -> Iterator[str]:
    """Yield what came in, in numbers, and what contradicts what was there."""
    from secondcoder.decisions.erasing import document_erased
    from secondcoder.decisions.kinds import ERASURE
    from secondcoder.decisions.merging import counted

    if merged.folder is None:
        yield "Nothing new: all that these records hold is here already."
    else:
        yield f"Taken in, in {merged.folder}:"
        for author, kinds in sorted(counted(merged.events).items()):
            yield f"  {author}: {_listed(kinds)}"
    if merged.left_out:
        yield f"  Left out: {many(merged.left_out, 'text')} whose words were erased here"
    for event in merged.events:
        if event.kind == ERASURE:
            name = document_erased(event.detail)
            yield (
                f"  {event.author} erased the words of {name}: they count no more. "
                f'secondcoder record {study} --erase "{name}" takes them out of the '
                "files here, too."
            )
    for fault in merged.faults:
        yield f"  Does not hold: {fault}"
    yield from _contradicting(merged.contradictions)
    if merged.folder is not None:
        yield from _placed(study, merged.events)
        yield f"To take this back: secondcoder merge {study} --undo"
        yield "Next: secondcoder review opens the pages; reports and tables follow with Finish."


def _contradicting(pairs: "Sequence[tuple[Event, Event]]") -> Iterator[str]:
    """Yield contradictions by place; what was answered stays on the pages."""
    if not pairs:
        return
    yield (
        f"{many(len(pairs), 'act')} of one person, or of people together, "
        "say otherwise than an earlier one; the later holds:"
    )
    for earlier, later in pairs[:_MOST]:
        about = later.theme or f"passage {later.passage}, code {later.code}"
        yield (
            f"  {kind_named(later.kind).one}, {about}: {earlier.reviewer} on {earlier.at[:16]}, "
            f"{later.reviewer} on {later.at[:16]}"
        )
    if len(pairs) > _MOST:
        yield f"  and {len(pairs) - _MOST:,} more"


def _placed(study: Path, events: "Sequence[Event]") -> Iterator[str]:
    """Yield how acts made on another text, run or codebook fit the latest run here."""
    from secondcoder.review.serve import open_review

    about = [event for event in events if event.passage]
    try:
        review = open_review(study)
    except SecondcoderError:
        yield "There is no run here yet: secondcoder suggest makes one, and the acts join it."
        return
    material, carried = review.material, review.carried
    gone = {passage.key for passage in carried.lost}
    unknown = [e for e in about if e.code and e.code not in material.codes]
    other = Counter(event.run for event in about if event.run != material.run)
    books = {e.codebook for e in about if e.codebook and e.codebook != material.codebook_version}
    moved = sum(event.passage in carried.places for event in about)
    lost = sum(event.passage in gone for event in about)
    if other:
        yield (
            f"  {many(sum(other.values()), 'act')} made on another run "
            f"({', '.join(sorted(other))}): they hold here for the same words."
        )
    if books:
        yield "  The codebook was another one for some: codes of the same place in it are the same."
    if unknown:
        yield (
            f"  {many(len(unknown), 'act')} on codes that the codebook here has not: kept, and "
            "counted as soon as it has them."
        )
    if moved:
        yield f"  {many(moved, 'act')} on passages that are elsewhere or cut otherwise here."
    if lost:
        yield f"  {many(lost, 'act')} on passages that are not here: kept and listed."


def _listed(kinds: Counter[str]) -> str:
    parts = []
    for kind, count in kinds.most_common():
        named = kind_named(kind)
        parts.append(many(count, named.one or kind, named.many or kind))
    return ", ".join(parts)
