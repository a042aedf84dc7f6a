"""A made-up study of 60 passages with all that is hostile to tables, workbooks and pages."""

import hashlib
import itertools
import random
from collections import namedtuple

import numpy as np

from secondcoder.procedures.second_coder.page.build import build_report
from secondcoder.procedures.second_coder.page.drawings import draw_figures
from secondcoder.procedures.second_coder.page.listings import listing_pages
from secondcoder.procedures.second_coder.page.words import shows_coefficients
from secondcoder.procedures.second_coder.steps.stages import Results
from secondcoder.procedures.second_coder.tables.build import build_tables
from secondcoder.procedures.second_coder.tables.declared import TABLES
from secondcoder.procedures.second_coder.tables.sheets import build_workbook
from secondcoder.publish.csv_files import read_csv, to_csv
from secondcoder.publish.schema import Tables
from secondcoder.records.agreement import (
    CodeAgreement,
    Comparison,
    OverallAgreement,
    Reconciliation,
)
from secondcoder.records.coders import BUNDLED, Person
from secondcoder.records.codes import Code, Codebook, Coding, HumanCoding, Unplaced
from secondcoder.records.results import (
    Abstention,
    Evidence,
    Match,
    Matching,
    NewTheme,
    Suggestion,
    Suggestions,
    Theme,
)
from secondcoder.records.study import Notice, StudyMaterial
from secondcoder.records.text import Document, Passage

HOSTILE = (
    '<script>alert("x")</script> & <b onclick=y>bold</b>',
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2+3, she said; then “quoted”, and a new line\nfollowed.",
    "مرحبا بالعالم، هذا نص من اليمين إلى اليسار",
    "We laughed 😂👩🏽‍🌾 and cost us $5 and $6 for the bus",
    "{{ 7 * 7 }} {% raw %}",
    "https://example.org/a?b=c&d",
    "NA",
)
LONG = "A very long label that goes on " * 13
_SAID = (
    "We used to meet in the hall every week, and people came because somebody asked them in person",
    "The bus stopped running at six, so older members could not come to anything in the evening",
    "I think the funding ended just when folk had begun to trust us, and that was hard",
    "Nobody wrote it down at the time, which I regret, because the numbers say so little about it",
    "My neighbour brought seeds and her recipes, and it turned from a class into something of ours",
    "They sent a form of twelve pages for two hundred pounds and wanted it back by the Friday",
)
_TREE = {
    "Getting there": ("Bus times", "Cost of travel", "Lifts from neighbours"),
    "Trust": ("Being asked in person", "Broken promises"),
    "Money and forms": ("Short grants", "Paperwork"),
    "Making it ours": ("Food", "Skills shared"),
    "Evidence & <record>": ("Stories", "Numbers"),
    "Digital access": ("Devices",),
}
_THEMES = (
    "bus stopped running",
    "asked them in person",
    "a form of twelve pages",
    "seeds and recipes",
    "the numbers say so little",
    LONG.strip(),
    "مرحبا بالعالم",
    "<i>cost</i> us $5 and $6 😂",
)


def _id(*parts):
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:12]


def codebook():
    codes = []
    for top, below in _TREE.items():
        codes.append(
            Code(
                id=_id(top),
                path=(top,),
                definition=f"Talk of {top.lower()} in any form.",
                facets=(),
            )
        )
        codes += [
            Code(
                id=_id(top, name),
                path=(top, name),
                definition=f"What is said about {name.lower()}.",
            )
            for name in below
        ]
    return Codebook(tuple(codes))


def passages(count=60):
    made, at = [], {}
    for number in range(count):
        document = f"Group {number % 5 + 1}"
        said = f"{_SAID[number % 6]}. {_SAID[(number * 5 + 2) % 6]}."
        text = HOSTILE[number] if number < len(HOSTILE) else said
        start = at.get(document, 0)
        at[document] = start + len(text) + 1
        made.append(
            Passage(
                id=_id(document, start, text),
                document=document,
                case=f"Case {number % 3}",
                speaker=("Ana", "Ben <Chair>", "Chloé", "")[number % 4],
                heading="What helped" if number % 2 else "",
                question="What helped you to take part?" if number % 2 else "",
                time="",
                position=number // 5 + 1,
                start=start,
                end=start + len(text),
                text=text,
                source_id=str(number),
                attributes=(("id", f"Q{number}"), ("document", "a.csv"), ("Alter", "=40+2")),
            )
        )
    return tuple(made)


