"""The tables of what to code next and of what coding has brought."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from secondcoder.publish.frames import frame
from secondcoder.records.advice import Advice
from secondcoder.records.study import StudyMaterial


def advice_tables(
    material: StudyMaterial, advice: Advice, labels: Mapping[str, str]
) -> dict[str, pd.DataFrame]:
    """Return the three tables by their names; each is empty where there is nothing to say."""
    passages = {passage.id: passage for passage in material.passages}
    rows = (
        _fields(one)
        | {"code": labels[one.code_id]}
        | {name: getattr(passages[one.passage_id], name) for name in _OF_PASSAGE}
        for one in advice.passages
    )
    return {
        "next_passages": frame("next_passages", rows),
        "next_documents": frame("next_documents", map(_fields, advice.documents)),
        "learning_curve": frame("learning_curve", map(_fields, advice.curve)),
    }


_OF_PASSAGE = ("document", "speaker", "text")


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}
