"""A whole procedure with one table and one page: one folder, and nothing else has to change."""

import dataclasses
import json
from collections import Counter
from typing import Annotated

from made import write_study
from secondcoder.procedures.shell import begun
from secondcoder.publish.manifest import verified
from secondcoder.publish.results import open_result, publish_result, results_of
from secondcoder.publish.schema import Column, Table, Tables
from secondcoder.publish.sheets import sheets_of
from secondcoder.publish.workbook import build_book
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config

# tables/


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WordRow:
    word: Annotated[str, Column("A word of the texts.", words=True)]
    passages: Annotated[int, Column("Passages that hold it.")]


WORDS = Table("words", WordRow, "Words by the number of passages.", sheet="Words")

# steps/


def counted(passages):
    return Counter(word for passage in passages for word in set(passage.text.lower().split()))


# run.py


def run_lexicon(study):
    loaded = load_config(study)
    material = load_material(loaded.folder, loaded.config)
    with begun(loaded, material, kind="lexicon", prefix="lexicon-") as work:
        counts = counted(work.material.passages)
        rows = [WordRow(word=word, passages=number) for word, number in counts.most_common(20)]
        tables = Tables([WORDS], {WORDS: rows})
        record = work.record({"longest": max(counts)}, config={})
        made = {
            "report.html": f"<h1>{len(rows)} words</h1>".encode(),
            "workbook.xlsx": build_book(sheets_of(tables), record, about=()),
        }
        publish_result(work.target, tables=tables, record=record, made=made)
    return work.target


def test_a_fourth_procedure_needs_one_folder(fake_model, tmp_path):
    study = write_study(tmp_path / "study")
    target = run_lexicon(study)
    assert results_of(study, "lexicon") == [target]
    result = open_result(target, [WORDS])
    assert len(result.tables[WORDS]) == 20
    record = json.loads(verified(target)["run.json"])
    assert (record["form"], record["kind"], record["run_id"]) == (2, "lexicon", target.name)
    assert {"python", "numpy", "transformers"} <= set(record["versions"])
    assert run_lexicon(study) == target
