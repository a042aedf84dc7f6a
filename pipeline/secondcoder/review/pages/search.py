"""Words looked for in the passages."""

from functools import lru_cache

from secondcoder.procedures.second_coder.reviewed.items import ALL
from secondcoder.procedures.second_coder.reviewed.material import Material, Passage
from secondcoder.review.choosing import Filters
from secondcoder.review.spelling import plain, where
from secondcoder.review.web import Page, Visit, path

_MOST = 50
_AROUND = 90


def search(visit: Visit) -> Page:
    """Return the passages that hold the words, in the order of the text."""
    words = visit.query.get("q", "").strip()[:200]
    wanted = plain(words)
    found: list[dict[str, object]] = []
    count = 0
    if wanted:
        for passage, text in searched(visit.material):
            if wanted not in text:
                continue
            count += 1
            if len(found) < _MOST and (place := where(passage.text, wanted)):
                at, end = place
                low, high = max(0, at - _AROUND), end + _AROUND
                found.append(
                    {
                        "passage": passage,
                        "before": passage.text[low:at],
                        "hit": passage.text[at:end],
                        "after": passage.text[end:high],
                        "cut": low > 0,
                        "link": path("passage", passage.id),
                    }
                )
    return Page("search.html.j2", {"words": words, "found": found, "count": count})


def passage(visit: Visit) -> Page:
    """Return a passage with its document around it and the codes that can be decided on it."""
    one = visit.passage()
    earlier, later = visit.material.around(one, before=4, after=4)
    blind = visit.review.blind(visit.reviewer)
    open_here = [
        (visit.material.codes[code], path("code", code, "passage", one.id, state="every"))
        for code in visit.material.codes
        if (item := visit.view.by_pair.get((one.id, code)))
        and not (item.decoy and not blind)
        and (item.mine or visit.review.shown(visit.reviewer, one, code))
    ]
    own, applied = visit.view.own, visit.view.own.applied.get(one.id, set())
    whose = own.coder if own.borrowed else ""
    # The same from every passage of the document: whether a machine coded this one stays hidden.
    listed = Filters(document=one.document, order="text").path("code", ALL)
    return Page(
        "passage.html.j2",
        {
            "passage": one,
            "text": one.text[:20_000],
            "earlier": earlier,
            "later": later,
            "decidable": open_here,
            "whose": whose,
            "coded": one.id in own.seen,
            "blind": blind,
            "listed": listed if blind and visit.view.by_code.get(ALL) else "",
            "own": sorted(visit.material.codes[code].label for code in applied),
        },
    )


@lru_cache(maxsize=2)
def searched(material: Material) -> list[tuple[Passage, str]]:
    """Return every passage with its words as they are searched; made at the first search."""
    return [(one, plain(one.text)) for one in material.passages]
