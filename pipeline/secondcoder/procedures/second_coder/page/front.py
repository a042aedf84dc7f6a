"""The front of the report: two screens that say what was understood, found, and comes next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Picture, grid, picture
from secondcoder.page.values import count, decimal, interval, with_interval
from secondcoder.procedures.second_coder.figures.headline import (
    Headline,
    Pair,
    headline_of_pairs,
)
from secondcoder.procedures.second_coder.page.headline import headline_of
from secondcoder.procedures.second_coder.page.nothing import has_codebook
from secondcoder.procedures.second_coder.tables.advice import NEXT_PASSAGES
from secondcoder.procedures.second_coder.tables.agreement_overall import (
    AGREEMENT_BASELINES,
    AGREEMENT_OVERALL,
)
from secondcoder.procedures.second_coder.tables.comparison import SEEN
from secondcoder.procedures.second_coder.tables.divergences import DIVERGENCES
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.procedures.second_coder.tables.themes import NEW_THEMES
from secondcoder.procedures.understood_page import Understood, understood_view
from secondcoder.publish.schema import Tables
from secondcoder.records.account import ALARM

CHECKS = 2
"""What is to be checked beside alarms, on the front; the rest stands in its section."""
_NO_PAIR = "No two people coded the same passages"
STUDY = "STUDY"
"""What commands call the study's folder: a result does not know where it lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something to do next."""

    text: str
    command: str = ""
    link: str = ""
    called: str = ""
    """The words of the link."""


def front_view(
    tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn], *, reflexive: bool
) -> dict[str, object]:
    """Return what the front shows beside sentences and the figure of themes."""
    account = understood_view(tables)
    shown, further = _concerns(account)
    coefficient, named = headline_of(run)
    overall, trivial = tables[AGREEMENT_OVERALL], tables[AGREEMENT_BASELINES]
    headline = headline_of_pairs(overall, trivial, coefficient)
    return {
        "concerns": shown,
        "further": further,
        "understood": [(one.heading, one.summary) for one in account.kinds] if account else [],
        "agreement": "" if reflexive else _agreement(headline, named=named),
        "agreement_picture": None if reflexive else _picture(headline, drawn),
        "steps": list(_steps(tables, alarmed=any(kind == ALARM for kind, _, _ in shown))),
    }


def _concerns(account: Understood | None) -> tuple[list[tuple[str, str, str]], int]:
    """Return every alarm and the first of what is to be checked, and how much more there is."""
    concerns = account.concerns if account else ()
    alarms = [one for one in concerns if one[0] == ALARM]
    checks = [one for one in concerns if one[0] != ALARM]
    return [*alarms, *checks[:CHECKS]], len(checks[CHECKS:])


def _agreement(headline: Headline, *, named: bool) -> str:
    """Say the headline of each pair; what people reach with each other is the yardstick."""
    beside = [pair for pair in headline.pairs if pair.with_machine]
    people = [pair for pair in headline.pairs if not pair.with_machine]
    if not headline.pairs:
        return ""
    why = "named in study.toml" if named else "the coefficient this program leads with"
    said = [
        f"{headline.coefficient[:1].upper()}{headline.coefficient[1:]} ({why}), top level of codes."
    ]
    if beside:
        said.append(f"{_values(beside)}.")
    if people and beside:
        said.append(f"The yardstick is what people reach with each other: {_values(people)}.")
    elif people:
        said.append(f"{_values(people)}.")
    else:
        alone = len({pair.first for pair in beside}) == 1
        why = "Only one person’s coding is compared" if alone else _NO_PAIR
        said.append(f"{why}, so there is no yardstick of people.")
    return " ".join(said)


def _values(pairs: list[Pair]) -> str:
    said = [
        f"{one.first} with {one.second} {with_interval(decimal(one.value), one.low, one.high)}"
        for one in pairs
    ]
    return "; ".join(said)


def _picture(headline: Headline, drawn: Mapping[str, Drawn]) -> Picture | None:
    data = [(one.who, decimal(one.value), interval(one.low, one.high)) for one in headline.pairs]
    alone = any(one.low is None for one in headline.pairs)
    none = all(one.low is None for one in headline.pairs)
    return picture(
        drawn.get("headline"),
        alt=f"Dots with intervals: {headline.coefficient} of each pair of coders.",
        caption="Dots are values; no interval could be given."
        if none
        else "Dots are values, bars their 95 % intervals over documents"
        + (" where one could be given." if alone else "."),
        data=grid("Headline", ("Coders", headline.coefficient, "95 %"), data, numeric=(1, 2)),
    )


def _steps(tables: Tables, *, alarmed: bool) -> Iterator[Step]:
    """Yield what there is to do, the most urgent first."""
    if alarmed:
        yield Step(
            text="Put right what is marked as alarm above, then run again:",
            command=f"secondcoder suggest {STUDY}",
        )
    if not has_codebook(tables):
        yield Step(
            text="Read the themes and their passages; a codebook under [codebook] in study.toml "
            "would be set beside them:",
            link="#themes",
            called="candidate themes",
        )
    if tables[NEW_THEMES]:
        groups = count(len(tables[NEW_THEMES]), "group")
        yield Step(
            text=f"Read {groups} of passages that no code fits well:",
            link="#lacking",
            called="what your codebook may lack",
        )
    if bool(tables[SEEN]) and bool(tables[DIVERGENCES]):
        apart = count(len({one.passage_id for one in tables[DIVERGENCES]}), "passage")
        yield Step(
            text=f"Decide on {apart} where readings part:", command=f"secondcoder review {STUDY}"
        )
    elif tables[SUGGESTIONS] and not tables[SEEN]:
        yield Step(
            text="Code some passages without sight of the suggestions:",
            command=f"secondcoder review {STUDY}",
        )
    if tables[NEXT_PASSAGES]:
        yield Step(text="See which passages to code next:", link="#next", called="the list")
    yield Step(
        text="For the paper: methods and results to adapt,", link="methods.md", called="methods.md"
    )
    yield Step(
        text="For Word: methods, tables, checklists and the passages of each code as .docx:",
        command=f"secondcoder report {STUDY} --documents",
    )
