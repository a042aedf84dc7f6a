"""The paragraph of ``methods.md`` on how candidate themes were found."""

from collections.abc import Mapping
from typing import Any

from secondcoder.page.values import count
from secondcoder.procedures.notices import encoded_how
from secondcoder.procedures.second_coder.page.nothing import without_sight
from secondcoder.procedures.second_coder.page.words import by_bertopic, themes_learnt
from secondcoder.procedures.second_coder.tables.themes import THEMES
from secondcoder.publish.schema import Tables
from secondcoder.study.settings import BERTOPIC_HEEDS


def themes_paragraph(tables: Tables, run: Mapping[str, Any]) -> str:
    """Say what the passages were encoded with and grouped by, into how many themes."""
    config = run.get("config") or {}
    themes, model, tool = config.get("themes") or {}, run.get("model") or {}, run.get("tool") or {}
    versions = run.get("versions") or {}
    tops = sum(theme.level == 1 for theme in tables[THEMES])
    topics = by_bertopic(run)
    grouping = ("umap-learn", "hdbscan") if topics else ()
    names = (
        "bertopic",
        *grouping,
        "sentence-transformers",
        "scikit-learn",
        "scipy",
        "numpy",
        "torch",
    )
    used = ", ".join(f"{name} {versions[name]}" for name in names if name in versions)
    used_keys = [
        key
        for key in themes
        if (key in BERTOPIC_HEEDS if topics else key not in {"method", "basis", "min_topic_size"})
    ]
    settings = "; ".join(f"{key.replace('_', ' ')} {themes[key]}" for key in used_keys)
    learnt = (
        " by what they say and by codes learnt from human coding out of fold (so that themes meet "
        "codes is no independent finding)"
        if themes_learnt(run)
        else without_sight(tables, run)
    )
    return (
        f"{tool.get('name', 'secondcoder')} {tool.get('version', '')} encoded the passages with "
        f"{model.get('name', '')} (fingerprint {str(model.get('fingerprint', ''))[:12]})"
        f"{encoded_how(config.get('model') or {})} and "
        f"grouped them{_grouping(topics)} into {count(tops, 'candidate theme')}{learnt} "
        f"({settings}; seed {run.get('seed', 0)}; {used}). Everything ran on one computer; no text "
        "left it."
    )


def _grouping(topics: bool) -> str:
    if topics:
        return (
            ", by meaning, with BERTopic (Grootendorst 2022): its own UMAP and HDBSCAN, which put "
            "passages in sparse places into no theme,"
        )
    return (
        ", by meaning and by wording (runs of letters), as communities of a graph of nearest "
        "neighbours"
    )
