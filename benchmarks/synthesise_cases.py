"""Cases named by derived themes: how the synthesis does beside chance and a keyword.

Prints, on ``../shared/studies/case-studies`` and on two made-up sets of known answer
(``made_synthesis.py``), for several marks of likeness, precision and recall of the cases named,
mean F1 beside that of cases dealt out at random within each heading and that of a keyword; and what
comes of choosing the mark by the other headings (leave one heading out). The mark in use (0.9) was
chosen on the made-up set repair-cafes alone.
"""

import tempfile
from pathlib import Path

import numpy as np

from benchmarks.made_synthesis import SETS, write_set
from secondcoder.embedding.cache import CachedEncoder
from secondcoder.embedding.models import find_model
from secondcoder.embedding.sentence_transformer import SentenceTransformerEncoder
from secondcoder.passages.sentences import SpacySentences
from secondcoder.procedures.synthesis.records import NamedCases
from secondcoder.procedures.synthesis.source import load_source, read_derived, read_grid
from secondcoder.procedures.synthesis.steps.answers import answers_of, frames
from secondcoder.procedures.synthesis.steps.general_themes import find_general_themes
from secondcoder.procedures.synthesis.steps.heading_themes import find_heading_themes
from secondcoder.procedures.synthesis.steps.key_words import Stems
from secondcoder.procedures.synthesis.steps.likeness import (
    CUT_ACROSS,
    NEAR_ACROSS,
    likeness_of,
    vectors_of,
)
from secondcoder.procedures.synthesis.steps.named_cases import (
    SYNTHESIS,
    compare_named_cases,
    totals,
)
from secondcoder.study.assemble import load_material
from secondcoder.themes.candidates import Level
from secondcoder.themes.grammar import noun_phrases, passage_reader
from secondcoder.themes.labels import Name, choose_labels
from secondcoder.words import stop_words

STUDY = Path(__file__).resolve().parents[1] / ".." / "shared" / "studies" / "case-studies"
CACHE = Path(__file__).resolve().parents[1] / ".pytest_cache" / "vectors"
USED = 0.9
MARKS = (0.8, 0.85, 0.9, 0.95, 0.98)


def compared(study: Path) -> dict[float, tuple[tuple[NamedCases, ...], int, int]]:
    """Return for every mark the comparison, the themes under headings and the general themes."""
    loaded = load_source(study)
    grid, _ = read_grid(load_material(loaded.folder, loaded.config))
    derived, _ = read_derived(loaded.folder, loaded.config.codebook, grid)
    model = SentenceTransformerEncoder(find_model(loaded.config.model.names[0], base=study))
    encoder = CachedEncoder(model, CACHE, encoder_allowed=True)
    stops, can_stand, sentences = stop_words("en"), noun_phrases("en"), SpacySentences("en")
    answers = answers_of(grid, {}, sentences=sentences, stops=stops)
    frame = frames(grid, stops=stops, can_stand=can_stand)
    vectors = vectors_of(answers, encoder=encoder, stops=stops, frames=frame)
    stems = Stems(answers, stops, frame)

    reader = passage_reader("en", stops)

    def name(level: Level) -> list[Name]:
        return choose_labels(level, encoder=encoder, stops=stops, reader=reader)

    found = {}
    more = {"stems": stems, "stops": stops, "name": name}
    for mark in MARKS:
        likeness = likeness_of(answers, vectors, cut=mark, near=1 - 5 * (1 - mark))
        across = likeness_of(answers, vectors, cut=CUT_ACROSS, near=NEAR_ACROSS)
        themes = find_heading_themes(grid, answers, vectors, likeness, **more)
        general = find_general_themes(grid, themes, answers, vectors, across, **more)
        named = compare_named_cases(
            grid,
            derived,
            heading_themes=themes,
            general_themes=general,
            answers=answers,
            vectors=vectors,
            encoder=encoder,
            stops=stops,
            seed=0,
        )
        found[mark] = (named, len(themes), len(general))
    return found


def main() -> None:
    """Print the tables of all sets."""
    with tempfile.TemporaryDirectory() as folder:
        made = [write_set(Path(folder) / name, name) for name in SETS]
        for study in (STUDY, *made):
            if study.is_dir():
                print(f"\n{study.name}\n")
                _print(compared(study))


def _print(found: dict[float, tuple[tuple[NamedCases, ...], int, int]]) -> None:
    print(
        "| mark | themes | general | method | chosen by | precision | recall | mean F1 | by chance "
        "| beyond chance | p | beyond keyword |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for mark, (named, themes, general) in found.items():
        for row in totals(named):
            if row["method"] == SYNTHESIS or mark == USED:
                print(
                    f"| {mark} | {themes} | {general} | {row['method']} | {row['chosen_by']} | "
                    f"{row['precision']:.2f} | {row['recall']:.2f} | {row['mean_f1']:.2f} | "
                    f"{row['chance']:.2f} | {_apart(row, 'chance')} | {row['p']:.3f} | "
                    f"{_apart(row, 'keyword')} |"
                )
    for way in ("cases", "name"):
        scores = {
            mark: {
                (n.derived.heading, n.derived.name): n.f1
                for n in named
                if (n.method, n.chosen_by) == (SYNTHESIS, way)
            }
            for mark, (named, _, _) in found.items()
        }
        held = []
        for heading in dict.fromkeys(heading for heading, _ in scores[MARKS[0]]):
            best = max(
                MARKS,
                key=lambda mark: np.mean([v for (h, _), v in scores[mark].items() if h != heading]),
            )
            held += [value for (h, _), value in scores[best].items() if h == heading]
        print(f"mark chosen by the other headings, {way}: mean F1 {np.mean(held):.2f}")


def _apart(row: dict[str, str | int | float], what: str) -> str:
    value, low, high = (float(row[f"beyond_{what}{end}"]) for end in ("", "_low", "_high"))
    return "" if np.isnan(value) else f"{value:+.2f} [{low:+.2f}, {high:+.2f}]"


if __name__ == "__main__":
    main()
