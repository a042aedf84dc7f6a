"""Candidate themes, how they match codes, and what the codebook may lack."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.second_coder.tables.common import CodeId, CodeLabel, ThemeId, ThemeLabel
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.results import Matching, NewTheme, Theme
from secondcoder.records.study import StudyMaterial

KeyPhrases = Annotated[
    tuple[str, ...], Column("Phrases that set it apart, best first.", width=36, words=True)
]
ExemplarText = Annotated[
    str, Column("The passage nearest to its centre, word for word.", width=60, words=True)
]
Exemplars = Annotated[
    tuple[str, ...], Column("Ids of the passages nearest to its centre, nearest first.", width=30)
]
InVivo = Annotated[
    str,
    Column(
        "In participants' words: a clause of one of its most central passages, word for word.",
        width=50,
        words=True,
    ),
]
InVivoPassage = Annotated[str, Column("Id of the passage that the clause stands in.")]
Cohesion = Annotated[float, Column("Mean cosine of its passages to its centre, −1 to 1.")]
Stability = Annotated[
    float,
    Column(
        "How far the same group comes back when seeds and samples change, 0 to 1: mean Jaccard "
        "overlap with the best-matching group (Hennig 2007)."
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRow:
    """A candidate theme or subtheme."""

    theme_id: ThemeId
    level: Annotated[int, Column("1 for themes, 2 for subthemes.")]
    parent_id: Annotated[str, Column("The theme that a subtheme belongs to.")]
    label: ThemeLabel
    key_phrases: KeyPhrases
    passages: Annotated[int, Column("Number of its passages.")]
    documents: Annotated[int, Column("Documents that they lie in.")]
    speakers: Annotated[int, Column("Speakers who say them, by document.")]
    cohesion: Cohesion
    stability: Stability
    relation: Annotated[
        str,
        Column("Relation to the codebook: matches, splits, merges, overlaps, new theme.", width=17),
    ]
    exemplars: Exemplars
    exemplar_text: ExemplarText
    stability_seeds: Annotated[float, Column("Stability over runs with other seeds.")]
    stability_samples: Annotated[float, Column("Stability over random samples of passages.")]
    name: Annotated[
        str,
        Column(
            "Its own name: a phrase that several of its passages hold; empty if they share none.",
            width=34,
            words=True,
        ),
    ]
    in_vivo: InVivo
    in_vivo_passage: InVivoPassage
    coheres: Annotated[
        bool,
        Column(
            "Whether its passages are clearly more alike than random groups of as many (one in a "
            "thousand would be)."
        ),
    ]


def labels_apart(themes: Sequence[ThemeRow]) -> dict[str, str]:
    """Return what each theme is called by its id; of one name, a subtheme is called so."""
    own = Counter(theme.label for theme in themes)
    tops = {theme.label for theme in themes if theme.level == 1}
    labels = {theme.theme_id: theme.label for theme in themes}
    called = {}
    for theme in themes:
        above = labels.get(theme.parent_id, "")
        if own[theme.label] == 1 or theme.level == 1:
            called[theme.theme_id] = theme.label
        elif theme.label in tops and above in {"", theme.label}:
            called[theme.theme_id] = f"{theme.label} (subtheme)"
        else:
            called[theme.theme_id] = f"{theme.label} (in {above})"
    return called


THEMES = Table(
    "themes",
    ThemeRow,
    "Candidate themes and, below them, subthemes: groups of passages that are near in meaning. A "
    "group is a proposal to look at, not a finding.",
    sheet="Themes",
    key="theme_id",
    links={"parent_id": "Themes", "exemplars": "Passages", "in_vivo_passage": "Passages"},
)


def theme_rows(
    material: StudyMaterial, themes: Sequence[Theme], matching: Matching | None
) -> Iterator[ThemeRow]:
    """Yield every theme and subtheme."""
    texts = {passage.id: passage.text for passage in material.passages}
    relations = dict(matching.theme_relations) if matching else {}
    for theme in themes:
        yield row_of(
            ThemeRow,
            theme,
            theme_id=theme.id,
            passages=len(theme.passages),
            relation=relations.get(theme.id, ""),
            exemplar_text=texts[theme.exemplars[0]] if theme.exemplars else "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRow:
    """A theme beside a code."""

    theme_id: ThemeId
    code_id: CodeId
    code: CodeLabel
    similarity: Annotated[
        float, Column("Cosine between the theme's centre and the code's entry, −1 to 1.")
    ]
    overlap_kappa: Annotated[
        float | None,
        Column(
            "Cohen's kappa of lying in the theme and carrying the code, over passages that people "
            "saw; empty without coding.",
            counted=True,
        ),
    ]
    relation: Annotated[
        str,
        Column("matches, splits, merges, overlaps; near: shown for comparison only.", width=17),
    ]
    assigned: Annotated[bool, Column("Whether the pair is part of the one-to-one assignment.")]
    theme: ThemeLabel


MATCHES = Table(
    "matches",
    MatchRow,
    "How candidate themes relate to the codes of the codebook. ‘near’ pairs are shown for "
    "comparison only.",
    sheet="Matches",
    links={"theme_id": "Themes", "code_id": "Codebook"},
)


def match_rows(
    themes: Sequence[Theme], matching: Matching | None, labels: Mapping[str, str]
) -> Iterator[MatchRow]:
    """Yield every pair of theme and code that was looked at; ``labels`` are codes' by id."""
    names = {theme.id: theme.label for theme in themes}
    for match in matching.matches if matching else ():
        yield row_of(
            MatchRow, match, code=labels[match.code_id], theme=names.get(match.theme_id, "")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewThemeRow:
    """A group of passages that the codebook explains poorly."""

    theme_id: ThemeId
    label: ThemeLabel
    key_phrases: KeyPhrases
    passages: Annotated[int, Column("Number of its passages.")]
    documents: Annotated[int, Column("Documents that they lie in.")]
    explained: Annotated[
        float | None,
        Column(
            "Mean confidence of its passages' first codes against the median of all (1: as usual).",
            counted=True,
        ),
    ]
    cohesion: Cohesion
    stability: Stability
    source: Annotated[
        str,
        Column(
            "theme, subtheme, or passages that no code fits: a group beside the themes.", width=50
        ),
    ]
    exemplar_text: ExemplarText
    passage_ids: Annotated[tuple[str, ...], Column("Ids of its passages.", width=40)]
    exemplars: Exemplars
    in_vivo: InVivo
    in_vivo_passage: InVivoPassage


NEW_THEMES = Table(
    "new_themes",
    NewThemeRow,
    "What the codebook may lack: groups of passages that no code fits well, the least explained "
    "first. A hint to read, not a finding; docs/quality.md says how often such hints are right.",
    sheet="May be lacking",
    links={"theme_id": "Themes", "exemplars": "Passages", "in_vivo_passage": "Passages"},
)


def new_theme_rows(material: StudyMaterial, found: Sequence[NewTheme]) -> Iterator[NewThemeRow]:
    """Yield the groups as given."""
    texts = {passage.id: passage.text for passage in material.passages}
    for group in found:
        theme = group.theme
        yield row_of(
            NewThemeRow,
            theme,
            theme_id=theme.id,
            passages=len(theme.passages),
            explained=group.explained,
            source=group.source,
            exemplar_text=texts[theme.exemplars[0]] if theme.exemplars else "",
            passage_ids=theme.passages,
        )
