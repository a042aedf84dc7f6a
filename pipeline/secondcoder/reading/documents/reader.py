"""What a reader of one file hands back, and the choice between transcript and plain text."""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.errors import SecondcoderError
from secondcoder.reading.documents.lines import Line, paragraph_blocks
from secondcoder.reading.documents.transcript import read_transcript
from secondcoder.records.study import Notice
from secondcoder.records.text import Block, Document


@dataclass(frozen=True, slots=True)
class Read:
    """The documents of one file, not yet named apart from those of other files."""

    documents: tuple[Document, ...]
    notices: tuple[Notice, ...] = ()


def text_document(
    text: str,
    lines: Sequence[Line],
    *,
    stem: str,
    source: str,
    moderators: Sequence[str] | None = None,
    guess_headings: bool = False,
) -> Read:
    """Return a text as a transcript, if its lines are labelled with speakers, or by paragraphs."""
    transcript = read_transcript(text, lines, moderators=moderators)
    if transcript is not None:
        notices = [*left_out(source, transcript.left_out)]
        if transcript.doubtful:
            notices.append(
                Notice(
                    "speakers",
                    "words before a colon that were not taken for speakers: "
                    + ", ".join(transcript.doubtful[:8]),
                    source,
                )
            )
        return turn_document(text, transcript.blocks, stem=stem, source=source, notices=notices)
    blocks, headings = paragraph_blocks(text, lines, guess_headings=guess_headings)
    require_text(blocks, source)
    notices = []
    if headings:
        some = "; ".join(f"“{heading}”" for heading in headings[:3])
        notices.append(
            Notice("inferred", f"{len(headings)} short lines were read as headings: {some}", source)
        )
    document = Document(name=stem, text=text, blocks=blocks, source=source)
    return Read((document,), tuple(notices))


def turn_document(
    text: str,
    blocks: tuple[Block, ...],
    *,
    stem: str,
    source: str,
    notices: Sequence[Notice] = (),
) -> Read:
    """Return a transcript, and say so where nobody was recognised as its moderator."""
    require_text(blocks, source)
    notices = list(notices)
    if len({block.speaker for block in blocks}) > 1 and not any(b.moderator for b in blocks):
        notices.append(
            Notice(
                "moderator",
                "nobody was recognised as moderator; name those who only ask under `moderators`",
                source,
            )
        )
    document = Document(name=stem, text=text, blocks=blocks, source=source, unit="turn")
    return Read((document,), tuple(notices))


def require_text(blocks: Sequence[Block], source: str) -> None:
    """Refuse a file in which nothing is said."""
    if not blocks:
        raise SecondcoderError(
            f"{source}: there is no text in this file",
            hint="Check the file, or leave it out of [[documents]].",
        )


def left_out(source: str, count: int) -> list[Notice]:
    """Return a notice of how many lines are no passages, if there are any."""
    if not count:
        return []
    message = f"{count} lines before the first turn or without speech are no passages"
    return [Notice("left out", message, source)]
