from secondcoder.themes.grammar import Chunk, Reading
from secondcoder.themes.phrases import AskedPhrases
from secondcoder.words import phrases, stop_words

TEXTS = [
    "The waiting list is long and the nurses were kind.",
    "A waiting list of nine weeks.",
    "Kind nurses. The ward was cold.",
    "A waiting list of nine weeks.",
]


def test_a_phrase_stands_where_its_passages_say_it():
    stops = stop_words("en")
    chunks = tuple(Chunk(one, one, proper=False) for one in ("waiting list", "nurses"))
    clause = (TEXTS[2].index("The ward"), len(TEXTS[2]) - 1)
    read = {
        TEXTS[0]: Reading(chunks=chunks, clauses=(), names=frozenset()),
        TEXTS[2]: Reading(chunks=(), clauses=(clause,), names=frozenset()),
    }
    places = AskedPhrases(read, stops).places(TEXTS)
    said = [set(phrases(text, stops)) for text in TEXTS]
    assert places == {
        phrase: [place for place, own in enumerate(said) if phrase in own]
        for phrase in ("waiting list", "nurses", "ward", "cold")
    }
    assert places["waiting list"] == [0, 1, 3]
