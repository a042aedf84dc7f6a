"""Which candidate theme stands for which code, and what is left over on either side.

Themes are compared with the codes at the top of the tree and subthemes with the codes at its
leaves; in a codebook without levels, both with all codes. Where people coded and the test of
``agreement/themes_tested.py`` can be made, it alone decides which pairs are related. Otherwise
cut-offs decide: conventions of this project, stated wherever relations are shown, not findings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients import binary
from secondcoder.protocols import Encoder, Floats
from secondcoder.records.alignment import AlignedPair
from secondcoder.records.codes import Code, Codebook
from secondcoder.records.results import Match, Matching, Theme
from secondcoder.suggesting.entries import family_parts, own_parts

NEAR = 0.4
"""Cosine at which a theme and a code may be called a match without any coding. A convention; not
measured against people's judgement."""
FAR = 0.2
"""Least cosine at which a theme's nearest code is its match, if codes fit its passages. A
convention, not measured."""
STANDS_OUT = 1.0
"""And by how many standard deviations it must exceed the theme's mean likeness to all codes. A
convention, not measured."""
KAPPA = 0.2
"""Least kappa of membership and human coding for a match where coding exists and cannot be tested:
in documents of one passage there is nothing to shift. A convention (docs/agreement.md), not
measured."""
INSIDE = 0.5
"""Share of a theme's passages that must carry a code for the theme to be a part of the code. As in
``agreement/study/relations.py``: a convention, not measured."""

ORDER = ("matches", "splits", "merges", "overlaps")
"""Relations, the strongest first."""


@dataclass(frozen=True, slots=True)
class Applied:
    """Human coding for the comparison: which codes hold for which passages that were seen."""

    passages: tuple[str, ...]
    codes: tuple[str, ...]
    held: NDArray[np.bool_]
    """Shape ``(passages, codes)``, codes above included."""


def match_themes(
    themes: Sequence[Theme],
    vectors: Mapping[str, Floats],
    codebook: Codebook,
    *,
    encoder: Encoder,
    applied: Applied | None = None,
    tested: Sequence[AlignedPair] = (),
    new: frozenset[str] = frozenset(),
) -> Matching:
    """Compare themes with codes; ``vectors`` gives a passage's unit vector by its id.

    ``tested`` pairs decide the relations of the themes that they name. Where nothing was tested,
    a theme in ``new`` (by id), whose passages no code fits, is related to none.
    """
    found = {(pair.theme_id, pair.code_id): pair for pair in tested}
    matches: list[Match] = []
    theme_relations: list[tuple[str, str]] = []
    code_relations: dict[str, str] = {}
    for level in (1, 2):
        of_level = [theme for theme in themes if theme.level == level]
        codes = codes_of_level(codebook, level)
        table = _Table.of(
            of_level,
            codes,
            vectors,
            codebook,
            encoder=encoder,
            applied=applied,
            tested=found,
            new=new,
        )
        matches += table.matches()
        theme_relations += table.theme_relations()
        for code_id, relation in table.code_relations():
            if code_relations.get(code_id, "code not found") == "code not found":
                code_relations[code_id] = relation
    for code in codebook.codes:
        code_relations.setdefault(code.id, "not compared")
    by_order = tuple((code.id, code_relations[code.id]) for code in codebook.codes)
    return Matching(tuple(matches), tuple(theme_relations), by_order)


