"""Dates and people as REFI-QDA states them on projects, sources, selections and notes."""

import re
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from secondcoder.exchange.project import Stamp
from secondcoder.exchange.refi.guids import normal
from secondcoder.exchange.refi.writing import guid_out

UNDATED = "1980-01-01T00:00:00Z"
"""Written where nothing in a project has a date, and read as none."""
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6}\d*)?(Z|[+-]\d\d:\d\d)?")


def date_of(stated: str | None) -> str:
    """Return a date as it is stated; empty if none is, or if it is no date and time."""
    text = (stated or "").strip()
    return text if moment(text) and not text.startswith(UNDATED.rstrip("Z")) else ""


def spaced_date(stated: str) -> str:
    """Return a date as QualCoder writes it, without a zone: ``2021-10-11 14:35:33``."""
    return date_of(stated.strip().replace(" ", "T", 1))


def moment(date: str) -> datetime | None:
    """Return a date for comparing, without a zone taken as UTC; ``None`` if it is no date."""
    if not _DATE.fullmatch(date):
        return None
    try:
        found = datetime.fromisoformat(date)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def newest(dates: Iterable[str]) -> str:
    """Return the latest of some dates, as it is stated; empty for none."""
    found = {date: at for date in dates if (at := moment(date))}
    return max(found, key=lambda date: (found[date], date), default="")


def stamp_of(element: Element, users: Collection[str], *, user: str = "User") -> Stamp:
    """Return what an element says of dates and people; people who are not listed are left.

    ``user`` ends the names of the attributes that hold people.
    """
    creator, modifier = (normal(element.get(f"{verb}{user}")) for verb in ("creating", "modifying"))
    return Stamp(
        created=date_of(element.get("creationDateTime")),
        creator=creator if creator in users else "",
        modified=date_of(element.get("modifiedDateTime")),
        modifier=modifier if modifier in users else "",
    )


def set_stamp(element: Element, stamp: Stamp, *, user: str = "User") -> None:
    """Set the attributes that a stamp has values for."""
    given = {
        f"creating{user}": guid_out(stamp.creator),
        "creationDateTime": stamp.created,
        f"modifying{user}": guid_out(stamp.modifier),
        "modifiedDateTime": stamp.modified,
    }
    for key, value in given.items():
        if value:
            element.set(key, value)
