"""Captions (``.vtt``, ``.srt``, ``.sbv``): cues joined to the turns of one speaker."""

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from secondcoder.passages.paragraphs import count_words, ends_sentence, is_note
from secondcoder.reading.documents.account import LeftOut, told_left_out
from secondcoder.reading.documents.cues import VOICE, Cue, read_cues, unrolled
from secondcoder.reading.documents.labels import is_metadata, is_name, is_role
from secondcoder.reading.documents.layouts import read_label
from secondcoder.reading.documents.overlaps import ACROSS
from secondcoder.reading.documents.reader import Read, require_text, turn_document
from secondcoder.reading.documents.roles import NOTHING_TOLD, Told
from secondcoder.reading.documents.turns import Turn
from secondcoder.reading.files.text import decode, read_bytes
from secondcoder.records.study import Notice
from secondcoder.records.text import Block, Document

PARAGRAPH_WORDS = 60
"""Captions without speakers: a paragraph ends at the first sentence end after so many words. Not
measured."""

_TAG = re.compile(r"</?[^<>]*>")
_NOTE = re.compile(r"^NOTE\b[ \t]*(.*(?:\n(?![ \t]*\n|.*-->).+)*)", re.MULTILINE)
_NEXT_SPEAKER = re.compile(r"^(?:>>+|-)\s*(?=[^\W\d_])")
_MIDDLE = re.compile(r"[ \t]+>>+[ \t]*(?=\S)")
"""Live captions: somebody else speaks in the middle of a line."""
_BRACKETED = re.compile(r"\s*[\[(](?P<name>[^\[\]()\n]{1,40})[\])]\s*[:：]?\s+(?=\S)")
BRACKETED = 0.5
"""Share of the cues that begin with a name in brackets, from which it names the speaker; a role
does so in any file. Not measured."""
_CREDIT = re.compile(
    r"(?:subtitles?|captions?|transcribed|transcript|untertitel(?:ung)?|sous-titres?|subtítulos"
    r"|legendas|sottotitoli|ondertiteling)\b.{0,20}\b(?:by|von|im auftrag|par|por|a cura|door)\b.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Said:
    speaker: str
    time: str
    text: str


def read_captions(
    path: Path, *, source: str, told: Told = NOTHING_TOLD, encoding: str | None = None
) -> Read:
    """Read a caption file: turns where cues name speakers, otherwise paragraphs."""
    text = decode(read_bytes(path, name=source), name=source, encoding=encoding)
    form = path.suffix.lower().lstrip(".")
    return caption_document(text, form, stem=path.stem, source=source, told=told)


def caption_document(text: str, form: str, *, stem: str, source: str, told: Told) -> Read:
    """Return the text of captions in the form ``vtt``, ``srt`` or ``sbv`` as a document."""
    if not text.strip():
        require_text((), source)
    cues, mended = read_cues(text, form, source)
    cues, repeated = unrolled(cues)
    left = [LeftOut("shown twice", words) for words in repeated]
    left += [LeftOut("note of the captions", note) for note in _NOTE.findall(text)]
    said: list[_Said] = []
    for part in _said(cues, left):
        if is_note(part.text) or _CREDIT.fullmatch(part.text):
            left.append(LeftOut("", part.text))
        else:
            said.append(part)
    notices = [
        Notice("captions", f"{what}; the captions were read all the same", source)
        for what in mended
    ]
    whole, turns = _lay_out(list(_joined(said)))
    if any(turn.speaker for turn in turns):
        return turn_document(
            whole, turns, stem=stem, source=source, told=told, notices=notices, left_out=left
        )
    message = "the captions name no speakers, so that questions are passages as well"
    notices.append(Notice("speakers", message, source))
    plain = tuple(Block(start=turn.start, end=turn.end, time=turn.time) for turn in turns)
    require_text(plain, source)
    document = Document(name=stem, text=whole, blocks=plain, source=source)
    return Read((document,), (*told_left_out(source, left), *notices), tuple(left))


def _said(cues: Sequence[Cue], left: list[LeftOut]) -> Iterator[_Said]:
    """Yield what each voice says in each cue; a cue without voice goes on with the last one."""
    speaker = ""
    bracketed, above = _bracketed_names(cues), _names_above(cues)
    for cue in cues:
        raw = _unbracketed(_beside(cue.raw, above), bracketed)
        for named, words, across in _voices(raw):
            if named:
                left.append(LeftOut("label", named))
            if not across:
                speaker = named or speaker
            if words:
                yield _Said(named if across else speaker, cue.time, words)


def _bracketed_names(cues: Sequence[Cue]) -> frozenset[str]:
    """Return the speakers whose names stand in brackets before their words: ``[SPEAKER_00]``."""
    matches = [_BRACKETED.match(_TAG.sub("", cue.raw)) for cue in cues]
    found = Counter(match["name"].strip() for match in matches if match)
    named = {name: times for name, times in found.items() if is_name(name)}
    if len(named) > 1 and sum(named.values()) >= BRACKETED * len(cues):
        return frozenset(named)
    return frozenset(name for name in named if is_role(name) and not is_metadata(name))


def _names_above(cues: Sequence[Cue]) -> frozenset[str]:
    """Return the speakers whose names are the first line of their cues, above the words."""
    firsts = [lines[0].strip() for cue in cues if len(lines := cue.raw.strip().split("\n")) > 1]
    recur = {name: n for name, n in Counter(filter(is_name, firsts)).items() if n > 1}
    named = {name: times for name, times in recur.items() if not is_metadata(name)}
    carried = sum(named.values()) >= BRACKETED * len(cues)
    return frozenset(named) if len(named) > 1 and carried else frozenset()


def _beside(raw: str, names: frozenset[str]) -> str:
    """Return a cue with a name before a colon instead of on a line of its own."""
    first, line_break, rest = raw.strip().partition("\n")
    return f"{first.strip()}: {rest}" if line_break and first.strip() in names else raw


def _unbracketed(raw: str, names: frozenset[str]) -> str:
    """Return a cue with a speaker's name before a colon instead of in brackets."""
    lines = []
    for line in _MIDDLE.sub("\n>> ", raw).split("\n"):
        match = _BRACKETED.match(line)
        known = match is not None and match["name"].strip() in names
        lines.append(f"{match['name'].strip()}: {line[match.end() :]}" if match and known else line)
    return "\n".join(lines)


def _voices(raw: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the speakers of a cue, by ``<v …>`` or ``Name: …`` at the start of a line.

    The last value says that the words are said across another's, who goes on afterwards.
    """
    before, *voices = VOICE.split(raw)
    parts = [("", before), *zip(voices[::2], voices[1::2], strict=True)]
    for voice, stretch in parts:
        name = html.unescape(voice).strip()
        for start, words, across in _across(html.unescape(_TAG.sub("", stretch))):
            if across:
                yield start, words, True
            else:
                yield from ((who, what, False) for who, what in _lines(name, words, bool(voice)))


def _across(stretch: str) -> Iterator[tuple[str, str, bool]]:
    """Yield parts of a cue: who says them across another's words, if so."""
    place = 0
    for match in ACROSS.finditer(stretch):
        if is_name(match["name"]) and match["words"]:
            yield "", stretch[place : match.start()], False
            yield match["name"], " ".join(match["words"].split()), True
            place = match.end()
    yield "", stretch[place:], False


def _lines(name: str, stretch: str, voiced: bool) -> Iterator[tuple[str, str]]:
    words: list[str] = []
    for line in map(str.strip, stretch.split("\n")):
        label = None if voiced else read_label(line)
        if label and not is_metadata(label.name) and label.length < len(line):
            if words:
                yield name, " ".join(words)
            name, words = label.name, [line[label.length :]]
        elif line and not voiced and _NEXT_SPEAKER.match(line):
            if words:
                yield name, " ".join(words)
            words = [" ".join(line.split())]
        elif line:
            words.append(" ".join(line.split()))
    if words:
        yield name, " ".join(words)


def _joined(said: Sequence[_Said]) -> Iterator[_Said]:
    """Join what one speaker says in a row; without speakers, sentences to paragraphs."""
    running: _Said | None = None
    for spoken in said:
        changes = not spoken.speaker and _NEXT_SPEAKER.match(spoken.text)
        part = _Said(spoken.speaker, spoken.time, _NEXT_SPEAKER.sub("", spoken.text))
        if running is None:
            running = part
        elif (
            changes
            or running.speaker != part.speaker
            or (not part.speaker and _is_full(running.text))
        ):
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
