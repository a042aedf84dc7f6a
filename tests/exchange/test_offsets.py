"""Every product's way of counting is found, and an unclear one stops."""

import random

import pytest
from made_projects import (
    LINES,
    QUOTES,
    SOURCE,
    product_file,
    project_xml,
    selection,
    units,
    write_qdpx,
)

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.refi.offsets import CONVENTIONS, Convention, Selected, choose, offset_map
from secondcoder.exchange.refi.read_project import read_qdpx

CRLF = "\r\n".join(LINES)
LF = "\n".join(LINES)


def quotes_of(project):
    texts = {document.guid: document.text for document in project.documents}
    return [texts[c.document][c.start : c.end] for c in project.codings]


@pytest.mark.parametrize("name", [True, False], ids=["named", "unnamed"])
@pytest.mark.parametrize("said", [True, False], ids=["origin", "no-origin"])
@pytest.mark.parametrize(
    "product",
    [
        ("NVivo 14", "\ufeff" + CRLF, {"utf16": True}, "utf16", {"folder": "Sources"}),
        ("ATLAS.ti 24", CRLF, {"crlf": 1}, "codepoint-crlf1", {"qde": "Garden.qde"}),
        ("MAXQDA 2024", CRLF, {"crlf": 1}, "codepoint-crlf1", {}),
        ("QualCoder", "\ufeff" + LF, {}, "codepoint", {}),
        ("Other", "\ufeff" + CRLF, {"utf16": True, "crlf": 1}, "utf16-crlf1", {}),
    ],
)
def test_each_product_is_read_right(tmp_path, product, said, name):
    origin, raw, way, found, layout = product
    path = tmp_path / "p.qdpx"
    product_file(path, origin=origin if said else "", raw=raw, way=way, name=name, **layout)
    project = read_qdpx(path)
    assert quotes_of(project) == QUOTES
    assert project.documents[0].text == LF
    assert f"({found})" in project.notes[0]
    assert {user.name for user in project.users} == {"Amara"}
    assert not project.discarded


def test_one_emoji_early_in_a_long_text_moves_nothing(tmp_path):
    tail = "\r\n".join(f"Line {n}: the shed was cold and nobody minded much." for n in range(4000))
    path = tmp_path / "p.qdpx"
    product_file(path, origin="", raw="\ufeff🌱 " + CRLF + "\r\n" + tail, way={"utf16": True})
    assert quotes_of(read_qdpx(path)) == QUOTES


def test_an_unclear_convention_stops_and_can_be_named(tmp_path):
    # One selection whose boundaries fall inside words under every way of counting.
    text = "🌱 abcdefghijklmnop"
    path = tmp_path / "p.qdpx"
    write_qdpx(
        path,
        project_xml(selection(1, "", 6, 9, name=False)),
        {f"{SOURCE}.txt": text.encode()},
    )
    with pytest.raises(SecondcoderError) as caught:
        read_qdpx(path)
    assert "not clear" in caught.value.message
    assert "--offsets" in caught.value.hint
    assert quotes_of(read_qdpx(path, offsets="codepoint")) == [text[6:9]]
    assert quotes_of(read_qdpx(path, offsets="NVivo")) == [text[5:8]]
    with pytest.raises(SecondcoderError, match="no way of counting"):
        read_qdpx(path, offsets="bananas")


def test_a_known_origin_does_not_overrule_the_text(tmp_path):
    path = tmp_path / "p.qdpx"
    product_file(path, origin="NVivo 15", raw=LF, way={})
    project = read_qdpx(path)
    assert quotes_of(project) == QUOTES
    assert "(codepoint)" in project.notes[0]


def test_inclusive_ends_and_a_counted_mark_are_found():
    raw = "\ufeff" + LF
    selections = []
    for quote in QUOTES:
        at = raw.index(quote)
        selections.append(Selected(0, at, at + len(quote) - 1))
    choice = choose([raw], selections, name="p")
    assert choice.convention == Convention(bom=1, inclusive=True)
    assert "boundaries fall on word boundaries" in choice.grounds


@pytest.mark.parametrize("convention", CONVENTIONS.values(), ids=CONVENTIONS)
def test_positions_outside_a_text_are_no_place(convention):
    to_raw = offset_map("\ufeffa\r\nb🌱", convention)
    assert to_raw(0, 99) is None
    assert to_raw(-1, 1) is None
    assert to_raw(3, 1) is None


def test_selections_that_ignore_words_leave_the_choice_to_the_origin(tmp_path):
    rng = random.Random(3)  # noqa: S311 - a fixed draw for a test
    way = {"utf16": True}
    spans = [sorted(rng.sample(range(len(CRLF)), 2)) for _ in range(60)]
    body = "".join(
        selection(n, "", units(CRLF[:a], **way), units(CRLF[:b], **way), name=False)
        for n, (a, b) in enumerate(spans)
    )
    data = {f"{SOURCE}.txt": ("\ufeff" + CRLF).encode()}
    path = write_qdpx(tmp_path / "p.qdpx", project_xml(body, origin="NVivo"), data)
    wanted = [CRLF[a:b].replace("\r\n", "\n").strip("\r\n") for a, b in spans]
    assert [quote.strip("\n") for quote in quotes_of(read_qdpx(path))] == wanted
    write_qdpx(path, project_xml(body), data)
    with pytest.raises(SecondcoderError, match="not clear"):
        read_qdpx(path)
