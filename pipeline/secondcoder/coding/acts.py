"""One kind of row for every coding act, whoever it comes from and wherever it was done."""

from dataclasses import dataclass

from secondcoder.records.coders import Author

APPLIES, NOT, UNSURE = "applies", "does not apply", "unsure"
ANSWERS = (APPLIES, NOT, UNSURE)
CODING, LOOK, DECISION, JOINT = "coding", "blind look", "decision", "joint"
"""Roles: coding of one's own, before anything is shown; an answer before the suggestion is shown;
a decision after it; a decision of several people together."""
ON_PURPOSE, DRAWN, IN_BULK = "on purpose", "drawn at random", "in bulk"
DECOY, IMPORTED = "decoy", "imported"
"""How a passage came up."""
OWN, SUGGESTION, OTHERS = "own coding", "the machine’s suggestion", "what others decided"
"""What had been shown by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What an author said of one code on one passage."""

    author: Author
    role: str
    passage: str
    """Its id in the run."""
    code: str
    """The code's id."""
    answer: str
    """``applies``, ``does not apply`` or ``unsure``."""
    other: str = ""
    """The code that was given instead, if one was."""
    shown: tuple[str, ...] = ()
    came: str = ON_PURPOSE
    memo: str = ""
    round: str = ""
    """The name of the round of coding; empty for imported coding and before the first round."""
    at: str = ""
    """When it was done, UTC, ISO 8601; empty for imported coding."""
    number: int = 0
    """Its place in the order of acts; of two acts on the same the later one holds."""
    held_own: bool = False
    """Whether the author's own coding held the code then."""
    held_machine: bool = False
    """Whether the machine suggested it then."""
    carried: str = ""
    """Why it is about other passages than it was made on; mostly empty."""

    @property
    def pair(self) -> tuple[str, str]:
        """The passage and the code."""
        return self.passage, self.code