def material(*, coded=True):
    cut = passages()
    names = sorted({p.document for p in cut})
    documents = tuple(
        Document(name=n, text="\n".join(p.text for p in cut if p.document == n), blocks=())
        for n in names
    )
    unplaced = (
        Unplaced(
            coder="Mira",
            code="Food",
            quote="=never said",
            source="coding.csv, row 9",
            reason="the quote is absent",
        ),
    )
    first = cut[0]
    human = HumanCoding(
        coders=("Mira", "Tom"),
        codings=(
            Coding(
                coder="Mira",
                code_id=_id("Trust"),
                document=first.document,
                start=first.start,
                end=first.end,
            ),
        ),
        seen={"Mira": frozenset(p.id for p in cut)},
        outside_codebook=(Code(id=_id("Weather"), path=("Weather",)),),
        unplaced=unplaced,
    )
    return StudyMaterial(
        title="Taking part in rural places <pilot> & more",
        documents=documents,
        passages=cut,
        codebook=codebook() if coded else None,
        coding=human if coded else None,
        notices=(
            Notice("inferred", "Turns by ‘Interviewer’ are taken as a moderator’s.", "a.docx"),
            Notice("skipped", "=HYPERLINK(1) is not a passage", "b.csv, row 2"),
        ),
        inputs=(("a.csv", "0" * 64),),
    )


