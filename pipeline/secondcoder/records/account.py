"""An account of what a study's files were taken for, before anything is computed from them."""

from dataclasses import dataclass

TRANSCRIPT, TEXT, ANSWERS = "transcript", "text", "answers"
CODEBOOK, CODING, MACHINE_CODING = "codebook", "coding", "a machine’s codes"
ABOUT, LEFT_OUT = "guide or memo", "left out"
KINDS = (TRANSCRIPT, TEXT, ANSWERS, CODEBOOK, CODING, MACHINE_CODING, ABOUT, LEFT_OUT)
"""What a file can be taken for, in the order in which accounts list it."""
ALARM, CHECK = "alarm", "please check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody who speaks in a file."""

    name: str
    turns: int
    words: int
    interviewer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAccount:
    """What one file was taken for, and by which signs."""

    file: str
    taken_for: str
    signs: str
    documents: int = 0
    passages: int = 0
    words: int = 0
    """In its passages."""
    voices: tuple[Voice, ...] = ()
    interviewer: str = ""
    """Who was taken for one, and by which sign."""
    coders: tuple[str, ...] = ()
    note: str = ""
    key: str = ""
    """What changes it in ``study.toml``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Something that is probably wrong."""

    kind: str
    """`ALARM`: the result would be void; `CHECK`: it may be poor."""
    message: str
    way_out: str
    """What to write, and where."""
    file: str = ""
    about: str = ""
    """What kind of concern it is, where a page knows a button for its way out."""
    names: tuple[str, ...] = ()
    """The speakers, columns, coders or documents that it is about, or the value to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What was understood of a study."""

    files: tuple[FileAccount, ...]
    concerns: tuple[Concern, ...]
    """Alarms first."""
    language: str
    """Of the texts, as a code; empty if unclear."""

    @property
    def alarms(self) -> tuple[Concern, ...]:
        """What would make the result void."""
        return tuple(concern for concern in self.concerns if concern.kind == ALARM)

    def of_kind(self, kind: str) -> tuple[FileAccount, ...]:
        """Return the files that were taken for this."""
        return tuple(file for file in self.files if file.taken_for == kind)
