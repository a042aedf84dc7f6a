"""What holds after any session: the rules of docs/record.md, by hand and by random sessions."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from secondcoder.coding.acts import (
    APPLIES,
    CODING,
    DECISION,
    DECOY,
    JOINT,
    NOT,
    UNSURE,
    Act,
)
from secondcoder.coding.settle import (
    ALL_AGREE,
    ANOTHER,
    DIFFER,
    IMPLIED,
    KEPT,
    TOGETHER,
    UNDECIDED,
    WITH_MACHINE,
    settle,
    with_above,
)
from secondcoder.coding.settle_part import with_part
from secondcoder.records.coders import Group, Person

ABOVE = {"a": (), "a1": ("a",), "a2": ("a",), "b": ()}
ANA, BEN, CY = Person("Ana"), Person("machine"), Person("(together)")
BOTH = Group((ANA, BEN))


def act(author, role, code, answer=APPLIES, number=0, **more):
    return Act(
        author=author, role=role, passage="p", code=code, answer=answer, number=number, **more
    )


def held(*acts, seen=(ANA, BEN)):
    return settle(acts, {person: {"p"} for person in seen}, above=ABOVE)


def test_own_coding_is_what_was_coded_before_anything_was_shown():
    found = held(act(ANA, CODING, "a1"), act(ANA, DECISION, "b", number=2)).of(ANA)
    assert found.independent == {"p": {"a1"}}
    assert found.reviewed == {"p": {"a1", "b"}}


def test_a_later_decision_replaces_an_earlier_one():
    found = held(act(ANA, DECISION, "b", number=1), act(ANA, DECISION, "b", NOT, number=2))
    assert found.of(ANA).reviewed == {}


def test_what_does_not_apply_takes_off_what_lies_below_unless_that_was_decided():
    own = [act(ANA, CODING, "a1"), act(ANA, CODING, "a2")]
    off = act(ANA, DECISION, "a", NOT, number=1)
    assert held(*own, off).of(ANA).reviewed == {}
    kept = act(ANA, DECISION, "a2", number=2)
    assert held(*own, off, kept).of(ANA).reviewed == {"p": {"a2"}}


def test_another_code_applies_unless_it_was_decided_on_since():
    other = act(ANA, DECISION, "a1", NOT, number=1, other="b")
    found = held(other).of(ANA)
    assert found.reviewed == {"p": {"b"}}
    assert found.held["p", "b"].reason == ANOTHER
    assert held(other, act(ANA, DECISION, "b", NOT, number=2)).of(ANA).reviewed == {}
    assert held(other, act(ANA, DECISION, "b", NOT, number=0)).of(ANA).reviewed == {"p": {"b"}}


def test_what_is_undecided_stays_as_it_was_and_is_open_for_all():
    found = held(act(ANA, CODING, "b"), act(ANA, DECISION, "b", UNSURE, number=1))
    assert found.of(ANA).reviewed == {"p": {"b"}}
    assert found.of(ANA).outcome("p", "b", ABOVE) is None
    assert (found.together["p", "b"].applies, found.together["p", "b"].reason) == (None, DIFFER)
    alone = held(act(ANA, DECISION, "b", UNSURE, number=1), seen=(ANA,))
    assert alone.together["p", "b"].reason == UNDECIDED


def test_a_joint_decision_holds_for_its_members_whoever_decides_since():
    acts = [
        act(ANA, DECISION, "b", number=1),
        act(BEN, DECISION, "b", NOT, number=2),
        act(BOTH, JOINT, "b", NOT, number=3),
        act(ANA, DECISION, "b", number=4),
        act(CY, DECISION, "b", number=5),
    ]
    found = held(*acts)
    assert found.of(ANA).held["p", "b"].reason == TOGETHER
    assert found.of(ANA).reviewed == {}
    assert found.of(CY).reviewed == {"p": {"b"}}
    assert found.together["p", "b"].applies is False
    reopened = held(*(one for one in acts if one.role != JOINT))
    assert reopened.of(ANA).reviewed == {"p": {"b"}}
    assert reopened.together["p", "b"].reason == DIFFER


def test_a_joint_decision_of_others_cancels_none():
    two, all_three = Group((BEN, CY)), Group((ANA, BEN, CY))
    first = act(BOTH, JOINT, "b", number=1)
    then = act(two, JOINT, "b", NOT, number=2)
    found = held(first, then)
    assert found.of(ANA).held["p", "b"].applies is (ANA in BOTH.members)
    assert found.of(CY).held["p", "b"].applies is False
    assert found.together["p", "b"].reason == DIFFER
    assert found.joint["p", "b"] == (first, then)
    settled = held(first, then, act(all_three, JOINT, "b", number=3))
    assert settled.together["p", "b"].applies is True
    assert len(settled.joint["p", "b"]) == 1


def test_for_all_too_a_code_applies_where_one_below_it_does():
    acts = (act(ANA, DECISION, "a1", number=1), act(BEN, DECISION, "a1", number=2))
    found = held(*acts, act(BOTH, JOINT, "a", NOT, number=3))
    assert found.together["p", "a1"].applies is True
    assert (found.together["p", "a"].applies, found.together["p", "a"].reason) == (True, IMPLIED)
    alone = held(act(CY, DECISION, "a1", NOT, number=1), act(BOTH, JOINT, "a1", number=2))
    assert alone.together["p", "a"].applies is True


def test_what_is_undecided_goes_where_the_code_above_it_does_not_apply():
    acts = (act(ANA, CODING, "a1"), act(ANA, DECISION, "a1", UNSURE, number=1))
    assert held(*acts).of(ANA).reviewed == {"p": {"a1"}}
    found = held(*acts, act(BOTH, JOINT, "a", NOT, number=2))
    assert found.of(ANA).reviewed == {}
    assert found.together["p", "a"].applies is False


def test_another_code_outlives_a_joint_decision_on_the_first():
    found = held(
        act(ANA, DECISION, "a1", NOT, number=1, other="b"),
        act(BOTH, JOINT, "a1", number=2),
    )
    assert found.of(ANA).reviewed == {"p": {"a1", "b"}}
    assert found.of(BEN).reviewed == {"p": {"a1"}}


def test_reasons_name_whom_one_went_with():
    machine = {"held_machine": True}
    assert held(act(ANA, DECISION, "b", **machine)).of(ANA).held["p", "b"].reason == WITH_MACHINE
    assert held(act(ANA, DECISION, "b", NOT, **machine)).of(ANA).held["p", "b"].reason == KEPT


def test_what_all_gave_is_agreed_and_a_code_that_one_gave_reaches_all():
    found = held(act(ANA, CODING, "a1"), act(BEN, CODING, "a2"))
    assert (found.together["p", "a"].applies, found.together["p", "a"].reason) == (True, ALL_AGREE)
    assert found.together["p", "a1"].reason == DIFFER
    assert found.together["p", "a2"].reason == DIFFER


def test_a_decoy_without_the_code_changes_nothing():
    found = held(act(ANA, DECISION, "b", NOT, number=1, came=DECOY))
    assert found.of(ANA).reviewed == found.of(ANA).independent == {}
    assert found.decoys == {("p", "b")}


PEOPLE = [ANA, BEN, CY]
ACTS = st.builds(
    Act,
    author=st.sampled_from(PEOPLE),
    role=st.sampled_from([CODING, DECISION]),
    passage=st.sampled_from(["p", "q"]),
    code=st.sampled_from(list(ABOVE)),
    answer=st.sampled_from([APPLIES, NOT, UNSURE]),
    other=st.sampled_from(["", "", "a2", "b"]),
    held_own=st.booleans(),
    held_machine=st.booleans(),
) | st.builds(
    Act,
    author=st.sampled_from([BOTH, Group((ANA, CY)), Group((ANA, BEN, CY))]),
    role=st.just(JOINT),
    passage=st.sampled_from(["p", "q"]),
    code=st.sampled_from(list(ABOVE)),
    answer=st.sampled_from([APPLIES, NOT]),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(ACTS, max_size=14), st.sampled_from(["p", "q"]))
def test_what_changed_on_a_passage_is_worked_in_as_if_all_were_settled_anew(acts, passage):
    """No rule looks beyond a passage: the coding is mended where something was done since."""
    acts = [replace(one, number=number) for number, one in enumerate(acts, start=1)]
    elsewhere = [one for one in acts if one.passage != passage]
    there = [one for one in acts if one.passage == passage]
    seen = {ANA: {"p", "q"}, BEN: {"p"}}
    on = {person: places & {passage} for person, places in seen.items()}
    for earlier in (elsewhere, [*elsewhere, *there[:1]], acts):
        before = settle(earlier, seen, above=ABOVE)
        mended = with_part(before, settle(there, on, above=ABOVE), {passage})
        assert mended == settle(acts, seen, above=ABOVE)


@settings(max_examples=400, deadline=None)
@given(st.lists(ACTS, max_size=14), st.randoms(use_true_random=False))
def test_after_any_session(acts, lots):
    acts = [replace(one, number=number) for number, one in enumerate(acts, start=1)]
    found = settle(acts, {}, above=ABOVE)
    shuffled = list(acts)
    lots.shuffle(shuffled)
    assert settle(shuffled, {}, above=ABOVE) == found  # the order of reading does not matter
    assert settle([*acts, *acts], {}, above=ABOVE) == found  # twice is once
    for pair, made in found.joint.items():
        said = {act.answer == APPLIES for act in made}
        implied = found.together[pair].reason == IMPLIED
        assert implied or found.together[pair].applies == (said.pop() if len(said) == 1 else None)
        for person in found.people:
            own = [act for act in made if person.person in act.author.members]
            assert not own or person.held[pair].act == own[-1]
    for (passage, code), one in found.together.items():
        if one.applies:
            assert all(found.together[passage, up].applies for up in ABOVE[code])
    for person in found.people:
        for (passage, code), one in person.held.items():
            holds = code in with_above(person.reviewed.get(passage, ()), ABOVE)
            if one.applies:
                assert holds
            elif one.applies is False and holds:  # only by a code below that was decided to apply
                assert any(
                    below in person.reviewed[passage] and person.held[passage, below].applies
                    for below in ABOVE
                    if code in ABOVE[below] and (passage, below) in person.held
                )
        untouched = [p for p in person.independent if not any(k[0] == p for k in person.held)]
        assert all(person.reviewed[p] == person.independent[p] for p in untouched)
