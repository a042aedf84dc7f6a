"""Matrix products of a model on a processor.

PyTorch hands them to MKL, which leaves half of what AMD's processors can do unused: on an EPYC with
AVX-512 107 billion operations a second where oneDNN, which PyTorch brings as well, comes to 250.
The sums are taken in another order, so that rows differ in their last digits from MKL's (below
1e-6 in a text's vector). As with MKL a row's result does not depend on how many others there are
beside it, from two on (measured on that processor; a test holds it). In bf16, whose products
PyTorch hands to oneDNN as well, weights are put into its order once instead of each time, and GELU
is applied before numbers are rounded.
"""

import platform
from collections.abc import Callable
from typing import Any

Product = Callable[[Any], Any]
"""What a layer makes of its input, ``(…, in)`` to ``(…, out)``."""
_PROCESSORS = {"x86_64", "amd64"}
"""Where it was measured; elsewhere PyTorch decides."""


def product(weight: Any, bias: Any, *, gelu: bool = False) -> Product:
    """Return what multiplies by ``weight``, adds ``bias`` and, if asked, applies GELU."""
    import torch
    from torch.nn.functional import gelu as activated
    from torch.nn.functional import linear

    if _by_onednn(weight):
        ops = torch.ops.mkldnn
        packed = ops._reorder_linear_weight(weight)  # noqa: SLF001 - it has no other name
        multiplied = ops._linear_pointwise  # noqa: SLF001
        then, how = ("gelu", "none") if gelu else ("none", "")
        return lambda read: multiplied(read, packed, bias, attr=then, scalars=[], algorithm=how)
    if gelu:
        return lambda read: activated(linear(read, weight, bias))
    return lambda read: linear(read, weight, bias)


def _by_onednn(weight: Any) -> bool:
    """Say whether oneDNN is to multiply by this."""
    import torch

    return (
        weight.device.type == "cpu"
        and weight.dtype in {torch.float32, torch.bfloat16}
        and platform.machine().lower() in _PROCESSORS
        and torch.backends.mkldnn.is_available()
        and hasattr(torch.ops.mkldnn, "_linear_pointwise")
        and hasattr(torch.ops.mkldnn, "_reorder_linear_weight")
    )
