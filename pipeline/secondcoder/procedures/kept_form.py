"""Records and arrays as bytes and back: dataclasses, plain values, collections, NumPy arrays.

No pickle: nothing in such bytes can run. Classes are named and must be dataclasses of this package.
"""

import importlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKAGE = "secondcoder."
LONG = 1000
"""Members of a collection that are written at once; no result depends on it."""
_TREE = "tree"
_PLAIN = (str, int, float, bool, type(None))
Arrays = list[NDArray[Any]]
UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, ImportError)
"""What ``from_bytes`` raises of damaged bytes."""


def to_bytes(value: object) -> bytes:
    """Return a value as the bytes of an ``.npz`` file; equal values have equal bytes.

    Raises ``TypeError`` for what is neither plain, a collection, an array nor a dataclass of this
    package.
    """
    text, arrays = _parts(value)
    data = np.frombuffer(text, np.uint8)
    file = io.BytesIO()
    members: dict[str, Any] = {_TREE: data, **{f"a{n}": one for n, one in enumerate(arrays)}}
    np.savez(file, **members)
    return file.getvalue()


def from_bytes(data: bytes) -> Any:
    """Return the value that ``to_bytes`` was given."""
    with np.load(io.BytesIO(data), allow_pickle=False) as held:
        arrays = [held[f"a{number}"] for number in range(len(held.files) - 1)]
        tree = json.loads(held[_TREE].tobytes())
    return _value(tree, arrays)


def digested(value: object) -> tuple[bytes, ...]:
    """Return bytes that are equal for equal values and for no others, to be hashed."""
    text, arrays = _parts(value)
    return (
        text,
        *(
            part
            for array in arrays
            for part in (f"{array.dtype.str}{array.shape}".encode(), array.tobytes())
        ),
    )


def _parts(value: object) -> tuple[bytes, Arrays]:
    """Return a value as JSON, and its arrays in order."""
    arrays: Arrays = []
    text = b"".join(piece.encode() for piece in _pieces(value, arrays))
    return text, arrays


def _pieces(value: object, arrays: Arrays) -> Iterator[str]:
    """Yield the JSON of ``_tree`` piece by piece: of a large study it takes gigabytes as a tree."""
    kind: Any = type(value)
    if _is_record(kind):
        yield f'{{"c":{_dumped(_name(kind))},"f":['
        for place, name in enumerate(_names(kind)):
            yield "," if place else ""
            yield from _pieces(getattr(value, name), arrays)
        yield "]}"
    elif isinstance(value, tuple) and len(value) > LONG:
        yield '{"t":['
        yield from _blocks(value, arrays)
        yield "]}"
    elif isinstance(value, Mapping) and len(value) > LONG:
        yield '{"d":['
        yield from _blocks(map(list, value.items()), arrays)
        yield "]}"
    else:
        yield _dumped(_tree(value, arrays))


def _blocks(values: Iterable[object], arrays: Arrays) -> Iterator[str]:
    """Yield the JSON of values, separated by commas, some of them at a time."""
    rest = iter(values)
    first = True
    while block := [_tree(one, arrays) for one in islice(rest, LONG)]:
        yield ("" if first else ",") + _dumped(block)[1:-1]
        first = False


def _dumped(tree: Any) -> str:
    return json.dumps(tree, separators=(",", ":"))


def _is_record(kind: Any) -> bool:
    return hasattr(kind, "__dataclass_fields__") and kind.__module__.startswith(PACKAGE)


def _name(kind: Any) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


def _tree(value: object, arrays: Arrays) -> Any:
    """Return a value as JSON holds it; arrays are put aside, in order."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, np.ndarray) and not value.dtype.hasobject:
        arrays.append(np.ascontiguousarray(value).reshape(value.shape))
        return {"a": len(arrays) - 1}
    if isinstance(value, np.generic):
        return {"n": value.dtype.str, "v": value.item()}
    if _is_record(kind):
        held = [_tree(getattr(value, name), arrays) for name in _names(kind)]
        return {"c": _name(kind), "f": held}
    return _collection(value, arrays)


def _collection(value: object, arrays: Arrays) -> Any:
    if isinstance(value, bytes):
        arrays.append(np.frombuffer(value, np.uint8))
        return {"b": len(arrays) - 1}
    if isinstance(value, list):
        return [_tree(one, arrays) for one in value]
    if isinstance(value, tuple):
        return {"t": [_tree(one, arrays) for one in value]}
    if isinstance(value, Mapping):
        return {"d": [[_tree(key, arrays), _tree(one, arrays)] for key, one in value.items()]}
    if isinstance(value, frozenset):
        return {"s": sorted((_tree(one, arrays) for one in value), key=json.dumps)}
    raise TypeError(f"{type(value)} cannot be kept")


def _value(tree: Any, arrays: Arrays) -> Any:
    if isinstance(tree, list):
        return [_value(one, arrays) for one in tree]
    if not isinstance(tree, dict):
        return tree
    mark = next(iter(tree))
    return _BACK[mark](tree, arrays)


def _record(tree: Any, arrays: Arrays) -> Any:
    kind = _class(tree["c"])
    held = [_value(one, arrays) for one in tree["f"]]
    return kind(**dict(zip(_names(kind), held, strict=True)))


_BACK: dict[str, Callable[[Any, Arrays], Any]] = {
    "a": lambda tree, arrays: arrays[tree["a"]],
    "b": lambda tree, arrays: arrays[tree["b"]].tobytes(),
    "n": lambda tree, _: np.dtype(tree["n"]).type(tree["v"]),
    "c": _record,
    "t": lambda tree, arrays: tuple([_value(one, arrays) for one in tree["t"]]),
    "d": lambda tree, arrays: {_value(k, arrays): _value(one, arrays) for k, one in tree["d"]},
    "s": lambda tree, arrays: frozenset(_value(one, arrays) for one in tree["s"]),
}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _class(name: str) -> Any:
    module, _, path = name.partition(":")
    if not module.startswith(PACKAGE):
        raise ValueError(f"{name} is no record of this package")
    kind = getattr(importlib.import_module(module), path)
    if not is_dataclass(kind):
        raise ValueError(f"{name} is no record of this package")
    return kind
