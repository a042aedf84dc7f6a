"""Definitions of the coefficients of two coders, for one code and over all codes."""

from secondcoder.agreement.study.definition import (
    BY_CODE,
    BY_UNITS,
    NOT_COUNTED,
    OVERALL,
    SETS,
    Definition,
)

_ABCD = "a, b, c, d: units with the code from both, the first, the second, neither; N their sum"

OF_ONE_CODE: tuple[Definition, ...] = (
    Definition(
        coefficient="Percent agreement",
        table=BY_CODE,
        column="percent",
        formula=f"Po = (a + d) / N; {_ABCD}",
        source="–",
    ),
    Definition(
        coefficient="Cohen’s kappa",
        table=BY_CODE,
        column="kappa",
        formula="(Po − Pe) / (1 − Pe), Pe = [(a+b)(a+c) + (c+d)(b+d)] / N²",
        source="Cohen (1960) Educational and Psychological Measurement 20:37–46",
    ),
    Definition(
        coefficient="Krippendorff’s alpha",
        table=BY_CODE,
        column="alpha",
        formula="1 − (2N−1)(b+c) / [(2a+b+c)(2d+b+c)], nominal, two coders",
        source="Krippendorff (2019) Content Analysis, 4th ed., ch. 12",
    ),
    Definition(
        coefficient="Scott’s pi",
        table=BY_CODE,
        column="pi",
        formula="(Po − Pe) / (1 − Pe), Pe = p² + (1−p)², p = (2a+b+c) / 2N",
        source="Scott (1955) Public Opinion Quarterly 19:321–325",
    ),
    Definition(
        coefficient="Positive agreement",
        table=f"{BY_CODE}, {OVERALL}",
        column="positive_agreement",
        formula="2a / (2a+b+c); the same number as F1",
        source="Cicchetti & Feinstein (1990) J Clin Epidemiology 43:551–558",
        uncoded=NOT_COUNTED,
    ),
    Definition(
        coefficient="Negative agreement",
        table=BY_CODE,
        column="negative_agreement",
        formula="2d / (2d+b+c)",
        source="Cicchetti & Feinstein (1990) J Clin Epidemiology 43:551–558",
    ),
    Definition(
        coefficient="Prevalence index",
        table=BY_CODE,
        column="prevalence",
        formula="(a − d) / N; far from 0, kappa is low even where coders mostly agree",
        source="Byrt, Bishop & Carlin (1993) J Clin Epidemiology 46:423–429",
    ),
    Definition(
        coefficient="Bias index",
        table=BY_CODE,
        column="bias",
        formula="(b − c) / N; above 0 the first coder applies the code more often",
        source="Byrt, Bishop & Carlin (1993) J Clin Epidemiology 46:423–429",
    ),
    Definition(
        coefficient="Gwet’s AC1",
        table=BY_CODE,
        column="ac1",
        formula="(Po − Pe) / (1 − Pe), Pe = 2p(1−p); secondary: high for rare codes whatever "
        "coders do",
        source="Gwet (2008) Br J Math Stat Psychol 61:29–48",
    ),
    Definition(
        coefficient="PABAK",
        table=BY_CODE,
        column="pabak",
        formula="2Po − 1; secondary: high for rare codes whatever coders do",
        source="Byrt, Bishop & Carlin (1993) J Clin Epidemiology 46:423–429",
    ),
    Definition(
        coefficient="Interval",
        table=f"{BY_CODE}, {OVERALL}, {BY_UNITS}, agreement_panel, agreement_differences, "
        "agreement_consensus",
        column="kappa_low, kappa_high, alpha_low, alpha_high, low, high, f1_low, f1_high, "
        "exact_low, exact_high, difference_low, difference_high",
        formula="95 %, documents left out one at a time: z ± t √[(G−1)/G Σ(z_g − mean z)²], put "
        "back, z = log((v + .04)/(1 − v)) of the value, below 0 the tangent at 0, G "
        "documents (100 groups of documents where there are more), t with the least of G−1, "
        "2G/(kurtosis of z_g − 1) and, from the units n_g of a document with a code, "
        "(Σ n_g)²/Σ n_g² degrees of freedom; shares and differences on the plain scale; none below "
        "five documents, five in which the code occurs, or ten units with a code",
        source="Efron & Tibshirani (1993) An Introduction to the Bootstrap, ch. 11",
    ),
    Definition(
        coefficient="Units needed",
        table=BY_CODE,
        column="units_needed",
        formula="N = 2z² [(1+α)(3−α) / (4(1−α)p(1−p)) − α], α = .667, z one-sided at 5 %: "
        "passages to be coded twice to tell alpha above .667 from below, if passages were "
        "independent; as they are not, take more",
        source="Krippendorff (2019) Content Analysis, 4th ed., after Bloch & Kraemer (1989) "
        "Biometrics 45:269–287",
    ),
)

