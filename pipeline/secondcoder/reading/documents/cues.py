"""The cues of caption files: small faults of form mended and said, rolling lines once."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from secondcoder.errors import SecondcoderError
from secondcoder.reading.documents.labels import clock
from secondcoder.reading.files.boundary import third_party
from secondcoder.reading.files.text import normalise

ROLLING = 0.3
"""Share of the cues that begin with words of the one before, from which captions roll (YouTube,
live captions). Not measured."""
TOGETHER = 0.5
"""Seconds within which one cue follows another for its words to be the same ones. Not measured."""
FEWEST_SAME = 3
"""Words that two cues share at least, unless one of them is all shared. Not measured."""

_TIMING = re.compile(
    r"[ \t]*(?P<start>(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?)[ \t]*-+>[ \t]*"
    r"(?P<end>(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?)[^\n]*"
)
_SBV_TIME = r"\d{1,3}:\d{2}:\d{2}\.\d{1,3}"
_SBV_TIMING = re.compile(
    rf"^[ \t]*(?P<start>{_SBV_TIME})[ \t]*,[ \t]*(?P<end>{_SBV_TIME})[ \t]*$", re.MULTILINE
)
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAG = re.compile(r"</?[^<>]*>")
_NAMED_ABOVE = re.compile(r'\d+ "(?P<name>[^"<>]{1,80})"(?: \(\d*\))?')


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What is shown from one time to another."""

    start: float
    end: float
    raw: str
    """With tags."""

    @property
    def time(self) -> str:
        """When it begins, as ``HH:MM:SS``."""
        seconds = int(self.start)
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def read_cues(text: str, form: str, source: str) -> tuple[list[Cue], list[str]]:
    """Return the cues of a file, and what was mended in its form."""
    import webvtt

    mended, form_read, said = _mended(text, form)
    hint = f"Check that it is a whole .{form} file; export it again if need be."
    with third_party(source, "the captions cannot be read", hint=hint):
        captions = [
            (one.start, one.end, one.raw_text, one.identifier or "")
            for one in webvtt.from_buffer(io.StringIO(mended), format=form_read)
        ]
    cues = [
        Cue(start=_seconds(start), end=_seconds(end), raw=_voiced(normalise(raw), above))
        for start, end, raw, above in captions
    ]
    if not cues and _TIMING.search(mended) is None:
        sign = " and a comma" if form == "sbv" else " and -->"
        raise SecondcoderError(
            f"{source}: the captions cannot be read (no line with two times{sign})",
            hint=hint,
        )
    return cues, said


def _voiced(raw: str, above: str) -> str:
    """Return a cue with the speaker whom the line above its times names, as Webex writes them."""
    named = _NAMED_ABOVE.fullmatch(above.strip())
    return f"<v {named['name']}>{raw}" if named and not VOICE.search(raw) else raw


def _mended(text: str, form: str) -> tuple[str, str, list[str]]:
    """Return the text in a form that the library reads, that form, and what was missing."""
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    if form == "sbv":
        return _as_vtt(_SBV_TIMING.sub(r"\g<start> --> \g<end>", text)), "vtt", []
    if form == "vtt" and not first.startswith("WEBVTT") and _TIMING.search(text):
        return _as_vtt(text), "vtt", ["the first line WEBVTT is missing"]
    if form != "srt":
        return text, form, []
    if first.startswith("WEBVTT"):
        return text, "vtt", ["it is a .vtt file by its first line"]
    lines = [line.strip() for line in text.split("\n")]
    timings = [place for place, line in enumerate(lines) if _TIMING.fullmatch(line)]
    if any(place == 0 or not lines[place - 1].isdecimal() for place in timings):
        return _as_vtt(text), "vtt", ["the numbers of the captions are missing"]
    return text, form, []


def _as_vtt(text: str) -> str:
    """Return captions with the header, points in times, and a blank line before each cue."""
    out = ["WEBVTT", ""]
    for line in text.strip().split("\n"):
        match = _TIMING.fullmatch(line)
        if match is None:
            out.append(line)
            continue
        if out[-1].strip().isdecimal():
            out.pop()
        if out[-1].strip():
            out.append("")
        out.append(f"{_full(match['start'])} --> {_full(match['end'])}")
    return "\n".join(out)


def _full(time: str) -> str:
    whole, _, parts = time.replace(",", ".").partition(".")
    return f"{clock(whole)}.{parts.ljust(3, '0')[:3]}"


def _seconds(time: str) -> float:
    numbers = [float(number) for number in time.replace(",", ".").split(":")]
    return sum(number * 60.0**place for place, number in enumerate(reversed(numbers)))


def unrolled(cues: Sequence[Cue]) -> tuple[list[Cue], list[str]]:
    """Return the cues without words that the one before showed already, and those words.

    A cue that says the same as the one before, without a pause, is dropped in any file; where
    captions roll, so are the lines and words that a cue takes over from the one before.
    """
    shown = [_words(cue) for cue in cues]
    pairs = list(zip(cues, cues[1:], shown, shown[1:], strict=False))
    shared = [
        _shared(before, after) if _together(one, two) else 0 for one, two, before, after in pairs
    ]
    partly = sum(
        n > 0 and before != after for n, (_, _, before, after) in zip(shared, pairs, strict=True)
    )
    rolls = partly > 1 and sum(n > 0 for n in shared) >= ROLLING * len(pairs)
    kept, dropped = [*cues[:1]], []
    for count, (_, cue, before, after) in zip(shared, pairs, strict=True):
        same = before == after and count > 0
        if not (rolls and count) and not same:
            kept.append(cue)
            continue
        voices = VOICE.findall(cue.raw)
        dropped.append(" ".join(after[:count]))
        if count < len(after):
            tags = "".join(f"<v {voice}>" for voice in voices)
            kept.append(replace(cue, raw=tags + " ".join(after[count:])))
        else:
            dropped += voices
    return kept, [words for words in dropped if words]


def _together(one: Cue, two: Cue) -> bool:
    return two.start - one.end <= TOGETHER and VOICE.findall(one.raw) == VOICE.findall(two.raw)


def _words(cue: Cue) -> list[str]:
    return _TAG.sub("", cue.raw).split()


def _shared(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many words the second begins with that the first ends with."""
    for count in range(min(len(before), len(after)), 0, -1):
        if list(before[-count:]) == list(after[:count]):
            whole = count in {len(before), len(after)}
            return count if whole or count >= FEWEST_SAME else 0
    return 0