def themes(cut):
    sizes = (14, 11, 9, 7, 6, 4, 3, 2)
    made, start = [], 0
    for number, (size, label) in enumerate(zip(sizes, _THEMES, strict=True)):
        ids = tuple(p.id for p in cut[start : start + size])
        start += size
        top = Theme(
            id=_id("theme", label),
            level=1,
            parent_id="",
            label=label,
            key_phrases=(label[:30], "the hall", "week"),
            passages=ids,
            documents=min(size, 5),
            speakers=min(size, 3),
            cohesion=0.71 - number / 20,
            stability=0.93 - number / 11,
            exemplars=ids[:3],
        )
        made.append(top)
        if size >= 9:
            half = ids[: size // 2]
            made.append(
                Theme(
                    id=_id("sub", label),
                    level=2,
                    parent_id=top.id,
                    label=f"{label}, evenings",
                    key_phrases=("evening",),
                    passages=half,
                    documents=3,
                    speakers=2,
                    cohesion=0.8,
                    stability=0.66,
                    exemplars=half[:3],
                )
            )
    return tuple(made)


def new_themes(cut, found):
    """A subtheme and a group beside the themes, with hostile words in both."""
    below = next(one for one in found if one.level == 2)
    ids = tuple(p.id for p in cut[3:40:9])
    beside = Theme(
        id=_id("beside"),
        level=1,
        parent_id="",
        label="<u>nobody asked</u> & left",
        key_phrases=("=1+1", "nobody asked"),
        passages=ids,
        documents=4,
        speakers=3,
        cohesion=0.44,
        stability=0.5,
        exemplars=ids[1:3],
    )
    return (
        NewTheme(beside, 0.2131, "passages that no code fits"),
        NewTheme(below, 0.4149, "subtheme"),
    )


def matching(found):
    tops = [t for t in found if t.level == 1]
    code = {name: _id(name) for name in _TREE}
    rows = (
        (0, "Getting there", 0.71, 0.62, "matches", True),
        (1, "Trust", 0.64, 0.55, "matches", True),
        (2, "Money and forms", 0.58, None, "splits", True),
        (5, "Money and forms", 0.41, 0.2, "splits", False),
        (3, "Making it ours", 0.52, 0.31, "merges", True),
        (3, "Evidence & <record>", 0.44, 0.28, "merges", False),
        (4, "Trust", 0.21, -0.04, "near", False),
    )
    matches = tuple(
        Match(
            theme_id=tops[t].id,
            code_id=code[c],
            similarity=similarity,
            overlap_kappa=kappa,
            relation=relation,
            assigned=assigned,
        )
        for t, c, similarity, kappa, relation, assigned in rows
    )
    kinds = ("matches", "matches", "splits", "merges", "new theme", "splits")
    relations = tuple(
        (t.id, kind) for t, kind in itertools.zip_longest(tops, kinds, fillvalue="new theme")
    )
    of_codes = ("matches", "matches", "splits", "merges", "merges", "code not found")
    return Matching(matches, relations, tuple(zip(code.values(), of_codes, strict=True)))


def suggestions(cut, found):
    leaves = codebook().leaves
    dice = random.Random(4)  # noqa: S311 - made-up numbers
    ranked, abstained = [], []
    for number, passage in enumerate(cut):
        top = dice.uniform(0.2, 0.95)
        for rank in range(1, 11):
            code = leaves[(number + rank) % len(leaves)]
            confidence = round(top / rank, 4)
            evidence = Evidence(
                entry_part="definition",
                entry_text=code.definition,
                words=("bus", "six") if number % 3 else ("~transport", "~evening"),
                theme_id=found[0].id if number % 4 == 0 else "",
                neighbours=((cut[(number + 7) % 60].id, 0.734), (cut[(number + 9) % 60].id, 0.61)),
            )
            ranked.append(
                Suggestion(
                    passage_id=passage.id,
                    rank=rank,
                    code_id=code.id,
                    confidence=confidence,
                    suggested=confidence >= 0.45,
                    basis="codebook",
                    evidence=evidence,
                )
            )
        if top < 0.45:
            reason = "no code reaches the threshold" if number % 2 else "fewer than four words"
            abstained.append(Abstention(passage.id, reason))
    return Suggestions(
        ranked=tuple(ranked), abstentions=tuple(abstained), basis="codebook", threshold=0.45
    )


def cells(cut):
    dice = random.Random(7)  # noqa: S311 - made-up numbers
    tops = [code for code in codebook().codes if len(code.path) == 1]
    return tuple(
        Cell(p.id, code.id, coder, truth, dice.random() < (0.7 if truth else 0.1))
        for coder in ("Mira", "Tom")
        for p in cut
        for code in tops
        for truth in [dice.random() < 0.25]
    )


def agreement(made):
    per_code = []
    coders = sorted({c.coder for c in made})
    for coder, code in itertools.product(coders, dict.fromkeys(c.code_id for c in made)):
        mine = [c for c in made if c.coder == coder and c.code_id == code]
        counts = [
            sum(c.human == h and c.machine == m for c in mine)
            for h, m in ((1, 1), (1, 0), (0, 1), (0, 0))
        ]
        per_code.append(_one(Person(coder), BUNDLED, code, counts))
    for number, code in enumerate(dict.fromkeys(c.code_id for c in made)):
        per_code.append(_one(Person("Mira"), Person("Tom"), code, [9 + number, 3, 4, 44 - number]))
    undefined = CodeAgreement(
        first=Person("Mira"),
        second=BUNDLED,
        code_id=_id("Weather"),
        level=1,
        both=0,
        first_only=0,
        second_only=0,
        neither=60,
        percent=1.0,
        kappa=None,
        alpha=None,
        positive_agreement=None,
        note="neither coder used the code, so chance agreement is certain",
    )
    return (*per_code, undefined)


def _one(first, second, code, counts):
    both, left, right, none = counts
    n = sum(counts)
    observed = (both + none) / n
    p, q = (both + left) / n, (both + right) / n
    expected = p * q + (1 - p) * (1 - q)
    kappa = (observed - expected) / (1 - expected)
    spread = 1.96 * (observed * (1 - observed) / n) ** 0.5 / (1 - expected)
    return CodeAgreement(
        first=first,
        second=second,
        code_id=code,
        level=1,
        both=both,
        first_only=left,
        second_only=right,
        neither=none,
        percent=observed,
        kappa=kappa,
        alpha=kappa + 0.004,
        positive_agreement=2 * both / (2 * both + left + right),
        note="",
        interval=(kappa - spread, min(1, kappa + spread)),
    )


def overall():
    return (
        OverallAgreement(
            first=Person("Mira"),
            second=BUNDLED,
            level=1,
            units=60,
            codes=6,
            pooled_kappa=0.5712,
            pooled_percent=0.8544,
            mean_kappa=0.561,
            alpha=0.5688,
            positive_agreement=0.66,
            note="",
            interval=(0.5, 0.64),
        ),
        OverallAgreement(
            first=Person("Tom"),
            second=BUNDLED,
            level=1,
            units=60,
            codes=6,
            pooled_kappa=0.548,
            pooled_percent=0.84,
            mean_kappa=0.53,
            alpha=0.55,
            positive_agreement=0.65,
            note="",
        ),
        OverallAgreement(
            first=Person("Mira"),
            second=Person("Tom"),
            level=1,
            units=60,
            codes=6,
            pooled_kappa=0.66,
            pooled_percent=0.88,
            mean_kappa=0.65,
            alpha=0.66,
            positive_agreement=0.74,
            note="",
            interval=(0.6, 0.7),
        ),
    )


Cell = namedtuple("Cell", "passage_id code_id coder human machine")  # noqa: PYI024


def reconciliation(made):
    per_code, whole_study = agreement(made), overall()
    machine = [one.second == BUNDLED for one in per_code]
    return Reconciliation(
        comparisons=tuple(comparison(made, coder) for coder in ("Mira", "Tom")),
        by_code=tuple(itertools.compress(per_code, machine)),
        overall=tuple(one for one in whole_study if one.second == BUNDLED),
        among_humans=tuple(one for one in per_code if one.second != BUNDLED),
        among_humans_overall=tuple(one for one in whole_study if one.second != BUNDLED),
    )


def comparison(made, coder):
    mine = [cell for cell in made if cell.coder == coder]
    passages = tuple(dict.fromkeys(cell.passage_id for cell in mine))
    codes = tuple(dict.fromkeys(cell.code_id for cell in mine))
    human = np.array([cell.human for cell in mine]).reshape(len(passages), len(codes))
    machine = np.array([cell.machine for cell in mine]).reshape(len(passages), len(codes))
    return Comparison(coder=coder, passages=passages, codes=codes, human=human, machine=machine)


def results(**more):
    """What the stages find in the whole study."""
    study = material()
    found = themes(study.passages)
    made = cells(study.passages)
    return Results(
        **{
            "themes": found,
            "matching": matching(found),
            "suggestions": suggestions(study.passages, found),
            "reconciliation": reconciliation(made),
            "new_themes": new_themes(study.passages, found),
            **more,
        }
    )


def tables(**more):
    """The tables of the whole study."""
    return build_tables(material(), results(**more))


def uncoded_tables(*, themes=()):
    """The tables of a study without codebook and coding."""
    return build_tables(material(coded=False), Results(themes=themes))


def csv_files(tables, *, counted=True):
    """The tables as a result publishes them, by file name."""
    return {
        f"{table.name}.csv": to_csv(table, tables[table], counted=counted)
        for table in tables.shown(counted=counted)
    }


def read_back(files):
    """Tables from their files."""
    named = {table: f"{table.name}.csv" for table in TABLES}
    return Tables(
        TABLES,
        {
            table: read_csv(table, files[name], name=name)
            for table, name in named.items()
            if name in files
        },
    )


def page(tables, run):
    """The report with the figures that the tables give."""
    return build_report(tables, run, draw_figures(tables, run))


def listings(tables, run):
    """The pages beside the report, by their places."""
    return listing_pages(tables, run, reflexive=not shows_coefficients(run))


def workbook(tables, run):
    """The bytes of the workbook."""
    return build_workbook(tables, run, counted=shows_coefficients(run))


RUN = {
    "tool": {"name": "secondcoder", "version": "0.1.0"},
    "run_id": "0123456789ab",
    "title": "Taking part in rural places <pilot> & more",
    "stance": "codebook",
    "seed": 0,
    "basis": "codebook",
    "threshold": 0.45,
    "trained_on": [],
    "model": {"name": "all-MiniLM-L6-v2", "fingerprint": "abcdef0123456789"},
    "inputs": [{"path": "a.csv", "sha256": "0" * 64}],
    "config": {"themes": {"seeds": 20, "resolution": 1.0}, "suggest": {"threshold": None}},
    "versions": {"numpy": "2.4.6", "python": "3.11"},
}
