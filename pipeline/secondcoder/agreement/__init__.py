"""Agreement between coders: coefficients over counts and arrays, usable without a study."""

from secondcoder.agreement.coding_tables import code_sets, one_code
from secondcoder.agreement.coefficients.checked import RatingsError
from secondcoder.agreement.coefficients.intervals import Interval
from secondcoder.agreement.coefficients.values import Value
from secondcoder.agreement.library import (
    brennan_prediger,
    category_counts,
    category_kappas,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    light_kappa,
    mv_alpha,
    percent_agreement,
    scott_pi,
)
from secondcoder.agreement.library_intervals import agreement_interval

__all__ = [
    "Interval",
    "RatingsError",
    "Value",
    "agreement_interval",
    "brennan_prediger",
    "category_counts",
    "category_kappas",
    "code_sets",
    "cohen_kappa",
    "conger_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "krippendorff_alpha",
    "light_kappa",
    "mv_alpha",
    "one_code",
    "percent_agreement",
    "scott_pi",
]
