"""Captions (``.vtt``, ``.srt``): cues joined to the turns of one speaker."""

import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.passages.paragraphs import count_words, ends_sentence, is_note
from secondcoder.reading.documents.labels import clock, is_metadata, read_label
from secondcoder.reading.documents.reader import Read, require_text, turn_document
from secondcoder.reading.documents.turns import Turn, turn_blocks
from secondcoder.reading.files.text import decode, normalise, read_bytes
from secondcoder.records.text import Block, Document

PARAGRAPH_WORDS = 60
"""Captions without speakers: a paragraph ends at the first sentence end after so many words. Not
measured."""

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAG = re.compile(r"</?[^<>]*>")


@dataclass(frozen=True, slots=True)
class _Said:
    speaker: str
    time: str
    text: str


def read_captions(path: Path, *, source: str, moderators: Sequence[str] | None = None) -> Read:
    """Read a caption file: turns where cues name speakers, otherwise paragraphs."""
    text = decode(read_bytes(path, name=source), name=source)
    if not text.strip():
        require_text((), source)
    said = list(_joined(_said(text, path.suffix.lower().lstrip("."), source)))
    if any(part.speaker for part in said):
        whole, turns = _lay_out(said)
        blocks = turn_blocks(whole, turns, moderators=moderators)
        return turn_document(whole, blocks, stem=path.stem, source=source)
    whole, turns = _lay_out(said)
    plain = tuple(Block(start=turn.start, end=turn.end, time=turn.time) for turn in turns)
    require_text(plain, source)
    return Read((Document(name=path.stem, text=whole, blocks=plain, source=source),))


def _said(text: str, form: str, source: str) -> Iterator[_Said]:
    """Yield what each voice says in each cue; a cue without voice goes on with the last one."""
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    try:
        captions = webvtt.from_buffer(io.StringIO(text), format=form)
    except (MalformedCaptionError, MalformedFileError) as error:
        raise SecondcoderError(
            f"{source}: the captions cannot be read ({error})",
            hint=f"Check that it is a whole .{form} file; export it again if need be.",
        ) from error
    speaker = last = ""
    for caption in captions:
        raw = normalise(caption.raw_text)
        if raw == last:  # captions that roll repeat a cue
            continue
        last = raw
        time = clock(caption.start)
        for named, words in _voices(raw):
            speaker = named or speaker
            if words and not is_note(words):
                yield _Said(speaker, time, words)


def _voices(raw: str) -> Iterator[tuple[str, str]]:
    """Yield the speakers of a cue, by ``<v …>`` or ``Name: …`` at the start of a line."""
    before, *voices = _VOICE.split(raw)
    parts = [("", before), *zip(voices[::2], voices[1::2], strict=True)]
    for voice, stretch in parts:
        name = html.unescape(voice).strip()
        words: list[str] = []
        for line in html.unescape(_TAG.sub("", stretch)).split("\n"):
            label = None if voice else read_label(line.strip())
            if label and not is_metadata(label.name) and label.length < len(line.strip()):
                if words:
                    yield name, " ".join(words)
                name, words = label.name, [line.strip()[label.length :]]
            elif line.strip():
                words.append(" ".join(line.split()))
        if words:
            yield name, " ".join(words)


def _joined(said: Iterator[_Said]) -> Iterator[_Said]:
    """Join what one speaker says in a row; without speakers, sentences to paragraphs."""
    running: _Said | None = None
    for part in said:
        if running is None:
            running = part
        elif running.speaker != part.speaker or (not part.speaker and _is_full(running.text)):
            yield running
            running = part
        else:
            running = _Said(running.speaker, running.time, f"{running.text} {part.text}")
    if running is not None:
        yield running


def _is_full(text: str) -> bool:
    return ends_sentence(text) and count_words(text) >= PARAGRAPH_WORDS


def _lay_out(said: Sequence[_Said]) -> tuple[str, list[Turn]]:
    """Return the text as ``Name: …`` paragraphs, and its turns."""
    parts: list[str] = []
    turns: list[Turn] = []
    offset = 0
    for part in said:
        label = f"{part.speaker}: " if part.speaker else ""
        start = offset + len(label)
        turns.append(
            Turn(start=start, end=start + len(part.text), speaker=part.speaker, time=part.time)
        )
        parts.append(label + part.text)
        offset = turns[-1].end + 2
    return "\n\n".join(parts), turns
