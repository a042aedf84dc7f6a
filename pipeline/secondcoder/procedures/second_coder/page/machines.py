"""The machines of a run in words: which coded, what they are, and what they had seen."""

from collections.abc import Mapping, Sequence
from typing import Any

from secondcoder.page.values import count, joined, whole
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import BUNDLED, MACHINE, in_words

LEFT_OUT = "The program’s own suggestions of codes were left out of this study."
UNKNOWN_SIGHT = "[what it had seen: not stated]"


def others(run: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what ``run.json`` says of other machines than the bundled one."""
    return list(run.get("machines") or [])


def left_out(run: Mapping[str, Any]) -> bool:
    """Return whether the study does without the bundled machine."""
    suggest = (run.get("config") or {}).get("suggest") or {}
    return suggest.get("machine") is False


def machine_names(tables: Tables, run: Mapping[str, Any]) -> list[str]:
    """Return how sentences name the machines that coded, the bundled one first."""
    bundled = [BUNDLED.label] if tables[SUGGESTIONS] else []
    return [in_words(label) for label in (*bundled, *(str(one["label"]) for one in others(run)))]


def short(label: str) -> str:
    """Return how a table of the page names a machine: as a sentence, without the article."""
    return in_words(label).removeprefix("the ")


def second_name(label: str, kind: str) -> str:
    """Return how a sentence names the second of two coders."""
    return in_words(label) if kind == MACHINE else label


def two_coders(first: str, second: str, kind: str) -> str:
    """Return how a table names a person and who is beside them: a person may be called as it is."""
    return f"{first} – {second_name(second, kind)}"


def several(rows: Sequence[str]) -> bool:
    """Return whether labels of machines name any but the bundled one."""
    return bool({*rows} - {"", BUNDLED.label})


def other_sentences(run: Mapping[str, Any]) -> list[str]:
    """Say of each other machine what it is, what it had seen and how much it coded."""
    return [
        f"The codes of {in_words(str(one['label']))} were read from a table: "
        f"{version_of(one)}{sight_of(one)}; {count(one['codings'], 'coding')} on "
        f"{count(one['passages_seen'], 'passage')} seen{_lost(one)}."
        for one in others(run)
    ]


def version_of(machine: Mapping[str, Any]) -> str:
    """Return name and version, where the version is known."""
    version = str(machine["version"])
    return f"{machine['name']}, version {version}; " if version else f"{machine['name']}; "


def sight_of(machine: Mapping[str, Any]) -> str:
    """Return what the machine had seen, or that the study does not say."""
    saw = str(machine["saw"]).rstrip(".")
    return f"it had seen: {saw}" if saw else UNKNOWN_SIGHT


def _lost(machine: Mapping[str, Any]) -> str:
    return f", {whole(machine['unplaced'])} more could not be placed" if machine["unplaced"] else ""


def machines_paragraph(run: Mapping[str, Any], *, compared: bool, counted: bool) -> list[str]:
    """Return what a paper says of other machines: what they are, and how they were compared.

    ``compared`` is whether people are beside them, ``counted`` whether coefficients are given.
    """
    told = other_sentences(run)
    if not told:
        return []
    if compared:
        apart = ", and agreement among machines is given apart" if counted else ""
        told.append(
            "A machine’s codes count as a machine’s whoever made the table: each was compared with "
            f"people in the same way, and none was learnt from{apart}."
        )
    return [" ".join([*told, "[How its answers were obtained: prompt, settings, date.]"])]


def blind_to(machines: Sequence[str]) -> str:
    """Return to which machines people may have been blind, as the end of a sentence."""
    return f" and to {joined(list(machines))}" if machines else ""
