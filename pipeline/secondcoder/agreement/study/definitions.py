"""What every coefficient is: its formula, its source, and what it makes of text without a code."""

from secondcoder.agreement.study.defined_beyond import BY_UNIT, OF_MANY_AND_OF_THE_MACHINE
from secondcoder.agreement.study.defined_by_code import OF_ONE_CODE, OVER_ALL_CODES
from secondcoder.agreement.study.defined_verdicts import VERDICTS
from secondcoder.agreement.study.definition import Definition

DEFINITIONS: tuple[Definition, ...] = (
    *OF_ONE_CODE,
    *OVER_ALL_CODES,
    *BY_UNIT,
    *OF_MANY_AND_OF_THE_MACHINE,
    *VERDICTS,
)
"""In the order of the table of definitions."""
