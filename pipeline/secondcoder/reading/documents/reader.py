"""What a reader of one file hands back, and the choice between transcript and plain text."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from secondcoder.errors import SecondcoderError
from secondcoder.passages.paragraphs import count_words, ends_sentence, many, trim
from secondcoder.reading.documents.account import MOST_SHOWN, LeftOut, outside, told_left_out
from secondcoder.reading.documents.dashes import dash_turns
from secondcoder.reading.documents.dates import dated_headings
from secondcoder.reading.documents.emphasis import emphasised_turns
from secondcoder.reading.documents.fields import Record, read_record
from secondcoder.reading.documents.front import Front, read_front
from secondcoder.reading.documents.heading_names import named_headings
from secondcoder.reading.documents.labels import speaker_key
from secondcoder.reading.documents.layouts import usual_labels
from secondcoder.reading.documents.lines import Line, paragraph_blocks
from secondcoder.reading.documents.marks import Marked, cut_marks
from secondcoder.reading.documents.overlaps import split_overlaps
from secondcoder.reading.documents.posts import message_labels
from secondcoder.reading.documents.role_words import is_asking
from secondcoder.reading.documents.roles import NOBODY, NOTHING_TOLD, Asking, Told, who_asks
from secondcoder.reading.documents.runs import both_sides
from secondcoder.reading.documents.transcript import Transcript, read_transcript
from secondcoder.reading.documents.turns import Turn, asks_something, turn_blocks
from secondcoder.records.study import Notice
from secondcoder.records.text import Block, Document

FEWEST_WORDS, ABOVE = 30, 600
"""In shorter conversations it means little that a moderator says most (not measured); letters above
the first turn that may say what was recorded."""


@dataclass(frozen=True, slots=True)
class Read:
    """The documents of one file, not yet named apart from those of other files."""

    documents: tuple[Document, ...]
    notices: tuple[Notice, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    """Everything that is in no block: with the blocks it makes up the file."""
    asking: Asking = NOBODY


def text_document(
    text: str,
    lines: Sequence[Line],
    *,
    stem: str,
    source: str,
    told: Told = NOTHING_TOLD,
    guess_headings: bool = False,
) -> Read:
    """Return a text as a transcript, if its lines name speakers; as a record; or by paragraphs."""
    marked = cut_marks(text, lines)
    text = marked.text
    lines = dated_headings(text, named_headings(text, split_overlaps(text, marked.lines)))
    labels, messages = message_labels(text, lines, usual_labels(text, lines))
    front = read_front(text, lines, labels, messages)
    front = Front() if len(front.reasons) == len(lines) else front  # nothing else: it is meant
    kept = [place for place in range(len(lines)) if place not in front.reasons]
    lines = [_without_pipes(text, line) for line in lines]
    rest = [replace(lines[place], apart=place - 1 in front.reasons) for place in kept]
    people = told.known | front.asking | front.answering | front.beside
    transcript = read_transcript(text, rest, [labels[p] for p in kept], known=people)
    parts = _Parts(text=text, marked=marked, lines=lines, front=front, stem=stem, source=source)
    record = None if transcript and transcript.is_sure else read_record(text, lines)
    if transcript is not None and (record is None or not record.repeats):
        return _transcript(parts, transcript, rest, told)
    if turns := emphasised_turns(text, rest):
        return _by_sides(parts, turns, "by what stands out (bold, italics, underlined)")
    if turns := dash_turns(text, rest):
        return _by_sides(parts, turns, "as dashes begin the turns and every second one asks")
    if record is not None:
        return _record(parts, record)
    if 2 * sum(bool(line.time) for line in rest) > len(rest):
        return _stretches(parts, rest)
    blocks, headings = paragraph_blocks(text, rest, guess_headings=guess_headings)
    notices = []
    if headings:
        some = "; ".join(f"“{heading}”" for heading in headings[:MOST_SHOWN])
        message = f"{len(headings)} short lines were read as headings: {some}"
        notices.append(Notice("inferred", message, source))
    return parts.read(blocks, unit="paragraph", notices=notices)


def _without_pipes(text: str, line: Line) -> Line:
    """Return a row of a Markdown table without the ``|`` at its ends."""
    if line.end - line.start < 3 or not (text[line.start] == text[line.end - 1] == "|"):
        return line
    start, end = trim(text, line.start + 1, line.end - 1)
    return replace(line, start=start, end=end)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """A text on its way to a document."""

    text: str
    marked: Marked
    lines: Sequence[Line]
    front: Front
    stem: str
    source: str

    def read(
        self,
        blocks: tuple[Block, ...],
        *,
        unit: str,
        notices: Sequence[Notice] = (),
        asking: Asking = NOBODY,
        reasons: Mapping[int, str] | None = None,
        labels: Mapping[int, int] | None = None,
    ) -> Read:
        """Return the document with an account of everything that is in none of its blocks."""
        require_text(blocks, self.source)
        told = {self.lines[place].start: why for place, why in self.front.reasons.items()}
        left = [LeftOut("mark", mark) for mark in self.marked.cut]
        left += outside(self.text, blocks, self.lines, {**(reasons or {}), **told}, labels or {})
        document = Document(
            name=self.stem, text=self.text, blocks=blocks, source=self.source, unit=unit
        )
        return Read((document,), (*told_left_out(self.source, left), *notices), tuple(left), asking)


def _transcript(parts: _Parts, transcript: Transcript, lines: Sequence[Line], told: Told) -> Read:
    runs, apart = both_sides(
        parts.text, transcript.runs, lambda name: _asks_by_name(name, told, parts.front)
    )
    turns = [run.turn() for run in runs]
    asking = who_asks(
        parts.text,
        turns,
        told=told,
        asking=parts.front.asking,
        answering=parts.front.answering,
        beside=parts.front.beside,
        about=_about(parts.stem, parts.text, turns),
    )
    notices = []
    if apart:
        stretches = many(apart, "unlabelled stretch", "unlabelled stretches")
        were = "was" if apart == 1 else "were"
        message = f"{stretches} after a question {were} read as the other speaker's"
        notices.append(Notice("speakers", message, parts.source))
    if transcript.doubtful:
        doubtful = ", ".join(transcript.doubtful[:8])
        message = f"words before a colon that were not taken for speakers: {doubtful}"
        notices.append(Notice("speakers", message, parts.source))
    if "" in asking.keys:
        turns = _unlabelled_questions(parts.text, turns, lines, transcript)
    blocks = turn_blocks(parts.text, turns, moderators=asking.keys, quiet=parts.front.beside)
    notices += about_asking(parts.text, blocks, asking, parts.source)
    lengths = {
        line.start: label.length
        for line, label in zip(lines, transcript.labels, strict=True)
        if label
    }
    return parts.read(blocks, unit="turn", notices=notices, asking=asking, labels=lengths)


def _unlabelled_questions(
    text: str, turns: Sequence[Turn], lines: Sequence[Line], transcript: Transcript
) -> list[Turn]:
    """Return the turns with unlabelled ones as questions, and the one before the first label."""
    asked = [turn if turn.speaker else replace(turn, asks=True) for turn in turns]
    first = next(place for place, label in enumerate(transcript.labels) if label)
    above = lines[first - 1] if first else None
    if above is None or above.heading or not asks_something(text[above.start : above.end]):
        return asked
    return [Turn(start=above.start, end=above.end, speaker="", asks=True), *asked]


def _about(stem: str, text: str, turns: Sequence[Turn]) -> str:
    """Return what a file is called and what stands above its first turn, in parts."""
    above = text[max(0, turns[0].start - ABOVE) : turns[0].start] if turns else ""
    return f"{stem} {above} {turns[0].heading if turns else ''}"


def _asks_by_name(name: str, told: Told, front: Front) -> bool:
    key = speaker_key(name)
    if told.moderators is not None or key in told.known:
        return key in (told.moderators or told.interviewers)
    return key in front.asking or (is_asking(name) and key not in front.answering)


def _by_sides(parts: _Parts, turns: Sequence[Turn], sign: str) -> Read:
    message = (
        f"{many(sum(turn.asks for turn in turns), 'paragraph')} were read as questions {sign}, the "
        "others as answers; this is a guess"
    )
    blocks = turn_blocks(parts.text, turns, moderators=())
    return parts.read(blocks, unit="turn", notices=[Notice("moderator", message, parts.source)])


def _record(parts: _Parts, record: Record) -> Read:
    labels = ", ".join(record.labels[:8])
    message = (
        f"read as a record of fields; {len(record.labels)} labels were read as headings: {labels}"
    )
    return parts.read(
        record.blocks,
        unit="paragraph",
        notices=[Notice("inferred", message, parts.source)],
        reasons=dict.fromkeys(record.values, "value of a field"),
        labels=record.lengths,
    )


def _stretches(parts: _Parts, lines: Sequence[Line]) -> Read:
    """Return a text with a time at its lines as stretches that end with a sentence."""
    blocks: list[Block] = []
    whole = True
    for line in lines:
        if line.heading:
            whole = True
        elif whole or not blocks:
            blocks.append(Block(start=line.start, end=line.end, time=line.time))
            whole = ends_sentence(parts.text[line.start : line.end])
        else:
            last = blocks[-1]
            blocks[-1] = Block(start=last.start, end=line.end, time=last.time)
            whole = ends_sentence(parts.text[line.start : line.end])
    message = "times at the beginning of lines were cut out; no speakers are named"
    return parts.read(
        tuple(blocks), unit="paragraph", notices=[Notice("speakers", message, parts.source)]
    )


def about_asking(text: str, blocks: Sequence[Block], asking: Asking, source: str) -> list[Notice]:
    """Return what is to be said of who asks: a guess, nobody, or most words by a moderator."""
    speakers = dict.fromkeys(block.speaker for block in blocks)
    if asking.sign == "guess":
        (name,) = (name for name in speakers if speaker_key(name) in asking.keys)
        if not name:
            message = f"unlabelled words were taken for questions, as {asking.reason}; a guess"
            return [Notice("moderator", message, source)]
        message = (
            f"{name} was taken for the interviewer, as {asking.reason}; this is a guess. Write "
            f'speakers = {{ "{name}" = {{ role = "interviewer" }} }} to confirm it, or role = '
            '"participant" to undo it, under [[documents]]'
        )
        return [Notice("moderator", message, source)]
    if len(speakers) > 1 and not any(block.moderator for block in blocks):
        ask = f"; {asking.reason}" if asking.reason else ""
        message = "nobody was recognised as moderator; name those who ask with role = "
        message += '"interviewer" in `speakers` under [[documents]]'
        return [Notice("moderator", message + ask, source)]
    words = Counter[bool]()
    for block in blocks:
        words[block.moderator] += count_words(text[block.start : block.end])
    if words[True] > words[False] and words.total() >= FEWEST_WORDS:
        message = (
            f"{words[True]} of {words.total()} words are by a moderator and no passages; if that "
            "is wrong, correct it with `speakers` under [[documents]]"
        )
        return [Notice("moderator", message, source)]
    return []


def turn_document(
    text: str,
    turns: Sequence[Turn],
    *,
    stem: str,
    source: str,
    told: Told,
    notices: Sequence[Notice] = (),
    left_out: Sequence[LeftOut] = (),
) -> Read:
    """Return turns that the file itself marks off as a transcript."""
    asking = who_asks(text, turns, told=told, about=_about(stem, text, turns))
    blocks = turn_blocks(text, turns, moderators=asking.keys)
    require_text(blocks, source)
    document = Document(name=stem, text=text, blocks=blocks, source=source, unit="turn")
    kept = {block.end for block in blocks}
    unspoken = [
        LeftOut("", text[turn.start : turn.end].strip())
        for turn in turns
        if text[turn.start : turn.end].strip() and turn.end not in kept
    ]
    left = (*left_out, *unspoken)
    return Read(
        (document,),
        (*told_left_out(source, left), *notices, *about_asking(text, blocks, asking, source)),
        left,
        asking,
    )


def require_text(blocks: Sequence[Block], source: str) -> None:
    """Refuse a file in which nothing is said."""
    if not blocks:
        raise SecondcoderError(
            f"{source}: there is no text in this file",
            hint="Check the file, or leave it out of [[documents]].",
        )
