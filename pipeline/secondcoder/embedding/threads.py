"""Threads that encode: one batch each, none that waits for another or spins.

One matrix product spread over all cores waits for the slowest of them at every layer: beside
another busy program it takes several times as long. Batches side by side wait for nobody, and
what one thread computes does not depend on how many cores there are.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

Given = TypeVar("Given")
Found = TypeVar("Found")


PRODUCTS_KEPT = 32
"""Ways to multiply that oneDNN keeps ready, one for each shape. A layer of the encoder has four,
and a batch has another shape than the last: the usual thousand held 120 MB after 8,000 answers,
and made nothing faster."""


def let_idle_threads_sleep() -> None:
    """Tell OpenMP, before it is loaded, that a thread without work sleeps."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("KMP_BLOCKTIME", "0")


def keep_few_products() -> None:
    """Tell oneDNN, before it is used, how many products it is to keep ready."""
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", str(PRODUCTS_KEPT))


def cores() -> int:
    """Return how many threads may compute: OMP_NUM_THREADS, or the cores that are ours."""
    named = os.environ.get("OMP_NUM_THREADS", "")
    if named.isdecimal() and int(named):
        return int(named)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def one_thread_each(count: int) -> Iterator[ThreadPoolExecutor]:
    """Return workers, inside each of which PyTorch computes with one thread."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    workers = ThreadPoolExecutor(count, initializer=torch.set_num_threads, initargs=(1,))
    try:
        yield workers
    finally:
        workers.shutdown(cancel_futures=True)
        torch.set_num_threads(before)


def in_turn(
    workers: ThreadPoolExecutor,
    count: int,
    function: Callable[[Given], Found],
    given: Iterable[Given],
) -> Iterator[Found]:
    """Yield what a function makes of each, in order; no more are begun than workers can take."""
    waiting: deque[Future[Found]] = deque()
    rest = iter(given)
    for one in islice(rest, count + 1):
        waiting.append(workers.submit(function, one))
    while waiting:
        found = waiting.popleft().result()
        for one in islice(rest, 1):
            waiting.append(workers.submit(function, one))
        yield found
