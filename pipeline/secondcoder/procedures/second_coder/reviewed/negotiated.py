"""Each coder against the negotiated coding: what people decided together. Pure."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients import overall
from secondcoder.agreement.coefficients.counts import places_of
from secondcoder.agreement.coefficients.intervals import jackknife
from secondcoder.agreement.coefficients.values import ratio
from secondcoder.agreement.study.coded import CodeFrame
from secondcoder.agreement.study.held import Held
from secondcoder.agreement.study.pairs import about, document_numbers, ends
from secondcoder.agreement.study.scopes import scopes
from secondcoder.coding.settle import Settled
from secondcoder.procedures.second_coder.reviewed.material import Material, Passage
from secondcoder.procedures.second_coder.tables.people_again import NegotiatedRow
from secondcoder.records.coders import MACHINE, PERSON, Group

Applied = NDArray[np.bool_]


def negotiated(material: Material, found: Settled, frame: CodeFrame) -> Iterator[NegotiatedRow]:
    """Yield every member and machine against the joint coding; nothing without joint decisions.

    It is known on passages that every member saw. Passages and codes on which nothing holds for
    all are left out one by one.
    """
    acts = [act for same in found.joint.values() for act in same]
    members = sorted({name for act in acts for name in _names(act.author)})
    people = [one for one in found.people if one.person.name in members and one.seen]
    if not people:
        return
    shared = frozenset.intersection(*(one.seen for one in people))
    against = _Reference(material, found, frame, tuple(members))
    for one in people:
        seen = [passage for passage in material.passages if passage.id in shared]
        yield from against.rows(one.person.name, PERSON, one.independent, seen)
    for label, given in material.machines.items():
        met = material.machines_seen.get(label, shared)
        seen = [p for p in material.passages if p.id in shared and p.id in met]
        codes = {passage: frozenset(held) for passage, held in given.items()}
        yield from against.rows(label, MACHINE, codes, seen)


class _Reference:
    """The joint coding as matrices."""

    def __init__(
        self, material: Material, found: Settled, frame: CodeFrame, members: tuple[str, ...]
    ) -> None:
        self._found, self._frame, self._members = found, frame, members
        self._above = material.above
        self._column = {code.id: place for place, code in enumerate(frame.codes)}
        self._final: dict[str, frozenset[str]] = {}
        for (passage, code), held in found.together.items():
            if held.applies:
                self._final[passage] = self._final.get(passage, frozenset()) | {code}

    def rows(
        self,
        coder: str,
        kind: str,
        given: Mapping[str, frozenset[str]],
        passages: Sequence[Passage],
    ) -> Iterator[NegotiatedRow]:
        """Yield a coder at every level."""
        if not passages:
            return
        ids = [passage.id for passage in passages]
        own, agreed = (self._frame.matrix(dict(one), ids) for one in (given, self._final))
        counts = self._counts(ids, agreed)
        document = np.asarray(document_numbers([passage.document for passage in passages]))
        for scope in scopes(self._frame, with_machine=True):
            places = list(scope.places)
            if not places:
                continue
            held = _held(own[:, places], agreed[:, places], counts[:, places], document)
            inside = {self._frame.codes[place].id for place in places}
            joint = sum(p in set(ids) and c in inside for p, c in self._found.joint)
            yield _row(
                held,
                coder=coder,
                coder_is=kind,
                members=self._members,
                scope=scope.name,
                units=len(ids),
                documents=len(np.unique(document)),
                decided=joint,
                undecided=int((~counts[:, places]).sum()),
            )

    def _counts(self, ids: Sequence[str], agreed: Applied) -> Applied:
        """Return where something holds for all; codes above an open one are open, if not given."""
        clear = np.ones(agreed.shape, dtype=bool)
        row = {passage: place for place, passage in enumerate(ids)}
        for (passage, code), held in self._found.together.items():
            if held.applies is None and passage in row:
                for one in (code, *self._above.get(code, ())):
                    if one in self._column:
                        place = self._column[one]
                        clear[row[passage], place] &= agreed[row[passage], place]
        return clear


def _names(author: object) -> list[str]:
    return [one.name for one in author.members] if isinstance(author, Group) else []


def _held(own: Applied, agreed: Applied, kept: Applied, document: NDArray[np.int64]) -> Held:
    place, documents = places_of(document)
    cells = np.zeros((documents, own.shape[1], 4), dtype=np.int64)
    for kind, one in enumerate((own & agreed, own & ~agreed, ~own & agreed, ~own & ~agreed)):
        np.add.at(cells[:, :, kind], place, one & kept)
    same = ~((own != agreed) & kept).any(axis=1)
    passages = np.zeros((documents, 2), dtype=np.int64)
    np.add.at(passages, place, np.stack([np.ones_like(same), same], axis=1))
    return Held(cells, passages)


def _row(held: Held, **more: object) -> NegotiatedRow:
    both, only, missed, _ = held.cells.sum(axis=(0, 1)).tolist()
    documents = len(held.cells)
    every = np.ones(documents, dtype=np.int64)
    f1 = held.f1(every)
    interval = jackknife(held.f1, documents, fisher=False, carried=held.agreed)
    low, high = ends(interval) or (None, None)
    return NegotiatedRow(
        given=both + only,
        agreed=both + missed,
        both=both,
        precision=ratio(both, both + only, otherwise="none given").value,
        recall=ratio(both, both + missed, otherwise="no code").value,
        f1=f1.value,
        low=low,
        high=high,
        exact=held.exact(every).value,
        pooled_kappa=overall.pooled_kappa(held.tables).value,
        note=f1.reason or about(interval),
        **more,  # type: ignore[arg-type]
    )
