"""What a plan fixes, read from settings and tables: for a study beforehand, and for a run. Pure."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from secondcoder.procedures.second_coder.reviewed.material import codebook_version
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.publish.schema import Tables

Items = Mapping[str, Any]
"""What was fixed, by the names of ``ITEMS``, as JSON holds it."""


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {_plain(one)}" for name, one in value.items()) or "the default"
    return "not set" if value is None else str(value)


def _level(value: Any) -> str:
    if value is None:
        return "every level of the codebook"
    return "its leaves" if value == "leaves" else f"level {value}"


def _pair(value: Any) -> str:
    return " and ".join(value) if value else "every pair"


def _coders(value: Any) -> str:
    return ", ".join(value) if value else "all who coded"


def _basis(value: Any) -> str:
    return {
        "codebook": "the codebook and the passages, no human coding",
        "coding": "the codebook and human coding, out of fold",
        "": "nothing: the machine of this program is left out",
    }[value]


def _per_passage(value: Any) -> str:
    return "the first code and those near it" if value is None else str(value)


def _margin(value: Any) -> str:
    return "none: no verdict on whether the machine is inferior" if value is None else str(value)


def _codes(value: Any) -> str:
    return f"{len(value)} codes of the codebook"


def _grid(value: Any) -> str:
    return _plain({name: one for name, one in value.items() if one is not None})


def _unit(value: Any) -> str:
    cut = "as the kind of file suggests" if value["unit"] is None else f"by {value['unit']}"
    rest = {name: one for name, one in sorted(value.items()) if name != "unit" and one is not None}
    settings = "; ".join(f"{name} = {one}" for name, one in rest.items())
    return f"passages, cut {cut}{f' ({settings})' if settings else ''}"


def _names(value: Any) -> str:
    return ", ".join(value) if value else "none"


def _digits(value: Any) -> str:
    return str(value)[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that a plan fixes."""

    label: str
    said: Callable[[Any], str] = _plain
    """How a value is said."""
    binds: bool = True
    """Whether a run that differs in it no longer keeps to the plan."""


ITEMS: Mapping[str, Item] = {
    "headline": Item(label="Headline coefficient"),
    "level": Item(label="Level that the headline is about", said=_level),
    "pair": Item(label="Coders that the headline is about", said=_pair),
    "coders": Item(label="People compared", said=_coders),
    "unit": Item(label="Unit", said=_unit),
    "overlap": Item(label="Share of a passage that a coded stretch must cover"),
    "codes": Item(label="Codes", said=_codes),
    "codebook": Item(label="Version of the codebook"),
    "margin": Item(label="Margin of non-inferiority", said=_margin),
    "epsilon": Item(label="Allowance of the alternative annotator test"),
    "major": Item(label="Share of documents from which a code is a major one"),
    "machine": Item(label="What the machine may see", said=_basis),
    "learn_from": Item(label="People it may learn from", said=_coders),
    "codes_a_passage": Item(label="Codes a passage", said=_per_passage),
    "threshold": Item(label="Confidence from which codes apply"),
    "risk": Item(label="Risk accepted"),
    "context": Item(label="Where codes may hold on from passage to passage"),
    "machines": Item(label="Other machines", said=_names),
    "seed": Item(label="Seed"),
    "encoder": Item(label="Encoder"),
    "encoder_files": Item(label="Hash of the encoder’s files", said=_digits),
    "grid": Item(label="Grid of settings for the specification curve", said=_grid),
    "passages": Item(label="Material", binds=False),
    "material": Item(label="Hash of the passages", binds=False),
    "program": Item(label="Version of this program", binds=False),
}


def items_of(tables: Tables, record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a run does in all that a plan fixes.

    ``record`` is ``run.json``, or what it would say of the study before any run; of the tables
    those of codes and passages are read.
    """
    config = record.get("config") or {}
    sections = {name: config.get(name) or {} for name in ("suggest", "reconcile", "comparison")}
    suggest, reconcile, comparison = sections.values()
    inside = [row for row in tables[CODES] if row.in_codebook]
    passages, model = tables[PASSAGES], record.get("model") or {}
    documents = len({row.document for row in passages})
    return {
        "headline": comparison.get("headline") or "mv-alpha",
        "level": comparison.get("level"),
        "pair": comparison.get("pair"),
        "coders": reconcile.get("coders"),
        "unit": dict(config.get("passages") or {"unit": None}),
        "overlap": reconcile.get("overlap"),
        "codes": [row.code_id for row in inside],
        "codebook": codebook_version(inside),
        "margin": comparison.get("margin"),
        "epsilon": reconcile.get("epsilon"),
        "major": comparison.get("major"),
        "machine": suggest.get("basis", "codebook") if suggest.get("machine", True) else "",
        "learn_from": suggest.get("learn_from"),
        "codes_a_passage": suggest.get("codes_a_passage"),
        "threshold": suggest.get("threshold"),
        "risk": suggest.get("risk"),
        "context": suggest.get("context"),
        "machines": sorted(one["label"] for one in record.get("machines") or ()),
        "seed": record.get("seed"),
        "encoder": model.get("name"),
        "encoder_files": model.get("fingerprint"),
        "grid": dict(comparison.get("grid") or {}),
        "passages": f"{len(passages)} passages of {documents} documents",
        "material": hash_of([row.passage_id for row in passages])[:12],
        "program": (record.get("tool") or {}).get("version"),
    }


def hash_of(content: object) -> str:
    """Return the sha256 of what JSON can hold; the order of keys does not matter."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def said(name: str, value: Any) -> str:
    """Return a value of an item in words; ``not stated`` where a plan has none."""
    try:
        return ITEMS[name].said(value)
    except (TypeError, KeyError, ValueError, AttributeError):
        return "not stated" if value is None else str(value)


def differing(before: Items, after: Items, *, binding: bool = False) -> list[str]:
    """Return the names of items in which two plans, or a plan and a run, differ.

    With ``binding`` only those without which a run no longer keeps to the plan.
    """
    return [
        name
        for name, item in ITEMS.items()
        if (item.binds or not binding) and before.get(name) != after.get(name)
    ]


def changes_in_words(before: Items, after: Items, *, names: Sequence[str]) -> list[str]:
    """Return for each named item what was and what is."""
    return [
        f"{ITEMS[name].label}: {said(name, before.get(name))} → {said(name, after.get(name))}"
        for name in names
        if name != "codes" or before.get("codebook") == after.get("codebook")
    ]
