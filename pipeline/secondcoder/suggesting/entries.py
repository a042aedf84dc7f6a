"""What a codebook says of each code, part by part, as texts that can be compared with passages."""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.records.codes import Code, Codebook
from secondcoder.words import places_of_words

SHORTEST = 3
"""Letters of a word that can be evidence (see ``words.is_content``)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a code's entry."""

    kind: str
    """``name``, ``definition``, ``include``, ``example``, or ``below`` for a code under it."""
    text: str
    """The part's own words."""
    framed: str
    """The same with the code's name before it, which tells short parts apart."""

    @property
    def words(self) -> dict[str, tuple[int, int]]:
        """Return each word of ``framed``, in lower case, with where it first stands."""
        found: dict[str, tuple[int, int]] = {}
        for word, start, end in places_of_words(self.framed):
            if len(word) >= SHORTEST:
                found.setdefault(word, (start, end))
        return found


def own_parts(code: Code) -> tuple[Part, ...]:
    """Return the parts of a code's own entry; its bare name if the entry holds no more."""
    frame = ": ".join(code.path)
    given = [("definition", code.definition), ("include", code.include)]
    given += [("example", example) for example in code.examples]
    parts = tuple(Part(kind, text, f"{frame}: {text}") for kind, text in given if text)
    return parts or (Part("name", code.name, frame),)


def bare_names(codes: Sequence[Code]) -> bool:
    """Say whether codes are a plain list of names, with nothing that tells what they mean."""
    return not any(
        code.definition or code.include or code.examples or len(code.path) > 1 for code in codes
    )


def family_parts(code: Code, codebook: Codebook) -> tuple[Part, ...]:
    """Return a code's own parts and the names of all codes below it."""
    depth = len(code.path)
    below = [other for other in codebook.codes if other.path[:depth] == code.path and other != code]
    names = tuple(Part("below", other.name, f"{code.name}: {other.name}") for other in below)
    own = own_parts(code)
    return names if names and own[0].kind == "name" else own + names
