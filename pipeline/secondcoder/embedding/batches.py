"""How texts are put together for a model: in batches of one shape, long ones in whole windows.

A processor's sums depend in their last digits on the shape of what it multiplies. So the shape
that a text is read in depends on that text alone: it is padded by its own length and never by its
neighbours', each batch is worked on by one thread, and a batch of a few word pieces is filled up.
Then a text gets the same vector, to the last bit, whatever else is encoded beside it (measured on
an x86 processor with PyTorch's MKL and oneDNN; a test holds it where that is what computes).
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

STEPS = ((16, 1), (32, 2), (128, 4))
"""Up to so many word pieces, lengths are rounded up to a multiple of the second figure: fewer
shapes, so fuller batches, for at most an eighth of padding. Of 434 spoken turns, all rounded to 4
took a sixth less processor time than none; 3,000 phrases a quarter more, which are not rounded."""
LONGEST_STEP = 8
TOKENS = 4096
"""Word pieces in a batch, padding included. Single precision: 4,096 took no more time than 1,024
or 2,048, and needs some 100 MB."""
LEAST = 16
"""Word pieces that a batch is filled up to: a matrix product of fewer rows sums in another order
(seen with MKL for 15 rows and fewer, on none of 16 and more)."""
LEAST_BF16 = 512
"""The same with bf16, whose products of fewer rows differ in some of their last digits."""


def width(length: int) -> int:
    """Return the length that a text of so many word pieces is padded to."""
    step = next((step for most, step in STEPS if length <= most), LONGEST_STEP)
    return -(-length // step) * step


def batches(
    lengths: Sequence[int], *, tokens: int = TOKENS, most: int | None = None
) -> Iterator[tuple[int, list[int]]]:
    """Yield the width of each batch and the places of its texts, longest first.

    A batch holds texts of one width, at most ``tokens`` word pieces and ``most`` texts.
    """
    order = sorted(range(len(lengths)), key=lambda place: (-width(lengths[place]), place))
    start = 0
    while start < len(order):
        wide = width(lengths[order[start]])
        limit = max(1, min(tokens // max(wide, 1), most or len(order)))
        end = start
        while end < len(order) and end - start < limit and width(lengths[order[end]]) == wide:
            end += 1
        yield wide, order[start:end]
        start = end


def filled(places: Sequence[int], wide: int, least: int) -> list[int]:
    """Return the places of a batch, the first repeated until there are ``least`` word pieces."""
    missing = -(-least // max(wide, 1)) - len(places)
    return [*places, *([places[0]] * max(0, missing))]


def windows(text: str, offsets: Sequence[tuple[int, int]], room: int) -> list[tuple[int, int]]:
    """Return where a text is cut so that no piece has more than ``room`` word pieces.

    ``offsets`` are those of its word pieces. As few pieces as possible, about equally long, and
    cut before a word where there is one in reach: pieces overlap nowhere and leave nothing out.
    """
    count = len(offsets)
    number = -(-count // room)
    if number <= 1:
        return [(0, len(text))]
    cuts, first = [0], 0
    while count - first > room:
        left = -(-(count - first) // room)
        wanted = first + -(-(count - first) // left)
        place = _before_a_word(text, offsets, wanted, low=first + 1, high=first + room)
        cuts.append(offsets[place][0])
        first = place
    cuts.append(len(text))
    return [(start, end) for start, end in pairwise(cuts) if end > start]


def _before_a_word(
    text: str, offsets: Sequence[tuple[int, int]], wanted: int, *, low: int, high: int
) -> int:
    """Return the word piece nearest to ``wanted`` that begins a word, or else ``wanted``."""
    for distance in range(high - low + 1):
        for place in (wanted - distance, wanted + distance):
            if low <= place <= high and text[offsets[place][0] - 1 : offsets[place][0]].isspace():
                return place
    return wanted
