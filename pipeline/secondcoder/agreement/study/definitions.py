"""What every coefficient is: its formula, its source, and what it makes of text without a code."""

from dataclasses import dataclass

PASSAGES = (
    "A passage that a coder saw and left uncoded counts as not carrying the code; a passage that "
    "one of the two did not see is left out."
)
_CHARACTERS = (
    "Characters that both saw and neither coded count as agreement. Text between two passages "
    "that both saw (such as a moderator’s question) is part of the text; passages that one of "
    "the two did not see are cut out."
)
UNCODED = {
    "passage": PASSAGES,
    "sentence": "As for passages; a sentence was seen if its passage was.",
    "character": _CHARACTERS,
    "span": (
        "Text as for characters. uα and |uα count text without a code as gaps; cuα and (k)uα "
        "rest on text that both marked; F1 does not count text without a code. One coder’s "
        "stretches of one code are one where they overlap or touch."
    ),
}
"""Treatment of text without a code, by unit."""
_NOT_COUNTED = "What neither coded is not counted."
_SETS = "Two empty sets are the same; a passage that one of the two did not see is left out."


@dataclass(frozen=True, slots=True)
class Definition:
    """One coefficient."""

    coefficient: str
    table: str
    column: str
    """The column, or in ``agreement_units`` the coefficient's name in that column."""
    formula: str
    source: str
    uncoded: str = PASSAGES

    def row(self) -> dict[str, str]:
        """Return it as a row of the table of definitions."""
        return {name: getattr(self, name) for name in self.__slots__}


_CODE = "agreement, agreement_humans"
_ALL = "agreement_overall"
_UNITS = "agreement_units"
_ABCD = "a, b, c, d: units with the code from both, the first, the second, neither; N their sum"

