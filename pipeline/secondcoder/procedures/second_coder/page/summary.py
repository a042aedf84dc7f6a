"""The report's first page: what the machine did, in words and numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

from secondcoder.page.values import chosen, count, joined, quoted, whole
from secondcoder.procedures.second_coder.page.counting import distinct, grouped
from secondcoder.procedures.second_coder.page.learnt import kept_sentence, learnt_sentences
from secondcoder.procedures.second_coder.page.machines import (
    left_out,
    other_sentences,
    others,
)
from secondcoder.procedures.second_coder.page.nothing import (
    has_codebook,
    language_sentence,
    nothing_compared,
)
from secondcoder.procedures.second_coder.page.reconciliation import MOST_PEOPLE
from secondcoder.procedures.second_coder.page.words import seen_sentence, stance_sentence
from secondcoder.procedures.second_coder.tables.agreement_overall import (
    AGREEMENT_MACHINES_OVERALL,
)
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.comparison import (
    COMPARISON,
    SEEN,
    ComparisonRow,
    side_by_side,
)
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.procedures.second_coder.tables.themes import MATCHES, NEW_THEMES, THEMES
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import BUNDLED, in_words

NAMED = 3
"""Groups that the front names."""


def about(tables: Tables, run: Mapping[str, Any]) -> list[str]:
    """Say what this is, what the machine had seen, and what the study's stance makes of it."""
    ranked = (
        ", and ranked the codes of the codebook for each passage. " if tables[SUGGESTIONS] else ". "
    )
    read = (
        "A machine has read the passages of this study as a second coder would: it grouped them "
        f"into candidate themes{ranked}It suggests; people decide."
    )
    learnt = learnt_sentences(run) or [seen_sentence(chosen(run, "basis"))]
    seen = " ".join(learnt) if tables[SUGGESTIONS] else ""
    if has_codebook(tables) and not tables[SUGGESTIONS]:
        read, seen = _GROUPED, ""
    alone = tables[AGREEMENT_MACHINES_OVERALL] and not tables[SEEN]
    stance = "" if alone else _stance(run, compared=not nothing_compared(tables, run))
    said = (read, seen, kept_sentence(run), *other_sentences(run), stance, language_sentence(run))
    return [part for part in said if part]


_GROUPED = (
    "A machine has grouped the passages of this study into candidate themes. It suggested no "
    "codes: the study does without them ([suggest] machine = false)."
)


def _stance(run: Mapping[str, Any], *, compared: bool) -> str:
    because = chosen(run, "coefficients_because")
    return stance_sentence(chosen(run, "stance"), because=because, compared=compared)


def sentences(tables: Tables, run: Mapping[str, Any]) -> list[str]:
    """Return what was found, in five sentences at most."""
    told = [_themes(tables)]
    if tables[MATCHES] or any(code.relation for code in tables[CODES]):
        told.append(_matching(tables))
    if tables[NEW_THEMES]:
        told.append(_lacking(tables))
    if tables[SUGGESTIONS]:
        told.append(_suggested(tables))
    if tables[SEEN]:
        told += _compared(tables, run)
    return told


def _lacking(tables: Tables) -> str:
    groups = tables[NEW_THEMES]
    named = joined([quoted(group.label) for group in groups[:NAMED]])
    first = "the least explained: " if len(groups) > NAMED else ""
    return (
        f"{count(len(groups), 'group')} of passages "
        f"{'is' if len(groups) == 1 else 'are'} explained poorly by the codebook ({first}{named}). "
        "A hint to read, not a finding."
    )


def _themes(tables: Tables) -> str:
    passages, themes = tables[PASSAGES], tables[THEMES]
    tops, subs = (sum(theme.level == level for theme in themes) for level in (1, 2))
    none = sum(not passage.theme_id for passage in passages)
    documents = distinct(passage.document for passage in passages)
    voices = {(passage.document, passage.speaker) for passage in passages if passage.speaker}
    speakers = distinct(name for _, name in voices)
    by_name = " (told apart by name)" if speakers < len(voices) else ""
    by = f" by {count(speakers, 'speaker')}{by_name}" if speakers else ""
    below = f" with {count(subs, 'subtheme')} below them" if subs else ""
    return (
        f"{count(len(passages), 'passage')} of {count(documents, 'document')}"
        f"{by} were grouped into {count(tops, 'candidate theme')}{below}. "
        + (
            f"{count(none, 'passage')} {'is' if none == 1 else 'are'} in no theme."
            if none
            else "Every passage is in one."
        )
    )


def _matching(tables: Tables) -> str:
    new = sum(theme.relation == "new theme" for theme in tables[THEMES])
    relations = [code.relation for code in tables[CODES] if code.relation]
    lost = relations.count("code not found")
    found = len(relations) - lost
    subs = any(theme.level > 1 for theme in tables[THEMES])
    return (
        f"Of {count(len(relations), 'code')} compared with the themes, {whole(found)} "
        f"{'was' if found == 1 else 'were'} found among them and {whole(lost)} "
        f"{'was' if lost == 1 else 'were'} not. {whole(new)} of "
        f"{count(len(tables[THEMES]), 'theme')}{' and subthemes' if subs else ''} "
        f"{'answers' if new == 1 else 'answer'} to no code."
    )


def _with_suggestion(tables: Tables) -> int:
    return distinct(row.passage_id for row in tables[SUGGESTIONS] if row.suggested)


def _suggested(tables: Tables) -> str:
    passages = distinct(row.passage_id for row in tables[SUGGESTIONS])
    some = _with_suggestion(tables)
    if not some:
        return "The machine suggests no code for any passage."
    if some == passages:
        return f"The machine suggests at least one code for each of {count(passages, 'passage')}."
    return (
        f"The machine suggests at least one code for {whole(some)} of "
        f"{count(passages, 'passage')} and abstains on {whole(passages - some)}."
    )


def _compared(tables: Tables, run: Mapping[str, Any]) -> list[str]:
    """Return how people and machines compare: of several machines the first, and how many."""
    rows = grouped(side_by_side(tables[COMPARISON]), lambda row: row.beside or BUNDLED.label)
    labels = [] if left_out(run) else [BUNDLED.label]
    labels += [str(one["label"]) for one in others(run)]
    if not labels:
        return []
    said = _beside(tables, labels[0], rows.get(labels[0], ()))
    if len(labels) > 1:
        said += f" {count(len(labels) - 1, 'further machine')} stand" + (
            "s below." if len(labels) == 2 else " below."
        )
    return [said]


def _beside(tables: Tables, label: str, rows: Sequence[ComparisonRow]) -> str:
    tops = {code.code_id: code.top_id for code in tables[CODES]}
    by_person, by_machine = (
        {
            (row.passage_id, row.coder, tops[row.code_id])
            for row in rows
            if (row.human if people else row.machine)
        }
        for people in (True, False)
    )
    coders = sorted({row.coder for row in tables[SEEN]})
    machine = in_words(label)
    who = "" if machine == in_words("") else f"{machine[:1].upper()}{machine[1:]}: "
    begun = "set beside" if who else "Set beside"
    return (
        f"{who}{begun} the coding of {_people(coders)}, passage by code of the top level: both "
        f"gave the code {count(len(by_person & by_machine), 'time')}, only a person "
        f"{count(len(by_person - by_machine), 'time')}, only {machine} "
        f"{count(len(by_machine - by_person), 'time')}."
    )


def _people(coders: list[str]) -> str:
    return joined(coders) if len(coders) <= 2 * MOST_PEOPLE else f"{len(coders)} people"
