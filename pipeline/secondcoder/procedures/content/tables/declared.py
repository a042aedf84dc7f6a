"""All tables of a content analysis, in the order of the workbook's sheets.

``codes`` is everywhere the number of coded comments that are counted.
"""

from secondcoder.procedures.content.tables.by_value import COUNTS_BY, MAJORITY
from secondcoder.procedures.content.tables.counts import COMMENTS, COUNTS, SUMMARY
from secondcoder.procedures.content.tables.facets import FACET_CHECK, FACET_COUNTS, FACETS
from secondcoder.procedures.content.tables.queries import QUERIES
from secondcoder.procedures.content.tables.sources import CONVERGENCE, TRIANGULATION
from secondcoder.procedures.notices import NOTICES
from secondcoder.procedures.understood import UNDERSTOOD

TABLES = (
    *(SUMMARY, COUNTS, FACET_COUNTS, COUNTS_BY, MAJORITY, TRIANGULATION, CONVERGENCE, QUERIES),
    *(FACETS, FACET_CHECK, COMMENTS, UNDERSTOOD, NOTICES),
)
