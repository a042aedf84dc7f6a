import random

import pytest

from secondcoder.passages.nearly import LIKE_ENOUGH, NearFinder, spelling

TEXT = (
    "The garden is calm and it's quiet. I take my four children there when the bus has a brake "
    "fault.\n\nWe travelled by colourful boats to the centre and organised a meal. The bus is dear "
    "and never comes on time, so my neighbours and I walk along the river after work."
)


@pytest.mark.parametrize(
    ("quote", "there"),
    [
        ("its quiet", "it's quiet"),
        ("I take my 4 children there", "I take my four children there"),
        ("when the bus has a break fault", "when the bus has a brake fault"),
        (
            "We traveled by colorful boats to the center",
            "We travelled by colourful boats to the centre",
        ),
        ("organized a meal", "organised a meal"),
        ("The bus is dear and it never comes on time", "The bus is dear and never comes on time"),
        (
            "my neighbours and I walk along after work",
            "my neighbours and I walk along the river after work",
        ),
        ("The gardn is calm", "The garden is calm"),
    ],
)
def test_a_slip_is_placed(quote, there):
    (near,) = NearFinder(TEXT).nearest(quote)
    assert TEXT[near.start : near.end] == there
    assert near.enough


@pytest.mark.parametrize(
    "quote", ["calm bus", "The dog was here", "I do not like cats at all", "bus", "", "…"]
)
def test_what_is_not_there_is_not_placed(quote):
    assert not any(near.enough for near in NearFinder(TEXT).nearest(quote))


def test_equal_stretches_are_all_named():
    text = "It helped me a lot. Then nothing. It helped me a lot."
    found = NearFinder(text).nearest("it helpd me a lot")
    assert [near.start for near in found] == [0, 34]


def test_spellings():
    assert spelling("organisations") == spelling("organizations")
    assert spelling("Neighbours'") == spelling("neighbors")
    assert spelling("twelve") == "12"
    assert spelling("our") == "our"
    assert spelling("four") == "4"


def test_the_mark_parts_slips_from_chance():
    """Random sentences of few words: the hardest, as all of them share their words."""
    draw = random.Random(1)  # noqa: S311
    made_texts = 40
    words = "the a bus is late and we wait for it in rain with our kids there all day".split()
    sentences = [" ".join(draw.choices(words, k=14)) for _ in range(made_texts)]
    finders = [NearFinder(". ".join(draw.sample(sentences, 10))) for _ in range(3)]
    others = [" ".join(draw.choices(words, k=14)) for _ in range(made_texts)]
    best = [max(n.likeness for f in finders for n in f.nearest(other)) for other in others]
    assert sum(one >= LIKE_ENOUGH for one in best) <= 1
