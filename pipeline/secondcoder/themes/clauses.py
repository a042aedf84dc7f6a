"""Clauses of a passage that stand by themselves: a line in participants' words is one of these.

A clause has a finite verb with its subject before it and all that the verb is not complete without;
what asks, what hangs on a word before it and what breaks off is none.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from secondcoder.words import is_content, words_of

SHORTEST, LONGEST = 4, 10
"""Words of a clause that is shown for a theme."""
FEWEST_CONTENT = 2
"""Words of its own that a clause must hold. Not measured."""

_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
VERBS = _FINITE | {"VB", "VBG", "VBN"}
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_BEFORE_VERB = _SUBJECTS | {"aux", "auxpass", "neg"}
_AFTER_VERB = frozenset(
    {"dobj", "attr", "acomp", "prt", "prep", "agent", "advmod", "xcomp", "ccomp", "neg", "oprd"}
    | {"dative", "npadvmod", "advcl"}
)
_COMPLEMENTS = frozenset({"dobj", "attr", "acomp", "prt", "xcomp", "ccomp", "oprd", "dative"})
"""What a verb is not complete without."""
_RELATIVE = frozenset({"WDT", "WP", "WP$", "WRB"})
_OPENERS = frozenset({"CC", "UH"})
_CLOSERS = _OPENERS | {"IN", "DT", "TO", "WDT", "WP", "PRP$"}
_REASONS = frozenset({"so", "because", "cos", "cause", "then", "well"})
_CONNECTIVES = _REASONS | {"whether"}
_BETWEEN_MARKS = re.compile(r"[^.!?;:,()\[\]\"“”«»„…\n–—]+[.!?]?")


def clauses_of(doc: Any) -> Iterator[tuple[int, int]]:
    """Yield what stands between two marks and has a subject and verb, and verbs with theirs."""
    for sentence in doc.sents:
        if sentence.text.rstrip(" \n\"'”’").endswith("?"):
            continue
        verbs = [t for t in sentence if _makes_statement(t)]
        for start, end in between_marks(doc.text, sentence.start_char, sentence.end_char):
            span = doc.char_span(start, end, alignment_mode="contract")
            if span is not None and span.root in verbs:
                first, after = _trimmed(doc, span.start, span.end)
                if all(first <= t.i < after for t in (span.root, *_subjects(span.root))):
                    yield _place(doc, first, after)
        for verb in verbs:
            yield from _around(doc, verb)


def _is_subject(token: Any) -> bool:
    return token.dep_ in _SUBJECTS and token.left_edge.tag_ not in _RELATIVE


def _subjects(verb: Any) -> list[Any]:
    return [child for child in verb.children if _is_subject(child)]


def _makes_statement(verb: Any) -> bool:
    """Say whether a verb has its subject before it, with no question word and no helper first.

    “How do you tell them” asks, also where the sentence ends in a full stop.
    """
    subjects = _subjects(verb)
    expletive = any(subject.dep_ == "expl" for subject in subjects)
    several = len(subjects) > 1 and not expletive  # taken for one sentence, and begun anew within
    if not subjects or several or _hangs(verb) or not _is_finite(verb) or verb.dep_ == "relcl":
        return False
    first = min(subject.left_edge.i for subject in subjects)
    helped = any(child.dep_ in {"aux", "auxpass"} and child.i < first for child in verb.lefts)
    asked = any(child.left_edge.tag_ in _RELATIVE for child in verb.lefts)
    return (first < verb.i or expletive) and not helped and not asked


def _hangs(verb: Any) -> bool:
    """Say whether a verb hangs on an “if” or the like, also one before the verb it is joined to.

    “If …” or “whether …” says nothing alone; “because …” does, and so does what somebody thinks
    “that”.
    """
    marks = {child.lower_ for child in verb.lefts if child.dep_ == "mark"}
    marks -= _REASONS if verb.dep_ == "advcl" else _REASONS | {"that"}
    return bool(marks) or (verb.dep_ == "conj" and _hangs(verb.head))


def _is_finite(verb: Any) -> bool:
    """Say whether a verb makes a sentence, as “the young ones staying” has none that does."""
    helpers = (child.tag_ for child in verb.children if child.dep_ in {"aux", "auxpass"})
    taken_for_participle = verb.tag_ == "VBN" and verb.dep_ == "ROOT"
    return verb.tag_ in _FINITE or taken_for_participle or not _FINITE.isdisjoint(helpers)


def _around(doc: Any, verb: Any) -> Iterator[tuple[int, int]]:
    """Yield a verb with its subject, its complements and as much of what follows as fits."""
    before = [child.left_edge.i for child in verb.lefts if child.dep_ in _BEFORE_VERB]
    first = min([verb.i, *before])
    after = list(takewhile(lambda child: child.dep_ in _AFTER_VERB, verb.rights))
    ends = [verb.i, *(child.right_edge.i for child in after)]
    needed = max((n for n, child in enumerate(after, 1) if child.dep_ in _COMPLEMENTS), default=0)
    last = after[needed - 1].i if needed else verb.i
    for end in reversed(ends[needed:]):
        begin, stop = _trimmed(doc, first, end + 1)
        if last < stop and len(words_of(doc[begin:stop].text)) <= LONGEST:
            yield _place(doc, begin, stop)
            return


def _place(doc: Any, first: int, after: int) -> tuple[int, int]:
    return doc[first].idx, doc[after - 1].idx + len(doc[after - 1])


def _trimmed(doc: Any, first: int, after: int) -> tuple[int, int]:
    while after > first and not _may_begin(doc[first]):
        first += 1
    while after > first and not _may_end(doc[after - 1]):
        after -= 1
    return first, after


def _may_begin(token: Any) -> bool:
    joins = token.tag_ in _OPENERS or token.lower_ in _CONNECTIVES
    that = token.lower_ == "that" and token.tag_ in {"IN", "WDT"}
    within = token.i > 0 and not token.nbor(-1).whitespace_ and token.nbor(-1).text[-1:].isalnum()
    return not (token.is_punct or token.is_space or joins or that or within)


def _may_end(token: Any) -> bool:
    open_ended = token.tag_ in _CLOSERS or token.lemma_ == "be"
    return not (token.is_punct or token.is_space or open_ended)


def between_marks(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield where what stands between two marks lies, trimmed; questions are left out."""
    for match in _BETWEEN_MARKS.finditer(text, start, len(text) if end is None else end):
        part = match.group()
        if part.endswith("?"):
            continue
        inner = part.rstrip(".! \t")
        begin = match.start() + len(inner) - len(inner.lstrip())
        if inner.strip():
            yield begin, match.start() + len(inner)


def fits(clause: str, stops: frozenset[str]) -> bool:
    """Say whether a clause is neither too long nor too short and says something."""
    words = words_of(clause)
    own = sum(is_content(word, stops) for word in words)
    return SHORTEST <= len(words) <= LONGEST and own >= FEWEST_CONTENT and "\n" not in clause
