"""Definitions by sentence, character and span, of many coders, and of the machine’s results."""

from secondcoder.agreement.study.definition import (
    BY_UNITS,
    CHARACTERS,
    NOT_COUNTED,
    SETS,
    UNCODED,
    Definition,
)

BY_UNIT: tuple[Definition, ...] = (
    Definition(
        coefficient="Kappa by characters",
        table=BY_UNITS,
        column="kappa",
        formula="Cohen’s kappa of characters, all documents together (long ones weigh more); what "
        "NVivo shows for a code and a file, over all files",
        source="Cohen (1960); NVivo help, coding comparison query",
        uncoded=CHARACTERS,
    ),
    Definition(
        coefficient="Kappa by characters, mean of documents",
        table=BY_UNITS,
        column="kappa, mean of documents",
        formula="unweighted mean of NVivo’s rows for a code",
        source="NVivo help, coding comparison query",
        uncoded=CHARACTERS,
    ),
    Definition(
        coefficient="Holsti’s coefficient",
        table=BY_UNITS,
        column="Holsti",
        formula="2A / (N1 + N2): A units with the code from both, N1 and N2 from each",
        source="Holsti (1969) Content Analysis for the Social Sciences and Humanities, p. 140",
        uncoded=NOT_COUNTED,
    ),
    Definition(
        coefficient="uα, |uα, cuα, (k)uα",
        table=BY_UNITS,
        column="uα, |uα, cuα, (k)uα",
        formula="1 − Do/De over lengths of intersections of units and gaps; |uα: marked or not; "
        "cuα: codes where both marked; (k)uα: one code. The version of 2016 and 2019",
        source="Krippendorff, Mathet, Bouvry & Widlöcher (2016) Quality & Quantity 50:2347–2364",
        uncoded=UNCODED["span"],
    ),
    Definition(
        coefficient="F1 of stretches",
        table=BY_UNITS,
        column="F1, exact; F1, overlap",
        formula="2 × matched / (stretches of both); exact: same start and end; overlap: "
        "intersection at least half of the union, each stretch matched once",
        source="Hripcsak & Rothschild (2005) JAMIA 12:296–298",
        uncoded=NOT_COUNTED,
    ),
)

OF_MANY_AND_OF_THE_MACHINE: tuple[Definition, ...] = (
    Definition(
        coefficient="Trivial coders",
        table="agreement_baselines",
        column="alpha, pooled_kappa, pooled_percent",
        formula="the coefficients of agreement_overall with a coder who gives no code, the "
        "person’s commonest code everywhere, or the machine’s own sets dealt out at random "
        "(median of five draws) in the machine’s place; and with what another person gave",
        source="–",
        uncoded=SETS,
    ),
    Definition(
        coefficient="Agreement with the consensus",
        table="agreement_consensus",
        column="precision, recall, f1, exact, ratio",
        formula="both / given, both / consensus, 2 both / (given + consensus), share of passages "
        "with exactly the same codes, given / consensus; consensus: more than half of the other "
        "people; the machine stands in the place of each person in turn",
        source="–",
        uncoded="A passage that the others left uncoded has an empty consensus; codes that exactly "
        "half of them gave are left out.",
    ),
    Definition(
        coefficient="Fleiss’ kappa",
        table="agreement_panel",
        column="fleiss",
        formula="(Po − Pe) / (1 − Pe) for any number of coders, in the form that allows missing "
        "values",
        source="Fleiss (1971) Psychological Bulletin 76:378–382; Gwet (2014) Handbook of "
        "Inter-Rater Reliability, 4th ed.",
    ),
    Definition(
        coefficient="Paired difference",
        table="agreement_differences",
        column="difference",
        formula="a person’s agreement with another person less the same person’s with the "
        "machine, on the same passages; below 0: nearer to the machine",
        source="–",
    ),
    Definition(
        coefficient="Alternative annotator test",
        table="alt_test",
        column="winning_rate",
        formula="share of people left out in turn to whose colleagues the machine is as near as "
        "they are, less ε; Benjamini-Yekutieli at 5 %; nearness: Jaccard’s similarity of sets",
        source="Calderon, Reichart & Dror (2025) ACL; arXiv 2501.10970",
        uncoded=SETS,
    ),
    Definition(
        coefficient="Alignment of themes and codes",
        table="alignment",
        column="kappa, p, q, borderline, least_kappa, place_p, place_q, place, kept",
        formula="Cohen’s kappa of membership and coding; p: share of 19,999 circular shifts of the "
        "themes inside documents in which the code’s best theme is as near; q: that p, corrected "
        "for the number of codes and, among a code’s pairs, for the share of codes found; kept: "
        "q ≤ .05 and kappa > 0; borderline: within 1.96 Monte Carlo errors of that; place: the "
        "same against themes of other documents at the same relative place or question",
        source="docs/agreement.md; Benjamini & Hochberg (1995) J R Stat Soc B 57:289–300; "
        "Benjamini & Bogomolov (2014) J R Stat Soc B 76:297–318",
    ),
    Definition(
        coefficient="Threshold curve",
        table="threshold_curve",
        column="precision, recall",
        formula="both / machine and both / human, passage by code, if codes of at least this "
        "confidence were applied",
        source="–",
        uncoded=NOT_COUNTED,
    ),
    Definition(
        coefficient="Calibration, calibration error",
        table="calibration",
        column="mean_confidence, share_right, error",
        formula="first suggestions in groups of about 40 by confidence; right: the person applied "
        "the code, or one below it; error: |mean confidence − share right|, of all the groups’ "
        "mean weighted by passages (above 0 by chance alone)",
        source="Guo, Pleiss, Sun & Weinberger (2017) ICML",
    ),
    Definition(
        coefficient="Risk and coverage",
        table="risk_coverage",
        column="coverage, risk, area",
        formula="wrong / answered first suggestions, highest first; area: mean over passages of "
        "the risk among those at least as sure. Intervals here and in calibration: Wilson (1927), "
        "as if passages were independent, so too narrow",
        source="El-Yaniv & Wiener (2010) JMLR 11:1605–1641; Geifman, Uziel & El-Yaniv (2019) ICLR",
    ),
    Definition(
        coefficient="Saturation",
        table="saturation",
        column="mean, low, high",
        formula="different codes met after so many documents: mean and nine in ten of 500 random "
        "orders",
        source="after Guest, Namey & Chen (2020) PLoS ONE 15:e0232076",
        uncoded="–",
    ),
)
