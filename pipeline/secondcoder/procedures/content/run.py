"""The imperative shell of a content analysis: reads, counts, writes the results as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from secondcoder import __version__
from secondcoder.embedding.cache import CachedEncoder
from secondcoder.embedding.models import find_model
from secondcoder.embedding.sentence_transformer import SentenceTransformerEncoder
from secondcoder.errors import SecondcoderError
from secondcoder.page.figures.style import figure_files
from secondcoder.procedures.content.page.build import build_content_page
from secondcoder.procedures.content.page.drawings import draw_figures, figure_list
from secondcoder.procedures.content.page.methods import build_content_methods
from secondcoder.procedures.content.source import CountsRead, is_table, read_counts, tables_of
from secondcoder.procedures.content.steps.analysis import (
    CANDIDATES,
    Themed,
    Wanted,
    analyse,
    choose_coder,
)
from secondcoder.procedures.content.steps.decided import OPEN, carried
from secondcoder.procedures.content.steps.records import Resolved
from secondcoder.procedures.content.tables.build import build_tables
from secondcoder.procedures.content.tables.columns import COUNTED, TABLES, to_csv
from secondcoder.procedures.content.tables.sheets import build_workbook
from secondcoder.procedures.second_coder.run import CACHE
from secondcoder.procedures.second_coder.steps.stages import Say
from secondcoder.protocols import Progress
from secondcoder.publish.frames import read_tables
from secondcoder.publish.record import RUNS, decisive, latest_run, read_record, sha256_of, to_json
from secondcoder.publish.store import check_target, recover_run, run_id, store_run
from secondcoder.records.coders import MACHINE
from secondcoder.records.study import StudyMaterial
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config

KIND = "content"
PREFIX = f"{KIND}-"
QUERIES = "queries.csv"
_MACHINE_COUNTED = {
    MACHINE: "Codes that the machine suggests from the codebook; no person applied them.",
    CANDIDATES: "The machine’s candidate themes, each passage in its own: groupings of similar "
    "passages, not codes that people applied.",
}


@dataclass(frozen=True, slots=True)
class Finished:
    """A content analysis as it lies on disk."""

    folder: Path
    record: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]


def run_content(
    path: Path,
    *,
    out: Path | None = None,
    wanted: Wanted | None = None,
    recorded: Mapping[str, Resolved] | None = None,
    say: Say = lambda _: None,
    progress: Progress | None = None,
) -> Finished:
    """Analyse a study's folder, or a table of counts, and store the results as a whole.

    Results go to ``runs/content-<id>/`` inside the study (beside the table), or become the folder
    ``out``. ``recorded`` are decisions on queries from a review, by the query's id.
    """
    asked = wanted or Wanted()
    if is_table(path):
        return _from_counts(path, out=out, by=asked.by)
    return _from_study(path, out=out, wanted=asked, recorded=recorded or {}, say=say, bar=progress)


def results_of(study: Path) -> list[Path]:
    """Return the content analyses of a study that lie in its ``runs``, the latest last."""
    found = [path.parent for path in (study / RUNS).glob(f"{PREFIX}*/run.json")]
    return sorted(found, key=lambda run: ((run / "run.json").stat().st_mtime_ns, run.name))


def read_content(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of a content analysis as text, as they are shown; absent ones are empty."""
    return {
        name: pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        if (folder / f"{name}.csv").is_file()
        else pd.DataFrame(columns=list(columns), dtype=str)
        for name, columns in TABLES.items()
    }


def _from_study(
    study: Path,
    *,
    out: Path | None,
    wanted: Wanted,
    recorded: Mapping[str, Resolved],
    say: Say,
    bar: Progress | None,
) -> Finished:
    say("Reading the study")
    loaded = load_config(study)
    config, folder = loaded.config, study if study.is_dir() else study.parent
    material = load_material(folder, config)
    material = replace(material, notices=(*loaded.notices, *material.notices))
    files = find_model(config.model.name, base=folder)
    coder, _ = choose_coder(material, wanted.coder)
    themed = _candidates(folder, material) if coder == CANDIDATES else None
    asked = {"content": asdict(wanted), "themes_of": themed.run_id if themed else ""}
    identity = PREFIX + run_id(decisive(material, config, files) | asked)
    target = out or folder / RUNS / identity
    recover_run(target)
    check_target(target)
    encoder = CachedEncoder(
        SentenceTransformerEncoder(files, batch_size=config.model.batch_size),
        (out or folder / RUNS) / CACHE,
        progress=bar,
    )
    found = analyse(material, config, encoder, wanted=wanted, themed=themed, say=say)
    say("Writing the results")
    rows, told = carried(found.queries, _earlier(folder, target), recorded)
    tables = build_tables(
        found,
        material.passages,
        notices=[*material.notices, *found.notices, *told],
        queries=rows,
        seed=config.seed,
    )
    record = {
        **_record(identity, config.title, _counted(found.coder)),
        "stance": config.stance,
        "coefficients_because": config.reconcile.coefficients_because,
        "coder": found.coder,
        "once": wanted.once,
        "by": [name for name, _ in found.by],
        "passages": len(material.passages),
        "documents": len(material.documents),
        "themes_of": themed.run_id if themed else "",
        "decisions": int((tables["queries"]["status"] != OPEN).sum()),
        "model": {"name": files.name, "fingerprint": files.fingerprint},
        "config": config.model_dump(mode="json"),
        "inputs": [{"path": path, "sha256": total} for path, total in material.inputs],
    }
    return _stored(target, tables, record, shown=config.shows_coefficients)