DEFINITIONS: tuple[Definition, ...] = (
    Definition("Percent agreement", _CODE, "percent", f"Po = (a + d) / N; {_ABCD}", "–"),
    Definition(
        "Cohen’s kappa",
        _CODE,
        "kappa",
        "(Po − Pe) / (1 − Pe), Pe = [(a+b)(a+c) + (c+d)(b+d)] / N²",
        "Cohen (1960) Educational and Psychological Measurement 20:37–46",
    ),
    Definition(
        "Krippendorff’s alpha",
        _CODE,
        "alpha",
        "1 − (2N−1)(b+c) / [(2a+b+c)(2d+b+c)], nominal, two coders",
        "Krippendorff (2019) Content Analysis, 4th ed., ch. 12",
    ),
    Definition(
        "Scott’s pi",
        _CODE,
        "pi",
        "(Po − Pe) / (1 − Pe), Pe = p² + (1−p)², p = (2a+b+c) / 2N",
        "Scott (1955) Public Opinion Quarterly 19:321–325",
    ),
    Definition(
        "Positive agreement",
        f"{_CODE}, {_ALL}",
        "positive_agreement",
        "2a / (2a+b+c); the same number as F1",
        "Cicchetti & Feinstein (1990) J Clin Epidemiology 43:551–558",
        _NOT_COUNTED,
    ),
    Definition(
        "Negative agreement",
        _CODE,
        "negative_agreement",
        "2d / (2d+b+c)",
        "Cicchetti & Feinstein (1990) J Clin Epidemiology 43:551–558",
    ),
    Definition(
        "Prevalence index",
        _CODE,
        "prevalence",
        "(a − d) / N; far from 0, kappa is low even where coders mostly agree",
        "Byrt, Bishop & Carlin (1993) J Clin Epidemiology 46:423–429",
    ),
    Definition(
        "Bias index",
        _CODE,
        "bias",
        "(b − c) / N; above 0 the first coder applies the code more often",
        "Byrt, Bishop & Carlin (1993) J Clin Epidemiology 46:423–429",
    ),
    Definition(
        "Gwet’s AC1",
        _CODE,
        "ac1",
        "(Po − Pe) / (1 − Pe), Pe = 2p(1−p); secondary: high for rare codes whatever coders do",
        "Gwet (2008) Br J Math Stat Psychol 61:29–48",
    ),
    Definition(
        "PABAK",
        _CODE,
        "pabak",
        "2Po − 1; secondary: high for rare codes whatever coders do",
        "Byrt, Bishop & Carlin (1993) J Clin Epidemiology 46:423–429",
    ),
    Definition(
        "Interval",
        f"{_CODE}, {_ALL}, {_UNITS}, agreement_panel, agreement_differences",
        "kappa_low, kappa_high, alpha_low, alpha_high, low, high",
        "95 %, documents left out one at a time: tanh(z ± t √[(G−1)/G Σ(z_g − mean z)²]), "
        "z = artanh of the value, t with G−1 degrees of freedom, G documents (100 groups of "
        "documents where there are more); differences on the plain scale; none below five "
        "documents, or five in which the code occurs",
        "Efron & Tibshirani (1993) An Introduction to the Bootstrap, ch. 11",
    ),
    Definition(
        "Units needed",
        _CODE,
        "units_needed",
        "N = 2z² [(1+α)(3−α) / (4(1−α)p(1−p)) − α], α = .667, z one-sided at 5 %: passages to be "
        "coded twice to tell alpha above .667 from below, if passages were independent; as they "
        "are not, take more",
        "Krippendorff (2019) Content Analysis, 4th ed., after Bloch & Kraemer (1989) Biometrics "
        "45:269–287",
    ),
    Definition(
        "Multi-valued alpha (mv-alpha)",
        f"{_ALL}, agreement_panel, {_UNITS}",
        "alpha, mv-alpha",
        "1 − Do/De over coders’ sets of codes, d(C,K) = 1 − 2|C∩K| / (|C|+|K|), chance from the "
        "codes’ frequencies and the sets’ sizes",
        "Krippendorff & Craggs (2016) Communication Methods and Measures 10:181–198",
        _SETS,
    ),
    Definition(
        "Alpha with Jaccard’s distance",
        f"{_ALL}, agreement_panel",
        "jaccard_alpha",
        "1 − Do/De, sets as values, d = 1 − |A∩B| / |A∪B|",
        "Krippendorff (2019) Content Analysis, 4th ed., ch. 12",
        _SETS,
    ),
    Definition(
        "Alpha with MASI distance",
        f"{_ALL}, agreement_panel",
        "masi_alpha",
        "as above, d = 1 − J·M, M = 1, 2/3 (subset), 1/3 (overlap), 0",
        "Passonneau (2006) LREC",
        _SETS,
    ),
    Definition(
        "Pooled kappa",
        f"{_ALL}, {_UNITS}",
        "pooled_kappa, pooled kappa",
        "(mean Po − mean Pe) / (1 − mean Pe), means over codes; not the mean of the kappas",
        "De Vries, Elliott, Kanouse & Teleki (2008) Field Methods 20:272–282",
    ),
    Definition(
        "Bootstrap check",
        _ALL,
        "bootstrap_low, bootstrap_high",
        "2.5 % and 97.5 % points of the pooled kappa in 2,000 samples of whole documents; too "
        "narrow with few documents, a check only",
        "Efron & Tibshirani (1993) An Introduction to the Bootstrap, ch. 13",
    ),
    Definition(
        "Percent agreement over codes",
        f"{_ALL}, {_UNITS}",
        "pooled_percent, percent",
        "(a + d) / N with the counts of all codes added up",
        "–",
    ),
    Definition(
        "Mean and range of kappa",
        _ALL,
        "mean_kappa, kappa_min, kappa_max, codes_with_kappa",
        "unweighted, over the codes for which kappa is defined, and how many these are",
        "–",
    ),
    Definition(
        "Extended B-cubed",
        _ALL,
        "bcubed",
        "harmonic mean of precision and recall of shared codes over pairs of passages; not "
        "corrected for chance",
        "Amigó, Gonzalo, Artiles & Verdejo (2009) Information Retrieval 12:461–486",
        _NOT_COUNTED,
    ),
    Definition(
        "Omega index",
        _ALL,
        "omega",
        "(Po − Pe) / (1 − Pe) over pairs of passages; Po: share of pairs that have equally many "
        "codes in common for both coders",
        "Collins & Dent (1988) Multivariate Behavioral Research 23:231–242",
    ),
    Definition(
        "Kappa by characters",
        _UNITS,
        "kappa",
        "Cohen’s kappa of characters, all documents together (long ones weigh more); what NVivo "
        "shows for a code and a file, over all files",
        "Cohen (1960); NVivo help, coding comparison query",
        _CHARACTERS,
    ),
    Definition(
        "Kappa by characters, mean of documents",
        _UNITS,
        "kappa, mean of documents",
        "unweighted mean of NVivo’s rows for a code",
        "NVivo help, coding comparison query",
        _CHARACTERS,
    ),
    Definition(
        "Holsti’s coefficient",
        _UNITS,
        "Holsti",
        "2A / (N1 + N2): A units with the code from both, N1 and N2 from each",
        "Holsti (1969) Content Analysis for the Social Sciences and Humanities, p. 140",
        _NOT_COUNTED,
    ),
    Definition(
        "uα, |uα, cuα, (k)uα",
        _UNITS,
        "uα, |uα, cuα, (k)uα",
        "1 − Do/De over lengths of intersections of units and gaps; |uα: marked or not; cuα: "
        "codes where both marked; (k)uα: one code. The version of 2016 and 2019",
        "Krippendorff, Mathet, Bouvry & Widlöcher (2016) Quality & Quantity 50:2347–2364",
        UNCODED["span"],
    ),
    Definition(
        "F1 of stretches",
        _UNITS,
        "F1, exact; F1, overlap",
        "2 × matched / (stretches of both); exact: same start and end; overlap: intersection at "
        "least half of the union, each stretch matched once",
        "Hripcsak & Rothschild (2005) JAMIA 12:296–298",
        _NOT_COUNTED,
    ),
    Definition(
        "Fleiss’ kappa",
        "agreement_panel",
        "fleiss",
        "(Po − Pe) / (1 − Pe) for any number of coders, in the form that allows missing values",
        "Fleiss (1971) Psychological Bulletin 76:378–382; Gwet (2014) Handbook of Inter-Rater "
        "Reliability, 4th ed.",
    ),
    Definition(
        "Paired difference",
        "agreement_differences",
        "difference",
        "a person’s agreement with another person less the same person’s with the machine, on "
        "the same passages; below 0: nearer to the machine",
        "–",
    ),
    Definition(
        "Alternative annotator test",
        "alt_test",
        "winning_rate",
        "share of people left out in turn to whose colleagues the machine is as near as they "
        "are, less ε; Benjamini-Yekutieli at 5 %; nearness: Jaccard’s similarity of sets",
        "Calderon, Reichart & Dror (2025) ACL; arXiv 2501.10970",
        _SETS,
    ),
    Definition(
        "Alignment of themes and codes",
        "alignment",
        "kappa, p, q, kept",
        "Cohen’s kappa of membership and coding; p: share of 1,999 circular shifts of the themes "
        "inside documents in which the code’s best theme is as near; q: of the code’s best "
        "theme, after Benjamini-Hochberg over codes; kept: p ≤ .05, q ≤ .05 and kappa > 0",
        "docs/agreement.md; Benjamini & Hochberg (1995) J R Stat Soc B 57:289–300",
    ),
    Definition(
        "Threshold curve",
        "threshold_curve",
        "precision, recall",
        "both / machine and both / human, passage by code, if codes of at least this confidence "
        "were applied",
        "–",
        _NOT_COUNTED,
    ),
    Definition(
        "Calibration, calibration error",
        "calibration",
        "mean_confidence, share_right, error",
        "first suggestions in groups of about 40 by confidence; right: the person applied the "
        "code, or one below it; error: |mean confidence − share right|, of all the groups’ mean "
        "weighted by passages (above 0 by chance alone)",
        "Guo, Pleiss, Sun & Weinberger (2017) ICML",
    ),
    Definition(
        "Risk and coverage",
        "risk_coverage",
        "coverage, risk, area",
        "wrong / answered first suggestions, surest first; area: mean over passages of the risk "
        "among those at least as sure. Intervals here and in calibration: Wilson (1927), as if "
        "passages were independent, so too narrow",
        "El-Yaniv & Wiener (2010) JMLR 11:1605–1641; Geifman, Uziel & El-Yaniv (2019) ICLR",
    ),
    Definition(
        "Saturation",
        "saturation",
        "mean, low, high",
        "different codes met after so many documents: mean and nine in ten of 500 random orders",
        "after Guest, Namey & Chen (2020) PLoS ONE 15:e0232076",
        "–",
    ),
)
