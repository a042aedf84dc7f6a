"""Single changes of a study.toml: what it says changes as asked, and nothing else of it."""

import tomllib
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondcoder.errors import SecondcoderError
from secondcoder.study.edit import SAID, add_section, remove, set_section, set_value

OWN = '''# Ana's study, second version
title = "Buses"  # mine
# about the documents

[[documents]]
path       = "a.txt"   # the first
moderators = ["I"]

# the second comes late
[[documents]]
path = 'b # not a comment.txt'
headings = [
  "one",  # why
  "two = 2",
]

[documents.speakers.A]
role = "interviewer"  # hers

# about the codes
[codebook]
path = "codes.csv"
levels = ["theme", "subtheme"]
note = """
[not a section]
x = 1
"""
'''


def own_lines(text):
    return [line for line in text.splitlines() if line.strip()]


def test_a_value_is_set_in_its_place_and_all_else_stays():
    text = set_value(OWN, ("documents", 0, "moderators"), ["I", "J"], reason="J asks too")
    assert tomllib.loads(text)["documents"][0]["moderators"] == ["I", "J"]
    before, after = own_lines(OWN), own_lines(text)
    assert len(before) == len(after)
    changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert [new for _, new in changed] == [f'moderators = ["I", "J"]  # J asks too {SAID}']


def test_a_new_key_stands_in_its_section_before_the_comments_of_the_next():
    text = set_value(OWN, ("documents", 0, "speakers", "S 1", "role"), "interviewer", reason="asks")
    lines = text.splitlines()
    at = lines.index(f'speakers."S 1".role = "interviewer"  # asks {SAID}')
    assert lines[at - 1] == 'moderators = ["I"]'
    assert lines[at + 2] == "# the second comes late"


def test_the_users_comment_stays_beside_ours_and_ours_goes_with_the_next():
    place = ("documents", 1, "speakers", "A", "role")
    text = set_value(OWN, place, "participant", reason="she answers")
    assert f'role = "participant"  # hers; she answers {SAID}' in text
    text = set_value(text, place, "interviewer", reason="she asks after all")
    assert f'role = "interviewer"  # hers; she asks after all {SAID}' in text
    assert "she answers" not in text


def test_what_is_removed_leaves_the_users_comments():
    text = remove(OWN, ("documents", 1))
    assert len(tomllib.loads(text)["documents"]) == 1
    for comment in ("# the second comes late", "# hers", "# about the codes"):
        assert comment in text


def test_sections_are_added_behind_their_like():
    text = add_section(OWN, "documents", {"path": "c.csv", "text": "words"}, reason="new")
    data = tomllib.loads(text)
    assert [one["path"] for one in data["documents"]][-1] == "c.csv"
    assert text.index("c.csv") < text.index("# about the codes")
    text = set_section(text, "codebook", {"path": "d.csv", "code": "code"})
    assert tomllib.loads(text)["codebook"] == {"path": "d.csv", "code": "code"}
    text = add_section(text, "coding", {"path": "ana.csv", "coder": 'An"a'})
    assert tomllib.loads(text)["coding"] == [{"path": "ana.csv", "coder": 'An"a'}]


def test_what_is_so_already_changes_no_byte():
    assert set_value(OWN, ("title",), "Buses", reason="again") == OWN
    assert remove(OWN, ("seed",)) == OWN
    assert remove(OWN, ("documents", 7)) == OWN


def test_a_file_that_begins_with_a_section_takes_keys_above_it():
    text = set_value('# head\n[[documents]]\npath = "a.txt"\n', ("title",), "New")
    assert tomllib.loads(text) == {"title": "New", "documents": [{"path": "a.txt"}]}


def test_what_cannot_be_changed_so_is_refused_whole():
    text = 'documents = [{ path = "a.txt" }, { path = "b.txt" }]\n'
    with pytest.raises(SecondcoderError, match="nothing was changed"):
        add_section(text, "documents", {"path": "c.txt"})


NAMES = st.text(min_size=1, max_size=8).filter(lambda name: "\x00" not in name)
LEAVES = st.one_of(
    st.text(max_size=12), st.integers(-9, 9), st.booleans(), st.lists(st.text(max_size=5))
)


def clean(text):
    return not any("\ud800" <= one <= "\udfff" for one in text)


@given(
    speaker=NAMES.filter(clean),
    value=LEAVES.filter(lambda one: clean(str(one))),
    place=st.sampled_from(
        [("documents", 0), ("documents", 1), ("codebook",), ("passages",), ("model",)]
    ),
    reason=st.text(max_size=20).filter(clean),
)
def test_any_value_under_any_name(speaker, value, place, reason):
    wanted = deepcopy(tomllib.loads(OWN))
    inside = wanted
    for step in place:
        inside = inside.setdefault(step, {}) if isinstance(inside, dict) else inside[step]
    inside[speaker] = value
    reason = "".join(one for one in reason if one.isprintable())
    text = set_value(OWN, (*place, speaker), value, reason=reason)
    assert tomllib.loads(text) == wanted
    for line in OWN.splitlines():
        if line.startswith("#"):
            assert line in text
    again = remove(text, (*place, speaker))
    expected = tomllib.loads(OWN)
    if speaker in expected.get(place[0], {}):
        del expected[place[0]][speaker]
    if len(place) == 2 and speaker in expected["documents"][place[1]]:
        del expected["documents"][place[1]][speaker]
    assert tomllib.loads(again) == expected
