"""Which passages serve as coded examples and which are tested: never of one document."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

FOLDS = 5
Rows = NDArray[np.int64]


def folds(groups: Sequence[str], *, seed: int, count: int = FOLDS) -> Iterator[tuple[Rows, Rows]]:
    """Yield rows that may be examples and rows that are tested; groups are kept together."""
    from sklearn.model_selection import GroupKFold

    names = np.unique(list(groups), return_inverse=True)[1]
    splitter = GroupKFold(min(count, int(names.max()) + 1), shuffle=True, random_state=seed)
    for train, test in splitter.split(names, groups=names):
        yield train.astype(np.int64), test.astype(np.int64)


def choose_examples(
    held: NDArray[np.bool_], pool: Rows, per_code: int | None, *, seed: int
) -> Rows:
    """Return rows of ``pool`` with up to ``per_code`` examples of each code, in order.

    A code gives at most half of its passages. A chosen passage is an example of all its codes, so
    that a frequent code may have more; rare codes choose first. ``None``: all coded rows.
    """
    if per_code is None:
        return pool[held[pool].any(axis=1)]
    totals = held.sum(axis=0)
    limit = np.minimum(per_code, totals // 2)
    random = np.random.default_rng(seed)
    count = np.zeros(held.shape[1], dtype=np.int64)
    chosen: set[int] = set()
    for code in np.argsort(totals, kind="stable"):
        for row in random.permutation(pool[held[pool, code]]):
            if count[code] >= limit[code]:
                break
            if int(row) not in chosen:
                chosen.add(int(row))
                count += held[row]
    return np.array(sorted(chosen), dtype=np.int64)
