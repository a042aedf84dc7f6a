"""Words looked for in the passages."""

from secondcoder.review.web import Page, Visit, path

_MOST = 50
_AROUND = 90


def search(visit: Visit) -> Page:
    """Return the passages that hold the words, in the order of the text."""
    words = visit.query.get("q", "").strip()[:200]
    wanted = words.casefold()
    found: list[dict[str, object]] = []
    count = 0
    if wanted:
        for passage in visit.material.passages:
            at = passage.text.casefold().find(wanted)
            if at < 0:
                continue
            count += 1
            if len(found) < _MOST:
                low, high = max(0, at - _AROUND), at + len(wanted) + _AROUND
                found.append(
                    {
                        "passage": passage,
                        "before": passage.text[low:at],
                        "hit": passage.text[at : at + len(wanted)],
                        "after": passage.text[at + len(wanted) : high],
                        "cut": low > 0,
                        "link": path("passage", passage.id),
                    }
                )
    return Page("search.html.j2", {"words": words, "found": found, "count": count})


def passage(visit: Visit) -> Page:
    """Return a passage with its document around it and the codes that can be decided on it."""
    one = visit.passage()
    earlier, later = visit.material.around(one, before=4, after=4)
    open_here = [
        (visit.material.codes[code], path("code", code, "passage", one.id))
        for code in visit.material.codes
        if (item := visit.view.by_pair.get((one.id, code)))
        and (not item.decoy or visit.review.blind(visit.reviewer))
    ]
    own, applied = visit.view.own, visit.view.own.applied.get(one.id, set())
    whose = own.coder if own.borrowed else ""
    return Page(
        "passage.html.j2",
        {
            "passage": one,
            "text": one.text[:20_000],
            "earlier": earlier,
            "later": later,
            "decidable": open_here,
            "whose": None if whose and visit.review.blind(visit.reviewer) else whose,
            "own": sorted(visit.material.codes[code].label for code in applied),
        },
    )
