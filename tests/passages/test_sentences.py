import time

import pytest

from secondcoder.errors import SecondcoderError
from secondcoder.passages.paragraphs import (
    count_words,
    is_aside,
    is_note,
    is_wrapped,
    paragraph_spans,
)
from secondcoder.passages.sentences import SpacySentences


def cut(text, language="en"):
    return [text[start:end] for start, end in SpacySentences(language)(text)]


def test_spoken_sentences():
    assert cut(
        "So, yes. I asked Dr. Lee, e.g. about [name of group] in U.K. homes? She said no!"
    ) == [
        "So, yes.",
        "I asked Dr. Lee, e.g. about [name of group] in U.K. homes?",
        "She said no!",
    ]
    assert cut("  ") == []


def test_other_languages_and_unknown_ones():
    assert cut("Das ist z.B. gut. Ja.", "de") == ["Das ist z.B. gut.", "Ja."]
    with pytest.raises(SecondcoderError, match="'qq'") as caught:
        cut("a", "qq")
    assert '"xx"' in caught.value.hint


def test_longer_than_spacys_limit():
    sentences = SpacySentences()
    text = "We went to town. " * 60_000
    assert len(text) > 1_000_000
    started = time.perf_counter()
    assert len(sentences(text)) == 60_000
    assert time.perf_counter() - started < 20


def test_words_and_asides():
    assert count_words("It's — well, 30% of co-op's £5.") == 6
    assert count_words("汉字 abc") == 3
    assert is_aside("[laughter]")
    assert is_aside("- 12 -")
    assert is_aside("Page 3 of 10")
    assert is_aside("00:12:03")
    assert is_note("(long pause)")
    assert not is_aside("(I do not know what you mean by that)")
    assert not is_note("42")
    assert not is_aside("[name] left early")


def test_wrapped_lines_join_and_others_do_not():
    filled = "\n".join(["word " * 11 + "longword"] * 6)
    assert is_wrapped([filled])
    assert len(paragraph_spans(filled, 0, len(filled), wrapped=True)) == 1
    lines = "A sentence ends.\nAnother ends.\nAddress one\nAddress two"
    spans = paragraph_spans(lines, 0, len(lines), wrapped=False)
    assert [lines[a:b] for a, b in spans] == [
        "A sentence ends.",
        "Another ends.",
        "Address one\nAddress two",
    ]