def codes_of_level(codebook: Codebook, level: int) -> tuple[Code, ...]:
    """Return the codes that themes of a level are compared with."""
    deep = any(len(code.path) > 1 for code in codebook.codes)
    if not deep:
        return codebook.codes
    if level == 1:
        return tuple(code for code in codebook.codes if len(code.path) == 1)
    return tuple(code for code in codebook.leaves if len(code.path) > 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """All themes of one level against the codes they are compared with."""

    themes: Sequence[Theme]
    codes: Sequence[Code]
    similarity: NDArray[np.float64]
    kappa: NDArray[np.float64]
    """NaN where there is no coding or no value."""
    inside: NDArray[np.float64]
    """Share of the theme's seen passages that carry the code; NaN without coding."""
    tested: Mapping[tuple[str, str], AlignedPair]
    """Empty where nothing could be tested."""
    new: frozenset[str]
    """Themes whose passages no code fits."""

    @classmethod
    def of(
        cls,
        themes: Sequence[Theme],
        codes: Sequence[Code],
        vectors: Mapping[str, Floats],
        codebook: Codebook,
        *,
        encoder: Encoder,
        applied: Applied | None,
        tested: Mapping[tuple[str, str], AlignedPair],
        new: frozenset[str],
    ) -> "_Table":
        shape = (len(themes), len(codes))
        missing = np.full(shape, np.nan)
        if not themes or not codes:
            return cls(
                themes=themes,
                codes=codes,
                similarity=np.zeros(shape),
                kappa=missing,
                inside=missing,
                tested={},
                new=new,
            )
        own = {theme.id for theme in themes}
        here = {pair: one for pair, one in tested.items() if pair[0] in own}
        centres = np.stack([_centre([vectors[p] for p in theme.passages]) for theme in themes])
        entries = _entries(codes, codebook, encoder)
        kappa, inside = _overlap(themes, codes, applied) if applied else (missing, missing)
        similarity = (centres @ entries.T).astype(np.float64)
        return cls(
            themes=themes,
            codes=codes,
            similarity=similarity,
            kappa=kappa,
            inside=inside,
            tested=here,
            new=new,
        )

    def _by_test(self, name: str) -> NDArray[np.object_]:
        """Return one attribute of the tested pairs, shape ``(themes, codes)``."""
        found = np.empty(self.similarity.shape, dtype=object)
        for i, theme in enumerate(self.themes):
            for j, code in enumerate(self.codes):
                found[i, j] = getattr(self.tested[theme.id, code.id], name)
        return found

    @property
    def related(self) -> NDArray[np.bool_]:
        """Which pairs stand out: by kappa where there is coding, else by likeness of meaning."""
        if self.similarity.size == 0:
            return np.zeros(self.similarity.shape, dtype=bool)
        if self.tested:
            return self._by_test("kept").astype(bool)
        if not np.isnan(self.kappa).all():
            return (np.nan_to_num(self.kappa, nan=-1.0) >= KAPPA) | (
                (np.nan_to_num(self.inside) >= INSIDE) & (np.nan_to_num(self.kappa, nan=-1.0) > 0)
            )
        spread = self.similarity.std(axis=1, keepdims=True)
        stands_out = self.similarity.mean(axis=1, keepdims=True) + STANDS_OUT * spread
        clear = (self.similarity >= NEAR) & (self.similarity >= stands_out)
        best = self.similarity == self.similarity.max(axis=1, keepdims=True)
        fits = np.array([[theme.id not in self.new] for theme in self.themes])
        related: NDArray[np.bool_] = fits & (clear | (best & (self.similarity >= FAR)))
        return related

    @property
    def assigned(self) -> NDArray[np.bool_]:
        """The one-to-one assignment of greatest total, kept where the pair is related."""
        if self.tested:
            return self._by_test("assigned").astype(bool)
        from scipy.optimize import linear_sum_assignment

        chosen = np.zeros(self.similarity.shape, dtype=bool)
        if chosen.size:
            worth = np.where(np.isnan(self.kappa), self.similarity, self.kappa)
            chosen[linear_sum_assignment(worth, maximize=True)] = True
        return chosen & self.related

    def relations(self) -> NDArray[np.object_]:
        """Return the relation of every pair, seen from the theme.

        ``splits``: several themes lie within one code; ``merges``: one theme spans several codes;
        ``overlaps``, only where tested: more in common than chance gives, and none of these.
        """
        if self.tested:
            names = self._by_test("relation")
            names[names == ""] = "near"
            return names
        related, assigned = self.related, self.assigned
        several_themes = related.sum(axis=0, keepdims=True) > 1
        several_codes = related.sum(axis=1, keepdims=True) > 1
        names = np.full(related.shape, "near", dtype=object)
        names[related & several_codes] = "merges"
        names[related & several_themes & ~several_codes] = "splits"
        names[assigned] = "matches"
        return names

    def matches(self) -> list[Match]:
        relations, assigned = self.relations(), self.assigned
        return [
            Match(
                theme_id=theme.id,
                code_id=code.id,
                similarity=float(self.similarity[i, j]),
                overlap_kappa=None if np.isnan(self.kappa[i, j]) else float(self.kappa[i, j]),
                relation=str(relations[i, j]),
                assigned=bool(assigned[i, j]),
            )
            for i, theme in enumerate(self.themes)
            for j, code in enumerate(self.codes)
        ]

    def theme_relations(self) -> list[tuple[str, str]]:
        relations = self.relations()
        return [
            (theme.id, _strongest(relations[i], none="new theme"))
            for i, theme in enumerate(self.themes)
        ]

    def code_relations(self) -> list[tuple[str, str]]:
        relations = self.relations()
        return [
            (code.id, _strongest(relations[:, j], none="code not found"))
            for j, code in enumerate(self.codes)
        ]


def _strongest(relations: NDArray[np.object_], *, none: str) -> str:
    found = set(relations.tolist())
    return next((name for name in ORDER if name in found), none)


def _centre(rows: Sequence[Floats] | Floats) -> Floats:
    mean: Floats = np.mean(rows, axis=0)
    unit: Floats = mean / max(float(np.linalg.norm(mean)), 1e-12)
    return unit


def _entries(codes: Sequence[Code], codebook: Codebook, encoder: Encoder) -> Floats:
    """Return the centre of each code's name and parts, its family's if it has no text of its own.

    All texts are encoded together; the shape is ``(codes, dimensions)``.
    """
    texts = []
    for code in codes:
        own = own_parts(code)
        parts = own if own[0].kind != "name" else family_parts(code, codebook)
        texts.append([code.name, *[part.framed for part in parts]])
    rows = encoder.encode([text for of_code in texts for text in of_code])
    ends = np.cumsum([len(of_code) for of_code in texts])
    return np.stack([_centre(part) for part in np.split(rows, ends[:-1])])


def _overlap(
    themes: Sequence[Theme], codes: Sequence[Code], applied: Applied
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return kappa and the share of theme inside code over seen passages; NaN where undefined."""
    row = {passage: index for index, passage in enumerate(applied.passages)}
    column = {code: index for index, code in enumerate(applied.codes)}
    kappa = np.full((len(themes), len(codes)), np.nan)
    inside = np.full((len(themes), len(codes)), np.nan)
    for i, theme in enumerate(themes):
        member = np.zeros(len(row), dtype=bool)
        member[[row[passage] for passage in theme.passages if passage in row]] = True
        for j, code in enumerate(codes):
            held = applied.held[:, column[code.id]]
            value = binary.cohen_kappa(binary.two_by_two(member, held)).value
            kappa[i, j] = np.nan if value is None else value
            inside[i, j] = held[member].mean() if member.any() else np.nan
    return kappa, inside