OVER_ALL_CODES: tuple[Definition, ...] = (
    Definition(
        coefficient="Multi-valued alpha (mv-alpha)",
        table=f"{OVERALL}, agreement_panel, {BY_UNITS}",
        column="alpha, mv-alpha",
        formula="1 − Do/De over coders’ sets of codes, d(C,K) = 1 − 2|C∩K| / (|C|+|K|), chance "
        "from the codes’ frequencies and the sets’ sizes",
        source="Krippendorff & Craggs (2016) Communication Methods and Measures 10:181–198",
        uncoded=SETS,
    ),
    Definition(
        coefficient="Alpha with Jaccard’s distance",
        table=f"{OVERALL}, agreement_panel",
        column="jaccard_alpha",
        formula="1 − Do/De, sets as values, d = 1 − |A∩B| / |A∪B|",
        source="Krippendorff (2019) Content Analysis, 4th ed., ch. 12",
        uncoded=SETS,
    ),
    Definition(
        coefficient="Alpha with MASI distance",
        table=f"{OVERALL}, agreement_panel",
        column="masi_alpha",
        formula="as above, d = 1 − J·M, M = 1, 2/3 (subset), 1/3 (overlap), 0",
        source="Passonneau (2006) LREC",
        uncoded=SETS,
    ),
    Definition(
        coefficient="Pooled kappa",
        table=f"{OVERALL}, {BY_UNITS}",
        column="pooled_kappa, pooled kappa",
        formula="(mean Po − mean Pe) / (1 − mean Pe), means over codes; not the mean of the kappas",
        source="De Vries, Elliott, Kanouse & Teleki (2008) Field Methods 20:272–282",
    ),
    Definition(
        coefficient="Bootstrap check",
        table=OVERALL,
        column="bootstrap_low, bootstrap_high",
        formula="2.5 % and 97.5 % points of the pooled kappa in 2,000 samples of whole documents; "
        "too narrow with few documents, a check only",
        source="Efron & Tibshirani (1993) An Introduction to the Bootstrap, ch. 13",
    ),
    Definition(
        coefficient="Percent agreement over codes",
        table=f"{OVERALL}, {BY_UNITS}",
        column="pooled_percent, percent",
        formula="(a + d) / N with the counts of all codes added up",
        source="–",
    ),
    Definition(
        coefficient="Mean and range of kappa",
        table=OVERALL,
        column="mean_kappa, kappa_min, kappa_max, codes_with_kappa",
        formula="unweighted, over the codes for which kappa is defined, and how many these are",
        source="–",
    ),
    Definition(
        coefficient="Extended B-cubed",
        table=OVERALL,
        column="bcubed",
        formula="harmonic mean of precision and recall of shared codes over pairs of passages; "
        "not corrected for chance",
        source="Amigó, Gonzalo, Artiles & Verdejo (2009) Information Retrieval 12:461–486",
        uncoded=NOT_COUNTED,
    ),
    Definition(
        coefficient="Omega index",
        table=OVERALL,
        column="omega",
        formula="(Po − Pe) / (1 − Pe) over pairs of passages; Po: share of pairs that have "
        "equally many codes in common for both coders",
        source="Collins & Dent (1988) Multivariate Behavioral Research 23:231–242",
    ),
)
