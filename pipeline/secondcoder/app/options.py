"""Settings of a study that the page offers: each declared once, as a choice with a sentence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from secondcoder.app.making import HOW_MANY, STANCES
from secondcoder.embedding.models import installed, read_cards
from secondcoder.errors import SecondcoderError
from secondcoder.study.language import NAMES, OTHER, language_name
from secondcoder.study.schema import StudyConfig
from secondcoder.study.statements import Path

RADIO, LIST, NUMBER, TEXT = "radio", "list", "number", "text"
Choices = tuple[tuple[str, str, str], ...]
"""Value, name, meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting: where it stands, and how it is asked for."""

    path: Path
    label: str
    kind: str
    means: str = ""
    choices: Callable[[], Choices] = tuple
    more: bool = False
    """Whether it stands among the others, folded."""
    needs_coding: bool = False

    @property
    def id(self) -> str:
        """Its name in the form."""
        return "-".join(map(str, self.path)).replace("_", "-")

    def now(self, config: StudyConfig) -> str:
        """Return what holds now, as the form shows it."""
        value: Any = config
        for step in self.path:
            value = getattr(value, str(step))
        if isinstance(value, float):
            return f"{value:g}"
        return "" if value is None else str(value)

    def value(self, said: str) -> object:
        """Return what to write, ``None`` for nothing; refuse what is none of the choices."""
        if self.kind in (RADIO, LIST) and said not in {value for value, _, _ in self.choices()}:
            raise SecondcoderError(f"{self.label}: there is no such choice")
        if not said:
            return None
        if self.kind == NUMBER or self.path[-1] == "risk":
            return _number(said, self.label, whole=self.path[-1] not in {"risk", "overlap"})
        return said


def _number(said: str, label: str, *, whole: bool) -> int | float:
    try:
        return int(said) if whole else float(said.replace(",", "."))
    except ValueError:
        raise SecondcoderError(f"{label}: {said} is no number", hint="Give a number.") from None


def _languages() -> Choices:
    known = sorted(set(NAMES) - {OTHER, "no"}, key=language_name)  # “no” is either of the two
    return (*((code, language_name(code), "") for code in known), (OTHER, "another", ""))


def _encoders() -> Choices:
    cards = read_cards()
    return tuple((name, name, f"reads {cards[name].languages}") for name in installed())


_BASIS: Choices = (
    ("codebook", "From the codebook alone", "It has seen none of your coding: a second look."),
    (
        "coding",
        "From my coding too",
        "It learns from coded passages, and is always asked about others than it learnt from.",
    ),
)
_RISK: Choices = (
    ("", "Give a suggestion wherever there is one", ""),
    *(
        (f"{share / 100:g}", f"At most {share} in 100 first suggestions may be wrong", "")
        for share in (5, 10, 20, 30)
    ),
)
_UNITS: Choices = (
    ("", "as the files suggest: rows, turns or paragraphs", ""),
    *((unit, f"{unit}s", "") for unit in ("row", "turn", "paragraph", "sentence", "window")),
)
_MODERATOR: Choices = (
    ("context", "only the context of answers", ""),
    ("passage", "passages as well", ""),
)
SETTINGS = (
    Setting(path=("title",), label="Title", kind=TEXT),
    Setting(path=("stance",), label="How you work", kind=RADIO, choices=lambda: STANCES),
    Setting(
        path=("suggest", "codes_a_passage"),
        label="One code a passage, or several",
        kind=RADIO,
        choices=lambda: HOW_MANY,
    ),
    Setting(
        path=("suggest", "basis"),
        label="What the machine may learn from",
        kind=RADIO,
        choices=lambda: _BASIS,
        needs_coding=True,
    ),
    Setting(
        path=("suggest", "risk"),
        label="Accepted risk",
        kind=LIST,
        means="The machine abstains where it cannot keep to it. It is estimated from your coding, "
        "so the machine must learn from it.",
        choices=lambda: _RISK,
        needs_coding=True,
    ),
    Setting(
        path=("model", "language"),
        label="Language of the texts",
        kind=LIST,
        means="For sentences, stop words and names of themes.",
        choices=_languages,
    ),
    Setting(
        path=("model", "name"),
        label="Encoder",
        kind=TEXT,
        means="The name of one that is installed, or the folder of a sentence-transformers model "
        "on this computer, such as a multilingual one. Nothing is downloaded.",
    ),
    Setting(
        path=("passages", "unit"),
        label="Passages are",
        kind=LIST,
        choices=lambda: _UNITS,
        more=True,
    ),
    Setting(
        path=("passages", "min_words"),
        label="Fewest words of a passage",
        kind=NUMBER,
        means="Shorter ones are left out and counted.",
        more=True,
    ),
    Setting(
        path=("passages", "max_words"),
        label="Most words of a passage",
        kind=NUMBER,
        means="Longer ones are cut at the ends of sentences. Empty: they are not cut.",
        more=True,
    ),
    Setting(
        path=("passages", "moderator"),
        label="Words of interviewers are",
        kind=LIST,
        choices=lambda: _MODERATOR,
        more=True,
    ),
    Setting(
        path=("themes", "min_size"),
        label="Fewest passages of a theme",
        kind=NUMBER,
        means="Smaller groups are no theme.",
        more=True,
    ),
    Setting(
        path=("reconcile", "overlap"),
        label="Share of a passage that a coded stretch must cover",
        kind=TEXT,
        means="0.5 if you do not say otherwise.",
        more=True,
    ),
    Setting(
        path=("seed",),
        label="Seed",
        kind=NUMBER,
        means="Decides everything random. The same seed gives the same results.",
        more=True,
    ),
)


def shown(config: StudyConfig, *, coded: bool) -> Iterator[Setting]:
    """Yield the settings that bear on a study."""
    for one in SETTINGS:
        if coded or not one.needs_coding or one.now(config) not in ("", "codebook"):
            yield one
