"""Definitions of what is said of a machine in words, and of the figures that this rests on."""

from secondcoder.agreement.study.definition import Definition

VERDICTS: tuple[Definition, ...] = (
    Definition(
        coefficient="Non-inferiority",
        table="non_inferiority",
        column="difference, low, high, holds, verdict",
        formula="people’s F1 against the consensus of the others less the machine’s; not inferior: "
        "its 90 % interval lies below the margin, that of no trivial coder does; inferior: it "
        "lies above the margin",
        source="Piaggio et al. (2012) JAMA 308:2594–2604",
        uncoded="As for agreement with the consensus.",
    ),
    Definition(
        coefficient="Conclusions that hold or flip",
        table="conclusions, conclusions_reviewed",
        column="first_difference, second_difference, outcome",
        formula="order of two of the ten commonest codes: share of passages with the one less "
        "that with the other; major code: share of documents with it less the share asked; "
        "groups: share of passages with a code in a group less that in the rest. Told by a coding: "
        "its 95 % interval leaves 0 out. Holds: told alike by both codings; flips: told as "
        "opposites; else it cannot be told",
        source="docs/agreement.md; for major codes Clopper & Pearson (1934) Biometrika 26:404–413",
    ),
    Definition(
        coefficient="Errors by group",
        table="errors_by_group",
        column="rate, rate_of_rest, difference, p, q, outcome",
        formula="false on: given by the machine / withheld by the consensus of people; false off: "
        "withheld by the machine / given by the consensus; both at the same mix of passage "
        "lengths; q: Benjamini-Hochberg over all rows. Differs: q ≤ .05; within the margin: the "
        "interval of the difference is; else it cannot be told",
        source="docs/agreement.md",
    ),
)
