"""Reporting checklists and disclosure of machine assistance, answered where the run knows.

Items are told in our own words. Lists whose text could not be read are named as not done.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from secondcoder.page.values import chosen, count, joined
from secondcoder.procedures.second_coder.page.counting import distinct
from secondcoder.procedures.second_coder.page.machines import others, sight_of
from secondcoder.procedures.second_coder.page.words import seen_sentence
from secondcoder.procedures.second_coder.tables.agreement_overall import AGREEMENT_OVERALL
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.reviewed import DECISIONS
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.procedures.second_coder.tables.themes import THEMES
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import PERSON

OPEN = "[to be told]"
COREQ = (
    "COREQ, domain 3 (items that concern coding): Tong, Sainsbury & Craig (2007), International "
    "Journal for Quality in Health Care 19:349–357"
)
SRQR = (
    "SRQR (items that concern coding): O’Brien, Harris, Beckman, Reed & Cook (2014), Academic "
    "Medicine 89:1245–1251"
)
GRRAS = "GRRAS: Kottner and others (2011), Journal of Clinical Epidemiology 64:96–106"
DISCLOSURE = "Disclosure of machine assistance"
NOT_DONE = (
    (
        "The twenty questions of “Generative AI in Qualitative Research and Related "
        "Transparency Problems” (10.1177/16094069251404329): only its abstract could be read. "
        "The disclosure above speaks to what the abstract asks for: the machine’s role, data "
        "storage, its part in coding and in grouping, and the record of what people did with it."
    ),
    "STARD-AI: its items could not be read.",
    (
        "COREQ items 1 to 23 and the items of SRQR that do not concern coding: the program knows "
        "nothing of them."
    ),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One item of a list."""

    item: str
    asked: str
    said: str
    """What the run can say; ``OPEN`` where it cannot."""
    row: str
    """The file and row that the answer rests on."""


def answered(tables: Tables, run: Mapping[str, Any]) -> dict[str, list[Answer]]:
    """Return the answers of each list, by its name with its source."""
    known = _Known(tables, run)
    return {
        DISCLOSURE: list(_disclosure(known)),
        COREQ: list(_coreq(known)),
        SRQR: list(_srqr(known)),
        GRRAS: list(_grras(known)) if known.compared else [],
    }


class _Known:
    """What the run knows, in sentences."""

    def __init__(self, tables: Tables, run: Mapping[str, Any]) -> None:
        self.run = run
        coding = (run.get("coding") or {}).get("by_coder") or []
        self.coders = [str(one["coder"]) for one in coding]
        self.others = others(run)
        self.compared = bool(tables[AGREEMENT_OVERALL])
        self.people = any(pair.second_is == PERSON for pair in tables[AGREEMENT_OVERALL])
        self.suggested = bool(tables[SUGGESTIONS])
        documents = distinct(passage.document for passage in tables[PASSAGES])
        self.material = (
            f"{count(len(tables[PASSAGES]), 'passage')} of {count(documents, 'document')}"
        )
        book = [code for code in tables[CODES] if code.in_codebook]
        levels = max((code.level for code in book), default=0)
        defined = sum(bool(code.definition) for code in book)
        self.tree = (
            f"{count(len(book), 'code')} at {count(levels, 'level')}, {defined} with a definition"
            if book
            else ""
        )
        self.themes = sum(theme.level == 1 for theme in tables[THEMES])
        self.decided = len(tables[DECISIONS])
        self.deciders = sorted({row.reviewer for row in tables[DECISIONS]})
        tool, model = run.get("tool") or {}, run.get("model") or {}
        self.tool = f"{tool.get('name', '')} {tool.get('version', '')}".strip()
        self.model = str(model.get("name", ""))

    @property
    def who(self) -> str:
        """The coders, people before machines."""
        machines = ["the machine of this program"] if self.suggested else []
        machines += [str(one["label"]) for one in self.others]
        if not self.coders and not machines:
            return ""
        people = count(len(self.coders), "person", "people")
        named = f" ({joined(self.coders)})" if 0 < len(self.coders) <= _NAMED else ""
        beside = f", and {joined(machines)}" if machines else ""
        return f"{people}{named}{beside}"

    @property
    def saw(self) -> str:
        """What the machine had seen."""
        if not self.suggested:
            return "It had seen the passages only; it suggested no codes."
        return seen_sentence(chosen(self.run, "basis"))


_NAMED = 12


