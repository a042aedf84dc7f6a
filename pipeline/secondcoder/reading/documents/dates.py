"""Dates as people write them, and the lines that hold nothing else: they head diaries and posts."""

import re
from collections.abc import Sequence
from dataclasses import replace

from secondcoder.reading.documents.lines import Line

FEWEST = 2
"""Lines with nothing but a date from which they head what stands below. Not measured."""

_MONTHS = """
    jan januar january janvier enero gennaio januari janeiro jänner janv ene genn feb februar
    february février fevrier febrero febbraio februari fevereiro févr mar mär märz march mars marzo
    maart março mrz apr april avril abril aprile avr abr may mai mayo maggio mei maj maio jun juni
    june juin junio giugno junho jul juli july juillet julio luglio julho juil aug august août aout
    agosto augustus augusti ago sep sept september septembre septiembre settembre setembro oct okt
    october oktober octobre octubre ottobre outubro nov november novembre noviembre novembro dec dez
    december dezember décembre diciembre dicembre dezembro desember des déc dic
"""
_DAYS = """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat
    sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi
    jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo lunedì
    martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag vrijdag
    zaterdag zondag måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag
    segunda terça quarta quinta sexta
"""


def _any_of(words: str) -> str:
    return "|".join(sorted(map(re.escape, words.split()), key=len, reverse=True))


_MONTH = rf"(?:{_any_of(_MONTHS)})\.?"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th|er|º|°|\.)?"
DATE = (
    rf"(?:(?:{_any_of(_DAYS)})(?:-feira)?[.,]{{0,2}}\s+(?:the\s+|den\s+|der\s+)?)?"
    rf"(?:{_NUMBER}\s+(?:of\s+|de\s+)?{_MONTH}(?:,?\s+(?:de\s+)?\d{{4}})?"
    rf"|{_MONTH}\s+{_NUMBER}(?:,?\s+\d{{4}})?"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})"
)
"""A date, perhaps with the day of the week, in the languages of Western Europe; case is ignored."""
_TIME = (
    r"(?:,?\s+(?:at\s+|um\s+|à\s+)?\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?|\s?uhr|\s?h)?)?"
)
_COUNTED = r"(?:day|entry|diary entry|week|tag|jour|día|dag|giorno|dia)\s+\d{1,3}"
_LONE = re.compile(
    rf"[\s*_#\[(–—-]*(?:{_COUNTED}(?:[\s,:(–—-]+{DATE})?|{DATE}){_TIME}[\s*_:.\])–—-]*",
    re.IGNORECASE,
)


def dated_headings(text: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those as headings that hold nothing but a date or ``Day 3``."""
    dated = [
        not line.heading and _LONE.fullmatch(text, line.start, line.end) is not None
        for line in lines
    ]
    if sum(dated) < FEWEST:
        return list(lines)
    return [
        replace(line, heading=text[line.start : line.end].strip(" *_#:")) if is_date else line
        for line, is_date in zip(lines, dated, strict=True)
    ]