def _from_counts(path: Path, *, out: Path | None, by: tuple[str, ...]) -> Finished:
    read: CountsRead = read_counts(path, by=by)
    payload = {"sha256": read.sha256, "by": list(by), "version": __version__}
    identity = PREFIX + run_id(payload)
    counted = f"The numbers of codes that {read.path} states; the tool has seen no text."
    record = {
        **_record(identity, path.stem.replace("_", " ").capitalize(), counted),
        "coder": read.path,
        "by": list(by),
        "inputs": [{"path": read.path, "sha256": read.sha256}],
    }
    return _stored(out or path.parent / RUNS / identity, tables_of(read), record, shown=True)


def _record(identity: str, title: str, counted: str) -> dict[str, Any]:
    tool = {"name": "secondcoder", "version": __version__}
    return {"run_id": identity, "kind": KIND, "title": title, "tool": tool, "counted": counted}


def _counted(coder: str) -> str:
    """Return whose coding is counted, in a sentence."""
    return _MACHINE_COUNTED.get(coder, f"The coding of {coder}.")


def _stored(
    target: Path, tables: Mapping[str, pd.DataFrame], record: dict[str, Any], *, shown: bool
) -> Finished:
    kept = {
        name: table
        for name, table in tables.items()
        if (len(table) or name in {"summary", "counts"}) and (shown or name not in COUNTED)
    }
    files = {f"{name}.csv": to_csv(table) for name, table in kept.items()}
    drawn = draw_figures(tables)
    files |= figure_files(drawn)
    record["figures"] = figure_list(tables, drawn)
    files |= {
        "workbook.xlsx": build_workbook(tables, record),
        "report.html": build_content_page(tables, record, drawn).encode(),
        "methods.md": build_content_methods(tables, record).encode(),
    }
    record["outputs"] = {name: sha256_of(data) for name, data in sorted(files.items())}
    files["run.json"] = to_json(record)
    store_run(target, files)
    return Finished(target, record, tables)


def _earlier(folder: Path, target: Path) -> Sequence[pd.DataFrame]:
    """Return the tables of queries of earlier results, that which was written last at the end."""
    files = {run / QUERIES for run in (*results_of(folder), target)}
    there = sorted(
        (file for file in files if file.is_file()),
        key=lambda file: (file.stat().st_mtime_ns, file.as_posix()),
    )
    return [_queries(file) for file in there]


def _queries(file: Path) -> pd.DataFrame:
    table = pd.read_csv(file, dtype=str, keep_default_na=False)
    lost = [name for name in TABLES["queries"] if name not in table.columns]
    if lost:
        raise SecondcoderError(
            f"{file}: the column {lost[0]!r} is missing",
            hint="Fill in decision, by and memo and leave the other columns as they are.",
        )
    return table


def _candidates(folder: Path, material: StudyMaterial) -> Themed:
    """Return the candidate themes of the study's latest run, by its passages."""
    run = latest_run(folder)
    tables, record = read_tables(run), read_record(run)
    labels = dict(zip(tables["themes"]["theme_id"], tables["themes"]["label"], strict=True))
    ids = {passage.id for passage in material.passages}
    paths = {}
    for row in tables["passages"].to_dict("records"):
        path = tuple(labels[row[c]] for c in ("theme_id", "subtheme_id") if row[c] in labels)
        if path and row["passage_id"] in ids:
            paths[str(row["passage_id"])] = path
    if not paths:
        raise SecondcoderError(
            f"{run.name}: none of the run's candidate themes holds a passage of this study",
            hint=f"The study has changed since: run `secondcoder suggest {folder}` again.",
        )
    return Themed(str(record["run_id"]), paths)
