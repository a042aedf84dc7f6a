"""Characters that a web form's table spells as HTML, such as ``&amp;``, read as characters.

Answers typed into a browser reach some exports so. Every other table is taken at its word: a
codebook, coding or memo may well speak of ``&amp;`` itself.
"""

import html
import re

_AMPERSAND = re.compile(r"&(#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,30};)?")
_ADDRESS = re.compile(r"https?://\S+")
"""An address holds ampersands of its own, also in a table that spells its own as HTML."""
_FORMS = (
    {"timestamp"},
    {"start time", "completion time"},
    {"responseid", "recordeddate"},
    {"respondent id", "collector id"},
    {"submitdate", "startlanguage"},
    {"redcap_event_name"},
    {"_uuid", "_submission_time"},
    {"submissiondate", "instanceid"},
)
"""Headings by which the exports of Google Forms, Microsoft Forms, Qualtrics, SurveyMonkey,
LimeSurvey, REDCap, KoboToolbox and ODK are known."""
_HEAD = 20
"""Rows among which headings are looked for, as in ``header``."""

Rows = list[tuple[int, list[str]]]


def is_of_a_web_form(rows: Rows) -> bool:
    """Say whether a table has the headings of a web form's export."""
    heads = [{" ".join(cell.split()).casefold() for cell in cells} for _, cells in rows[:_HEAD]]
    return any(form <= head for head in heads for form in _FORMS)


def with_characters(rows: Rows) -> tuple[Rows, int]:
    """Return the rows with characters for their HTML spelling, and how many were so spelled.

    They are taken so only in a web form's table, and where all of it spells them so: one ampersand
    that begins no such spelling says that the others were typed as they stand.
    """
    number = 0
    if not is_of_a_web_form(rows):
        return rows, 0
    for _, cells in rows:
        for cell in cells:
            for found in _AMPERSAND.finditer(_ADDRESS.sub("", cell)) if "&" in cell else ():
                if not found[1] or html.unescape(found[0]) == found[0]:
                    return rows, 0
                number += 1
    if not number:
        return rows, 0
    return [(at, [_read(cell) for cell in cells]) for at, cells in rows], number


def _read(cell: str) -> str:
    return html.unescape(cell).replace("\N{NO-BREAK SPACE}", " ") if "&" in cell else cell
