import hashlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondcoder.errors import SecondcoderError
from secondcoder.passages.paragraphs import count_words
from secondcoder.passages.segment import CutSettings, cut_passages
from secondcoder.passages.sentences import SpacySentences
from secondcoder.records.text import Block, Document

SENTENCES = SpacySentences("en")


def made(*texts, unit="turn", name="d", **of_block):
    blocks, offset = [], 0
    for text in texts:
        blocks.append(Block(start=offset, end=offset + len(text), **of_block))
        offset += len(text) + 2
    return Document(name=name, text="\n\n".join(texts), blocks=tuple(blocks), unit=unit)


def cut(*documents, sentences=SENTENCES, **options):
    return cut_passages(documents, CutSettings(**options), sentences=sentences)


def texts(result):
    return [passage.text for passage in result.passages]


def test_ids_hash_document_offsets_and_text():
    (passage,) = cut(made("  Hello there. ")).passages
    assert (passage.start, passage.end, passage.text) == (2, 14, "Hello there.")
    wanted = hashlib.sha256(b"d\x1f2\x1f14\x1fHello there.").hexdigest()[:12]
    assert passage.id == f"p{wanted}"
    assert passage.position == 1


def test_default_unit_is_the_documents_own():
    text = "One.\n\nTwo."
    assert texts(cut(made(text, unit="turn"))) == [text]
    assert texts(cut(made(text, unit="turn"), unit="paragraph")) == ["One.", "Two."]
    assert texts(cut(made(text, unit="row"), unit="paragraph")) == ["One.", "Two."]
    assert texts(cut(made(text, unit="row"), unit="sentence")) == ["One.", "Two."]


def test_turns_are_not_found_in_plain_text_and_that_is_said():
    result = cut(made("One.", "Two.", unit="paragraph"), made("A", name="t"), unit="turn")
    assert texts(result) == ["One.", "Two.", "A"]
    assert [notice.kind for notice in result.notices] == ["unit"]
    assert "1 of 2 documents have no turns" in result.notices[0].message


def test_asides_between_paragraphs_of_a_turn_are_no_passages():
    document = made("I left.\n\n[laughter]\n\n12\n\nThen I came back.", "42")
    assert texts(cut(document, unit="paragraph")) == ["I left.", "Then I came back.", "42"]


def test_windows_stay_in_their_block_and_end_with_it():
    document = made("We one. We two. We three. We four. We five.", "We six.")
    assert texts(cut(document, unit="window", window=2)) == [
        "We one. We two.",
        "We three. We four.",
        "We five.",
        "We six.",
    ]
    assert texts(cut(document, unit="window", window=3, stride=1)) == [
        "We one. We two. We three.",
        "We two. We three. We four.",
        "We three. We four. We five.",
        "We six.",
    ]


def test_short_are_left_out_and_counted():
    result = cut(made("Yes.", "Yes, I do.", "—"), min_words=2)
    assert texts(result) == ["Yes, I do."]
    assert "2 stretches of fewer than 2 words" in result.notices[0].message


def test_long_are_cut_at_sentence_ends_then_at_words():
    sentence = "one two three four five six."
    result = cut(made(f"{sentence} {sentence} {sentence}"), max_words=13)
    assert texts(result) == [f"{sentence} {sentence}", sentence]
    assert [notice.kind for notice in result.notices] == ["cut"]
    endless = " ".join(["word"] * 25)
    assert [count_words(text) for text in texts(cut(made(endless), max_words=10))] == [10, 10, 5]


def test_moderator_is_context_or_passage():
    asked = made("Why?", "Who?", moderator=True)
    told = made(
        "Because.", name="e", question="Why?", case="c", speaker="P1", heading="h", time="00:00:01"
    )
    assert texts(cut(asked, told, moderator="passage")) == ["Why?", "Who?", "Because."]
    result = cut(asked, told)
    (passage,) = result.passages
    assert (passage.question, passage.case, passage.speaker) == ("Why?", "c", "P1")
    assert (passage.heading, passage.time) == ("h", "00:00:01")
    assert "2 stretches by a moderator" in result.notices[0].message


def test_nothing_left_says_what_was_read_and_why():
    with pytest.raises(SecondcoderError, match=r"1 document with 2 stretches.*fewer than 5 words"):
        cut(made("Yes.", "No."), min_words=5)


def test_sentences_are_not_cut_unless_needed():
    def never(_):
        raise AssertionError

    assert texts(cut(made("One. Two."), sentences=never, max_words=10)) == ["One. Two."]
    with pytest.raises(ValueError, match="no cutter"):
        cut(made("One. Two."), sentences=None, unit="sentence")


WORDS = st.text(alphabet="aZé.?!…\n \t[]()—1,汉\u0301\u00a0", max_size=80)


def plain_sentences(text):
    """Cut after full stops: quick, and as blind to blanks as a cutter may be."""
    edges = [0, *(place + 1 for place, sign in enumerate(text) if sign in ".?!"), len(text)]
    return [(a, b) for a, b in pairwise(edges) if a < b]


OPTIONS = st.builds(
    CutSettings,
    unit=st.sampled_from([None, "row", "turn", "paragraph", "sentence", "window"]),
    min_words=st.integers(1, 3),
    max_words=st.sampled_from([None, 10, 12]),
    window=st.integers(1, 4),
    stride=st.sampled_from([None, 1, 2]),
)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(WORDS, min_size=1, max_size=5), st.sampled_from(["row", "turn", "paragraph"]), OPTIONS
)
def test_passages_are_what_stands_at_their_offsets(parts, own, options):
    document = made(*parts, unit=own)
    if max(map(count_words, parts)) < 3:
        return
    try:
        found = cut_passages([document], options, sentences=plain_sentences).passages
    except SecondcoderError:
        assert options.min_words > 1 or (options.stride or 1) > (options.window or 1)
        return
    assert len({passage.id for passage in found}) == len(found)
    assert [passage.position for passage in found] == list(range(1, len(found) + 1))
    for passage in found:
        assert document.text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip()
        assert count_words(passage.text) >= options.min_words
        assert count_words(passage.text) <= (options.max_words or 1000)
        assert any(b.start <= passage.start and passage.end <= b.end for b in document.blocks)
    if options.stride is None and options.min_words == 1 and own != "turn":
        kept = "".join(passage.text for passage in found)
        assert sum(map(str.isalnum, kept)) == sum(map(str.isalnum, document.text))
