"""Names of speakers as transcripts spell them, and times of the recording."""

import re
from dataclasses import dataclass

from secondcoder.passages.time_marks import CLOCK
from secondcoder.reading.documents.role_words import (
    ANSWERING,
    ASKING,
    is_answering,
    is_asking,
    is_field,
    plain_role,
)

STAMP = (
    rf"(?:#\d{{1,2}}:\d{{2}}:\d{{2}}(?:[-.,:]\d{{1,3}})?#"
    rf"|[\[(<{{]?\s*{CLOCK}(?:\s*[-–—]+>?\s*{CLOCK})?\s*[\])>}}]?)"
)
"""A time or a range of times, bare, in brackets or between the ``#`` of f4."""

_LONE_TIME = re.compile(STAMP)

_ROLE_WORDS = """
    interviewer interviewee moderator facilitator researcher participant respondent speaker
    informant patient client student teacher parent mother father carer nurse doctor host guest
    unknown unidentified male female observer interpreter translator group all several voice
    person member subject question answer co-moderator co-facilitator assistant
    taker note-taker notetaker
"""
_ROLES = frozenset(_ROLE_WORDS.split())
_STRONG = re.compile(
    r"(?:interviewer|interviewee|moderator|facilitator|researcher|participant|respondent|speaker|"
    r"informant|patient|unknown|interpreter|translator|note[ -]?taker|question|answer)s?"
    r"[\s_#-]*(?:\d{1,3}|[a-z])?"
    r"|(?:q|a|i|int|mod|fac|res|resp|part|iv|ie|ir)\.?[\s_-]*\d{0,3}",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"(?:All|ALL|Several|SEVERAL|Multiple|MULTIPLE|Everyone|EVERYONE|Everybody|Alle|ALLE|Mehrere"
    r"|MEHRERE|Tous|Toutes|Plusieurs|Todos|Todas|Varios|Varias|Vários|Tutti|Allen|Flera|Flere)"
    r"(?:\s(?:[Ss]peakers?|[Vv]oices|[Pp]articipants|together|gemeinsam|[Ss]precher))?"
)
_CODE = re.compile(r"[A-Z]{1,4}[\s_-]?\d{1,4}[A-Za-z]?")
_LOWER_CODE = re.compile(r"int|mod|fac|resp?|iv|ie|ir|[a-z]{1,3}\d{1,3}")
_NUMBERED = re.compile(r"[\s#]*\d+[a-z]?$")
_PARENTHESIS = re.compile(r"\s*\([^()]*\)$")
_TOKEN = re.compile(r"[^\W_][\w.'’#/,&:*()-]*|#?\d+|&")
_SMALL_WORDS = """
    de del della der den di du da dos van von zu la le al el bin ibn of and et und y e
"""
_PARTICLES = frozenset(_SMALL_WORDS.split())
_FIELDS = """
    note notes nb n.b n.b. ps p.s p.s. url http https date time duration location place venue
    length source figure fig fig. table title subject re from to cc abstract background aim aims
    objective objectives method methods result results finding findings conclusion conclusions
    discussion introduction keyword keywords summary example examples warning important tip todo
    definition theme code file project transcript recording topic present attendees participants
    amount country type description status version agenda section chapter part step appendix year
    start end sector name age gender sex role occupation id study site page tel email phone
    address contents day week session phase item point reason organisation organization
    department funding doi isbn www quote quotation comment references reference link see also
    transcriber transcribed language setting consent first second third finally however but and
    or so then recorder audio legend key abbreviations speakers
"""
_NO_SPEAKER = frozenset(_FIELDS.split())


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the beginning of a line: perhaps a speaker, perhaps prose with a colon."""

    name: str
    time: str
    """As ``HH:MM:SS``; empty if the label states none."""
    length: int
    """Code points of the line that belong to the label."""
    sure: bool = False
    """Nothing but a speaker is written so."""

    @property
    def strong(self) -> bool:
        """Whether no ordinary prose is labelled so: a role, a code such as ``P1``, or a time."""
        return bool(self.time or is_role(self.name) or is_several(self.name))

    @property
    def key(self) -> str:
        """The name as it is compared: without case, blanks and a parenthesis at its end."""
        return speaker_key(self.name)


def speaker_key(name: str) -> str:
    """Return a name as speakers are told apart: ``P 1``, ``p1`` and ``P1 (female)`` are one."""
    bare = _PARENTHESIS.sub("", name) or name
    return re.sub(r"[\s_.-]+", "", bare.casefold()) or bare


def lone_time(line: str) -> str:
    """Return the time, as ``HH:MM:SS``, of a line that holds nothing else; otherwise empty."""
    return clock(line) if _LONE_TIME.fullmatch(line) else ""


def clock(stamp: str) -> str:
    """Return the first time in a stamp as ``HH:MM:SS``; two numbers are minutes and seconds."""
    match = re.search(CLOCK, stamp)
    if match is None:
        return ""
    numbers = [int(number) for number in re.split(r"[.,;]", match[0])[0].split(":")[:3]]
    seconds = sum(number * 60**place for place, number in enumerate(reversed(numbers)))
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def time_of_day(stamp: str, half: str) -> str:
    """Return a time of the day as ``HH:MM:SS``; two numbers are hours and minutes."""
    numbers = [int(number) for number in re.findall(r"\d+", stamp)[:3]]
    hours, minutes, seconds = [*numbers, 0, 0][:3]
    if half:
        hours = hours % 12 + 12 * (half.casefold() == "p")
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}"


def is_several(name: str) -> bool:
    """Say whether a label stands for several people at once: ``All``, ``Multiple speakers``."""
    return _SEVERAL.fullmatch(name) is not None


def is_role(name: str) -> bool:
    """Say whether a label is a role or code, such as ``INT``, ``Speaker 2``, ``P1``, ``受访者``."""
    name = _PARENTHESIS.sub("", name)
    if _STRONG.fullmatch(name) or (_CODE.fullmatch(name) and not is_metadata(name)):
        return True
    return plain_role(name) in ASKING | ANSWERING and not is_metadata(name)


def is_metadata(name: str) -> bool:
    """Say whether a word before a colon names a field or part of a text, not a speaker."""
    folded = _NUMBERED.sub("", name.casefold())
    if _NUMBERED.search(name) and folded == "question":
        return True
    return folded in _NO_SPEAKER or (is_field(name) and not _names_a_person(name))


def is_moderator(name: str) -> bool:
    """Say whether a label is a usual name for the person who asks."""
    return is_asking(name)


def _names_a_person(name: str) -> bool:
    return is_asking(name) or is_answering(name)


def is_name(name: str) -> bool:
    """Say whether the words could name a speaker: few, and spelt as names are."""
    tokens = _PARENTHESIS.sub("", name).split()
    if not 1 <= len(tokens) <= 5 or len(name) > 50 or tokens[0].strip(".)").isdigit():
        return False
    if _LOWER_CODE.fullmatch(name):
        return True
    return all(_is_name_part(token) for token in tokens) and not tokens[-1].endswith(",")


def _is_name_part(token: str) -> bool:
    if not _TOKEN.fullmatch(token) or (token.endswith(".") and len(token) > 5):
        return False
    folded = token.casefold().rstrip("0123456789")
    return (
        not token[0].islower() or folded in _ROLES or folded in _PARTICLES or is_role_word(folded)
    )


def is_role_word(word: str) -> bool:
    """Say whether a word is one for a person who asks or answers, in any language known here."""
    return plain_role(word) in ASKING | ANSWERING
