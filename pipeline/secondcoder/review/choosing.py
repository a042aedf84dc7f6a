"""Which items a list holds and in what order; which comes next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from secondcoder.decisions.events import UNSURE, Event
from secondcoder.procedures.second_coder.reviewed.items import (
    AGREE,
    KIND_NAMES,
    Item,
    View,
    audit_sample,
    band,
)
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.review.web import path

PAGE_SIZE = 50
OPEN, DECIDED, QUEUE, EVERY, AUDIT = "open", "decided", "queue", "every", "audit"
STATES = {
    OPEN: "To decide",
    DECIDED: "Decided",
    QUEUE: "In discussion",
    EVERY: "All",
    AUDIT: "Random sample of agreements",
}
ORDERS = {"worth": "Most worth deciding", "text": "Order of the text"}
BANDS = {"high": "Highest third", "middle": "Middle third", "low": "Lowest third"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; every value comes from an address and is checked."""

    state: str = OPEN
    kind: str = ""
    document: str = ""
    band: str = ""
    by: str = ""
    noted: str = ""
    order: str = "worth"
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Filters":
        """Read an address; unknown values count as not given."""
        page = query.get("page", "1")
        return cls(
            state=_known(query.get("state", ""), STATES, OPEN),
            kind=_known(query.get("kind", ""), KIND_NAMES, ""),
            document=query.get("document", ""),
            band=_known(query.get("band", ""), BANDS, ""),
            by=query.get("by", ""),
            noted="yes" if query.get("noted") else "",
            order=_known(query.get("order", ""), ORDERS, "worth"),
            page=int(page) if page.isdecimal() and len(page) < 7 else 1,
        )

    def path(self, *parts: str, page: int = 1, **more: str | int) -> str:
        """Return an address that keeps these filters."""
        state = "" if self.state == OPEN else self.state
        order = "" if self.order == "worth" else self.order
        return path(
            *parts,
            state=state,
            kind=self.kind,
            document=self.document,
            band=self.band,
            by=self.by,
            noted=self.noted,
            order=order,
            page=page if page > 1 else "",
            **more,
        )

    @property
    def narrow(self) -> bool:
        """Whether anything but the state is chosen."""
        return bool(self.kind or self.document or self.band or self.by or self.noted)


def ordered(
    review: Review, reviewer: str, view: View, code: str, filters: Filters
) -> Sequence[Item]:
    """Return the items of a code in order, narrowed by everything but the state."""
    items = view.by_code.get(code, ())
    if filters.state == AUDIT:  # being in the sample says what the machine gave
        sample = audit_sample(items, seed=review.material.seed)
        return [i for i in sample if review.shown(reviewer, i.passage, i.code_id)]
    if filters.order == "text":
        items = sorted(items, key=lambda item: (item.passage.row, item.code_id))
    return items


def one_page(
    review: Review, reviewer: str, code: str, filters: Filters
) -> tuple[list[tuple[Item, Event | None]], int]:
    """Return one page of a list, each item with the reviewer's verdict, and the list's length.

    Only the page is held; a list of 100,000 is counted as it goes by.
    """
    first = (max(filters.page, 1) - 1) * PAGE_SIZE
    rows, count = [], 0
    for pair in chosen(review, reviewer, code, filters):
        if first <= count < first + PAGE_SIZE:
            rows.append(pair)
        count += 1
    return rows, count


def first_open(review: Review, reviewer: str, code: str) -> Item | None:
    """Return what is most worth deciding of a code."""
    return first_of(review, reviewer, code, Filters())


def chosen(
    review: Review, reviewer: str, code: str, filters: Filters
) -> Iterator[tuple[Item, Event | None]]:
    """Return the items that the filters leave, in order, each with the reviewer's verdict."""
    view = review.view(reviewer)
    decided = review.history.verdicts(reviewer)
    items = ordered(review, reviewer, view, code, filters)
    if filters == Filters(page=filters.page):  # the common list, kept quick
        yield from ((i, None) for i in items if i.differs and i.pair not in decided)
        return
    for item in items:
        verdict = decided.get(item.pair)
        if in_state(item, verdict, filters) and (
            not filters.narrow or _narrowed(review, reviewer, item, verdict, filters, view=view)
        ):
            yield item, verdict


def in_state(item: Item, verdict: Event | None, filters: Filters) -> bool:
    """Return whether an item is in the state that a list shows."""
    if filters.state == OPEN:
        return verdict is None and (item.differs or filters.kind == AGREE)
    if filters.state == DECIDED:
        return verdict is not None
    if filters.state == QUEUE:
        return verdict is not None and verdict.verdict == UNSURE
    return True


def neighbours(
    review: Review, reviewer: str, item: Item, code: str, filters: Filters
) -> tuple[Item | None, Item | None, int]:
    """Return the items before and after one in its list, and how many the list still holds.

    The item itself counts even where it has just left the list, so that "next" goes on from there.
    """
    wide = replace(filters, state=EVERY if filters.state != AUDIT else AUDIT)
    before = after = None
    listed, passed = 0, False
    for one, verdict in chosen(review, reviewer, code, wide):
        if one.pair == item.pair:
            passed = True
            listed += in_state(one, verdict, filters)
        elif in_state(one, verdict, filters):
            listed += 1
            if not passed:
                before = one
            elif after is None:
                after = one
    if not passed:  # the filters leave the item out: go on with the list's first
        return None, first_of(review, reviewer, code, filters), listed
    return before, after, listed


def first_of(review: Review, reviewer: str, code: str, filters: Filters) -> Item | None:
    """Return the first item of a list."""
    return next((item for item, _ in chosen(review, reviewer, code, filters)), None)


def following(
    review: Review, reviewer: str, item: Item, code: str, filters: Filters
) -> Item | None:
    """Return the item to go to after a decision: the next in the list, else its first."""
    _, after, _ = neighbours(review, reviewer, item, code, filters)
    if after is not None or filters.state != OPEN:
        return after
    return next(
        (one for one, _ in chosen(review, reviewer, code, filters) if one is not item), None
    )


def _narrowed(
    review: Review,
    reviewer: str,
    item: Item,
    verdict: Event | None,
    filters: Filters,
    *,
    view: View,
) -> bool:
    if filters.document not in {"", item.passage.document}:
        return False
    if filters.noted and not (verdict and verdict.note):
        return False
    if filters.by and review.history.verdict(filters.by, item.passage.key, item.code_id) is None:
        return False
    if not (filters.kind or filters.band):
        return True
    # A filter must not give away what is hidden.
    return (
        review.shown(reviewer, item.passage, item.code_id)
        and filters.kind in {"", item.kind}
        and filters.band in {"", band(item, view.bands)}
    )


def _known(value: str, among: Mapping[str, str], otherwise: str) -> str:
    return value if value in among else otherwise
