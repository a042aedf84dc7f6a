"""Groups of passages that stand beside each other, before and after they are named."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from secondcoder.protocols import Floats
from secondcoder.records.results import Theme
from secondcoder.records.text import Passage
from secondcoder.themes.candidates import Level
from secondcoder.themes.labels import Name

_NO_LEVEL = Level(texts=(), centres=np.empty((0, 0), np.float32))


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups that stand beside each other: themes without a name, their rows, what names them.

    The level may hold more groups after these, which they are named apart from.
    """

    themes: tuple[Theme, ...] = ()
    rows: tuple[list[int], ...] = ()
    level: Level = _NO_LEVEL
    central: tuple[tuple[str, ...], ...] = ()
    """Ids of each theme's passages, from the most central on."""

    def divide(self, passages: int) -> bool:
        """Say whether they divide a theme of so many passages: one that is most of it does not."""
        return len(self.rows) > 1 or any(2 * len(rows) <= passages for rows in self.rows)

    def named(self, names: Sequence[Name]) -> list[Theme]:
        """Return the themes with their names; names of groups after them are left out."""
        own = names[: len(self.themes)]
        return [
            replace(
                theme,
                label=name.label,
                name=name.name,
                key_phrases=name.key_phrases,
                in_vivo=name.in_vivo.text if name.in_vivo else "",
                in_vivo_passage=ids[name.in_vivo.passage] if name.in_vivo else "",
            )
            for theme, name, ids in zip(self.themes, own, self.central, strict=True)
        ]


def theme_id(passages: Sequence[str], level: int) -> str:
    """Return the id of a grouping: a hash of its level and its passages' ids."""
    text = "\x1f".join([str(level), *sorted(passages)])
    return "t" + hashlib.sha256(text.encode()).hexdigest()[:10]


def unnamed_theme(
    passages: Sequence[Passage],
    *,
    cohesion: float,
    coheres: bool,
    exemplars: tuple[str, ...],
    by_seed: float,
    by_sample: float,
) -> Theme:
    """Return a theme of level 1 of these passages, without a name."""
    ids = tuple(passage.id for passage in passages)
    return Theme(
        id=theme_id(ids, 1),
        level=1,
        parent_id="",
        label="",
        key_phrases=(),
        passages=ids,
        documents=len({passage.document for passage in passages}),
        speakers=len(_speakers(passages)),
        cohesion=cohesion,
        coheres=coheres,
        stability=(by_seed + by_sample) / 2,
        exemplars=exemplars,
        stability_seeds=by_seed,
        stability_samples=by_sample,
    )


def by_centrality(vectors: Floats, centre: Floats, rows: list[int]) -> list[int]:
    """Return rows from the nearest to the centre on."""
    order = np.lexsort((np.array(rows), -np.round(vectors @ centre, 6)))
    return [rows[place] for place in order]


def unit(vector: Floats) -> Floats:
    """Return a vector of unit length."""
    result: Floats = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return result


def _speakers(passages: Sequence[Passage]) -> set[tuple[str, str]]:
    return {(passage.document, passage.speaker) for passage in passages if passage.speaker}
