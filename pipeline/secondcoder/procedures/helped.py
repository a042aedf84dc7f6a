"""A second process for a command, where there is a core for it: started before anything is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from secondcoder.beside.helper import Helper
from secondcoder.embedding.threads import cores, let_idle_threads_sleep
from secondcoder.procedures.places import has_vectors
from secondcoder.protocols import Beside, alone
from secondcoder.publish.files import use_private_caches

_ENCODING = ("secondcoder.embedding.beside", "torch.nn.functional", "safetensors.torch")
_DRAWING = (
    "secondcoder.procedures.drawn",
    *("matplotlib.figure", "matplotlib.lines", "matplotlib.patches", "matplotlib.textpath"),
    *(f"matplotlib.backends.backend_{kind}" for kind in ("agg", "pdf", "svg")),
)


@contextmanager
def helped(study: Path, out: Path | None) -> Iterator[Beside]:
    """Return what works beside a command on a study.

    Where nothing was encoded yet it begins with what encoding needs, else with what drawing does.
    """
    if cores() < 2:
        yield alone
        return
    use_private_caches()
    let_idle_threads_sleep()
    with Helper() as helper:
        helper.prepare(_DRAWING if has_vectors(study, out) else (*_ENCODING, *_DRAWING))
        yield helper
