"""Decisions of earlier runs brought to the passages of this one, by content."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from secondcoder.decisions.store import StoredPassage
from secondcoder.passages.nearly import NearFinder
from secondcoder.procedures.second_coder.reviewed.material import Material, Passage, normal

MOVED, RECUT = "in a document of another name", "cut differently"
REWORDED = "worded differently"
ALTERED = frozenset({RECUT, REWORDED})
"""Ways in which a decision came to stand on other words: somebody should look at it again."""
_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Carried:
    """Where the passages that were decided on are now."""

    places: Mapping[str, tuple[Passage, ...]]
    """Present passages by the key they were decided under, where that differs from theirs."""
    how: Mapping[str, str]
    """By the same key: why the key differs."""
    lost: tuple[StoredPassage, ...]
    """Passages that are no longer in the study."""


def carry(stored: Mapping[str, StoredPassage], material: Material) -> Carried:
    """Find each stored passage in the run.

    One that is not there as it was is looked for under another document's name, if its words
    stand in one place only; then in its own document as a part or a whole of passages that were
    cut differently: the shorter of the two must make up the overlap; at last where the text of its
    document is most like it, as where a slip was mended (`NearFinder`), on the passages that lie
    there.
    """
    missing = [p for key, p in sorted(stored.items()) if key not in material.by_key]
    if not missing:
        return Carried({}, {}, ())
    by_words: dict[str, list[Passage]] = defaultdict(list)
    for passage in material.passages:
        by_words[normal(passage.text)].append(passage)
    places: dict[str, tuple[Passage, ...]] = {}
    how: dict[str, str] = {}
    lost = []
    for old in missing:
        same = by_words.get(normal(old.text), [])
        present = material.documents.get(old.document, [])
        recut = _recut(old, present)
        if len(same) == 1:
            places[old.key], how[old.key] = (same[0],), MOVED
        elif recut:
            places[old.key], how[old.key] = recut, RECUT
        elif reworded := _reworded(old, present):
            places[old.key], how[old.key] = reworded, REWORDED
        else:
            lost.append(old)
    return Carried(places, how, tuple(lost))


def _recut(old: StoredPassage, present: list[Passage]) -> tuple[Passage, ...]:
    """Return the passages that hold the old one, or whose every word the old one holds."""
    words = normal(old.text)
    if not words:
        return ()
    whole = [p for p in present if words in normal(p.text)]
    if whole:
        return (min(whole, key=lambda p: abs(p.start - old.start)),)
    parts = [p for p in present if len(normal(p.text)) > 1 and normal(p.text) in words]
    near = [p for p in parts if old.start - 1 <= p.start <= old.start + len(old.text) + 1]
    found = near or parts
    covered = sum(len(normal(p.text)) for p in found)
    return tuple(found) if covered >= _SHARE * len(words) else ()


def _reworded(old: StoredPassage, present: list[Passage]) -> tuple[Passage, ...]:
    """Return the passages where the document's text is most like the old one's, if it is enough.

    Of several such places the one nearest to the old place counts. A passage takes the decision if
    half of it lies there, or half of what lies there is its.
    """
    spans: list[tuple[int, int]] = []
    offset = 0
    for passage in present:
        spans.append((offset, offset + len(passage.text)))
        offset = spans[-1][1] + 1
    found = NearFinder("\n".join(p.text for p in present)).nearest(old.text) if present else []
    near = [
        passages
        for one in found
        if one.enough and (passages := _lying(one.start, one.end, spans, present))
    ]
    return min(near, key=lambda ps: abs(ps[0].start - old.start), default=())


def _lying(
    start: int, end: int, spans: list[tuple[int, int]], present: list[Passage]
) -> tuple[Passage, ...]:
    return tuple(
        passage
        for passage, (first, last) in zip(present, spans, strict=True)
        if (shared := min(end, last) - max(start, first)) > 0
        and shared >= _SHARE * min(last - first, end - start)
    )