def _disclosure(known: _Known) -> Iterator[Answer]:
    kind = (
        f"{known.tool}. An encoder ({known.model}) places passages by meaning, and statistics "
        "group and compare them. It is no generative model: it writes no text, answers no prompt, "
        "and every line it shows is from the material or the codebook."
    )
    yield Answer("1", "What kind of machine was used", kind, "run.json: tool, model, versions")
    for one in known.others:
        said = f"{one['label']}: version {one['version'] or OPEN}; {sight_of(one)}"
        yield Answer("1", "Another machine, read from a table", said, "run.json: machines")
        asked = "How its answers were obtained: prompts, settings, date, where the data went"
        yield Answer("1", asked, OPEN, "")
    role = f"Grouped {known.material} into {count(known.themes, 'candidate theme')}" + (
        " and suggested codes from the codebook" if known.suggested else ""
    )
    yield Answer("2", "What it did", f"{role}.", "themes.csv, suggestions.csv")
    yield Answer("3", "What it had seen", known.saw, "run.json: basis, trained_on")
    where = (
        "On the researcher’s own computer, without a network: nothing was sent anywhere or "
        "kept elsewhere by this program."
    )
    yield Answer("4", "Where data were processed and kept", where, "")
    decided = (
        f"{count(known.decided, 'decision')} by {joined(known.deciders)} are recorded"
        if known.decided
        else "No decision of a person on its suggestions is recorded in this run"
    )
    yield Answer("5", "What people did with what it suggested", f"{decided}.", "decisions.csv")
    yield Answer("6", "Whether people coded before they saw its output", OPEN, "")
    again = f"Seed {known.run.get('seed', 0)}; the same files and versions give the same bytes."
    yield Answer("7", "Whether it can be repeated", again, "run.json: seed, versions, inputs")
    held = (
        "Agreement with people and, beside it, of people with each other"
        if known.people
        else "Agreement with one person; no yardstick of two people"
        if known.compared
        else ""
    )
    files = "agreement_overall.csv, agreement_baselines.csv" if held else ""
    yield Answer("8", "How good it was here", f"{held}." if held else OPEN, files)
    yield Answer("9", "Participants’ consent to machine processing; ethics review", OPEN, "")


def _coreq(known: _Known) -> Iterator[Answer]:
    yield _either("24", "Number of data coders", known.who, "run.json: coding, machines")
    yield _either("25", "Description of the coding tree", known.tree, "codes.csv")
    derived = (
        "Codes come from the codebook; candidate themes were derived from the passages without it"
        if known.tree
        else "Candidate themes were derived from the passages"
    )
    yield Answer("26", "Derivation of themes", f"{derived}. How people’s came about: {OPEN}", "")
    yield Answer("27", "Software", known.tool, "run.json: tool, versions")
    yield Answer("28", "Participant checking", OPEN, "")
    yield Answer(
        "29",
        "Quotations presented and identified",
        "Exemplars word for word with document and speaker",
        "codebook.csv, passages.csv",
    )
    yield Answer("30", "Data and findings consistent", OPEN, "")
    yield Answer("31, 32", "Clarity of major and minor themes", OPEN, "")


def _srqr(known: _Known) -> Iterator[Answer]:
    yield Answer("12", "Units of study", known.material, "passages.csv, understood.csv")
    processed = "Texts were cut into passages as set under [passages]"
    yield Answer("13", "Data processing", f"{processed}. Transcription, anonymising: {OPEN}", "")
    yield _either("14", "Data analysis: who coded, and how", known.who, "run.json: coding")
    trust = (
        "Coders compared with each other"
        if known.people
        else "A person’s coding compared with a machine’s"
        if known.compared
        else ""
    )
    if known.decided:
        trust = f"{trust}; decisions kept as a record with chained hashes".strip("; ")
    yield _either("15", "Techniques to enhance trustworthiness", trust, "agreement_overall.csv")
    yield Answer("16", "Synthesis and interpretation", OPEN, "")
    yield Answer("17", "Links to empirical data", "Passages of every code, with place", "pages/")


def _grras(known: _Known) -> Iterator[Answer]:
    yield Answer("1", "Agreement named in title or abstract", OPEN, "")
    yield _either("2", "The instrument: the codebook", known.tree, "codes.csv")
    yield Answer("3", "Subjects of interest: whose talk", OPEN, "")
    yield Answer("4", "Raters of interest", OPEN, "")
    yield Answer("5", "What is known already, and why this study", OPEN, "")
    sized = f"{known.material}; {known.who}"
    yield Answer("6", "Number of raters and subjects, and why", f"{sized}. Why: {OPEN}", "seen.csv")
    yield Answer("7", "How the sample was drawn", OPEN, "")
    yield Answer("8", "The rating process: training, what raters knew, blinding", OPEN, "")
    alone = "The machine knew no coding of the passage it coded" if known.suggested else OPEN
    yield Answer("9", "Whether ratings were independent", f"{alone}. People: {OPEN}", "run.json")
    yield Answer(
        "10", "Statistical analysis", "Formulas and sources", "definitions.csv, methods.md"
    )
    yield Answer("11", "Raters and subjects that were included", sized, "seen.csv")
    yield Answer("12", "Characteristics of raters and subjects", OPEN, "")
    estimates = "Coefficients with 95 % intervals over documents"
    yield Answer("13", "Estimates with their uncertainty", estimates, "agreement_overall.csv")
    yield Answer("14", "Practical relevance", OPEN, "")
    yield Answer("15", "Detailed results", "All counts, and scripts that recompute", "recompute.py")


def _either(item: str, asked: str, said: str, row: str) -> Answer:
    return Answer(item, asked, said or OPEN, row if said else "")
