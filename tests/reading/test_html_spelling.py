"""Tables whose export spells characters as HTML."""

import pytest

from secondcoder.passages.locate import locate
from secondcoder.reading.tables.tables import read_table


def table(tmp_path, *answers, first="Timestamp"):
    path = tmp_path / "survey.csv"
    path.write_text(
        f"{first},Answer,Page\n" + "".join(f"{n},{a},-\n" for n, a in enumerate(answers))
    )
    return read_table(path, name="survey.csv")


def test_where_the_whole_table_is_so_it_is_read_as_characters_and_said(tmp_path):
    read = table(tmp_path, "Tea &amp; cake", "Don&#39;t know", "caf&eacute; https://x.org/?a=1&b=2")
    answers = [row["Answer"] for row in read.rows]
    assert answers == ["Tea & cake", "Don't know", "café https://x.org/?a=1&b=2"]
    assert "3 characters were spelled as HTML" in " ".join(read.said)


@pytest.mark.parametrize("other", ["Tea & cake", "R&D; money", "Q&A"])
def test_one_plain_ampersand_leaves_all_as_they_stand(tmp_path, other):
    read = table(tmp_path, "we write &amp; in HTML", other)
    assert [row["Answer"] for row in read.rows] == ["we write &amp; in HTML", other]
    assert not read.said


def test_a_table_of_no_web_form_is_taken_at_its_word(tmp_path):
    read = table(tmp_path, "we write &amp; in HTML", first="id")
    assert [row["Answer"] for row in read.rows] == ["we write &amp; in HTML"]
    assert not read.said


def test_a_quotation_so_spelled_is_found_in_either_spelling():
    assert locate("tea &amp; cake", "We had tea & cake.") == [(7, 17)]
    assert locate("tea &amp; cake", "It says tea &amp; cake.") == [(8, 22)]
