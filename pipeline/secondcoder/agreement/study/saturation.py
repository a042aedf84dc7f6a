"""How many different codes had been met after one document, two documents, and so on."""

import numpy as np
from numpy.typing import ArrayLike

from secondcoder.records.agreement import SaturationPoint

ORDERS = 500
"""Random orders of documents. Not measured; the drawn band is of nine in ten of them."""
MOST_POINTS = 60
"""Points of the curve, for reading only."""


def saturation(
    present: ArrayLike, *, reader: str, seed: int, orders: int = ORDERS
) -> tuple[SaturationPoint, ...]:
    """Return the number of different codes met after each number of documents.

    ``present`` has shape ``(documents, codes)`` in the study's order. The band holds nine in ten
    of ``orders`` random orders of the documents. That the curve grows flat says that these
    documents repeat these codes, not that nothing else could be said. Nothing is returned for
    fewer than two documents. After Guest, Namey & Chen (2020) PLoS ONE 15:e0232076.
    """
    met = np.asarray(present, dtype=bool)
    documents = len(met)
    if documents < 2 or not met.any():
        return ()
    generator = np.random.default_rng(seed)
    first = np.full((orders, met.shape[1]), documents)
    for order in range(orders):
        shuffled = met[generator.permutation(documents)]
        first[order] = np.where(shuffled.any(axis=0), shuffled.argmax(axis=0), documents)
    own = np.where(met.any(axis=0), met.argmax(axis=0), documents)
    points = np.unique(np.linspace(1, documents, min(documents, MOST_POINTS)).round().astype(int))
    found = []
    for number in points.tolist():
        counts = (first < number).sum(axis=1)
        low, high = np.quantile(counts, [0.05, 0.95]).tolist()
        in_order = int((own < number).sum())
        found.append(
            SaturationPoint(
                reader=reader,
                documents=number,
                in_order=in_order,
                mean=float(counts.mean()),
                low=float(low),
                high=float(high),
            )
        )
    return tuple(found)
