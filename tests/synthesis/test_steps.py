"""The four steps on made material: what they promise whatever the words."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from made import STOPS, BagEncoder
from made_cases import CASES, HEADINGS
from secondcoder.passages.sentences import SpacySentences
from secondcoder.procedures.synthesis.records import (
    MACHINE_HAND,
    DerivedTheme,
    GeneralTheme,
    Piece,
    Refinement,
)
from secondcoder.procedures.synthesis.steps.answers import clauses, is_name, masked, proper_names
from secondcoder.procedures.synthesis.steps.edits import (
    DecisionEdit,
    GeneralEdit,
    SummaryEdit,
    ThemeEdit,
    Versions,
)
from secondcoder.procedures.synthesis.steps.grid import cell_id, grid_of
from secondcoder.procedures.synthesis.steps.merging import apply_decisions
from secondcoder.procedures.synthesis.steps.named_cases import CLUSTERS, KEYWORD, SYNTHESIS, totals
from secondcoder.procedures.synthesis.steps.stems import stem
from secondcoder.procedures.synthesis.steps.steps import Tools, differences, synthesise
from secondcoder.themes.candidates import Clause
from secondcoder.themes.labels import Name

SENTENCES = SpacySentences("en")


def made_grid(cases=CASES, headings=HEADINGS):
    texts, placed = {}, []
    for heading in headings:
        for case in cases:
            text = cases[case].get(heading, "")
            whole = texts.get(case, "")
            start = len(whole) + 1 if whole else 0
            texts[case] = f"{whole}\n{text}" if whole else text
            if text:
                placed.append((case, heading, Piece(case, start, start + len(text), text)))
    return grid_of(placed), texts


def called(label, line):
    return Name(name=label, label=label, key=label, key_phrases=(), in_vivo=line)


def tools(encoder=None):
    def name(level):
        return [
            called(f"{group[0][:30]} ({number})", Clause(group[0], 0))
            for number, group in enumerate(level.texts)
        ]

    return Tools(
        encoder=encoder or BagEncoder(),
        sentences=SENTENCES,
        stops=STOPS,
        can_stand=lambda words: [True] * len(words),
        name=name,
    )


def run(versions=None, **more):
    grid, texts = made_grid()
    standing, proposed = synthesise(grid, versions or Versions(), tools(), **more)
    return standing, proposed, texts


def verbatim(standing, texts):
    for summary in standing.summaries:
        source = summary.source
        assert texts[source.document][source.start : source.end] == source.text
    for answer in standing.answers:
        for piece in (answer.source, answer.sentence):
            assert texts[piece.document][piece.start : piece.end] == piece.text


def test_the_grid_holds_every_cell_and_shows_the_missing_ones():
    cases = {**CASES, "Silent": {"Aims": "To say little."}}
    grid, _ = made_grid(cases)
    assert len(grid.cells) == 18
    assert [c.heading for c in grid.cells if not c.pieces] == ["Methods", "Barriers"]


def test_every_cell_has_one_summary_which_is_a_sentence_of_it():
    standing, _, texts = run()
    assert len(standing.summaries) == len(standing.grid.filled)
    for summary in standing.summaries:
        assert summary.text in CASES[summary.case][summary.heading]
        assert summary.by == MACHINE_HAND
    verbatim(standing, texts)


def test_what_several_cases_say_is_a_theme_under_its_heading():
    standing, _, _ = run()
    answers = {one.id: one for one in standing.answers}
    by_heading = {
        (theme.heading, case)
        for theme in standing.heading_themes
        for case in theme.cases
        if any("loneliness" in answers[a].text for a in theme.answers)
    }
    assert by_heading >= {("Aims", "Harrow Strollers"), ("Aims", "The Ladle")}
    assert {case for _, case in by_heading} == {"Harrow Strollers", "The Ladle"}


def test_what_crosses_headings_is_a_general_theme():
    standing, _, _ = run()
    wide = [t for t in standing.general_themes if "funding" in " ".join(t.key_phrases)]
    assert wide
    assert {"Methods", "Barriers"} <= set(wide[0].headings)
    assert len({case for _, case in wide[0].places}) >= 4


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.lists(
            st.sampled_from("soil bus grant choir walk. tea, rota; hut".split()),
            min_size=1,
            max_size=12,
        ),
        min_size=4,
        max_size=8,
    )
)
def test_promises_hold_whatever_the_words(words):
    cases = {}
    for number, chosen in enumerate(words):
        case = f"Case {string.ascii_uppercase[number // 2]}"
        cases.setdefault(case, {})[("Aims", "Methods")[number % 2]] = " ".join(chosen)
    grid, texts = made_grid(cases, ("Aims", "Methods"))
    standing, proposed = synthesise(grid, Versions(), tools())
    assert standing == proposed
    verbatim(standing, texts)
    for theme in standing.heading_themes:
        assert len(theme.cases) >= 2
        assert {a.heading for a in standing.answers if a.id in theme.answers} == {theme.heading}
    for theme in standing.general_themes:
        assert len(theme.headings) >= 2
        assert len({case for _, case in theme.places}) >= 2


# a person's versions


def test_a_rewritten_summary_is_used_and_bears_its_writer():
    edit = SummaryEdit(
        cell_id("Cold Feet", "Aims"), "To ease loneliness by the sea.", "Eva", "from the interview"
    )
    standing, proposed, texts = run(Versions(summaries=(edit,)))
    mine = next(s for s in standing.summaries if s.cell_id == edit.cell_id)
    assert (mine.text, mine.by, mine.memo) == (edit.text, "Eva", "from the interview")
    verbatim(standing, texts)
    lonely = [t for t in standing.heading_themes if "Cold Feet" in t.cases and t.heading == "Aims"]
    assert any("The Ladle" in theme.cases for theme in lonely)
    assert [a.by for a in standing.answers if a.case == "Cold Feet" and a.heading == "Aims"] == [
        "Eva"
    ]
    assert proposed.summaries != standing.summaries
    assert [step for step, _ in differences(standing, proposed)] == ["step 1"]


def test_a_theme_can_be_renamed_removed_and_added():
    _, proposed, _ = run()
    first, second = proposed.heading_themes[:2]
    edits = (
        ThemeEdit(
            id=first.id,
            heading=first.heading,
            label="A better name",
            cases=first.cases,
            by="",
            memo="",
        ),
        ThemeEdit(
            id="",
            heading="Barriers",
            label="Getting there",
            cases=("Dunnaby Shed", "Cold Feet"),
            by="Eva",
            memo="why",
        ),
    )
    standing, _, texts = run(Versions(heading_themes=edits))
    assert [theme.label for theme in standing.heading_themes] == ["A better name", "Getting there"]
    assert second.id not in {theme.id for theme in standing.heading_themes}
    assert standing.heading_themes[0].by == "a person"
    assert set(standing.heading_themes[0].answers) == set(first.answers)
    added = standing.heading_themes[1]
    assert (added.by, added.memo, added.cases) == ("Eva", "why", ("Dunnaby Shed", "Cold Feet"))
    held = {a.case for a in standing.answers if a.id in added.answers}
    assert held == {"Dunnaby Shed", "Cold Feet"}
    verbatim(standing, texts)


def test_a_list_that_says_the_same_stays_the_machines():
    _, proposed, _ = run()
    edits = tuple(
        ThemeEdit(
            id=t.id, heading=t.heading, label=t.label, cases=t.cases, by=MACHINE_HAND, memo=""
        )
        for t in proposed.heading_themes
    )
    standing, _, _ = run(Versions(heading_themes=edits))
    assert standing.heading_themes == proposed.heading_themes
    assert differences(standing, proposed) == []


def test_a_general_theme_can_be_made_of_any_themes():
    def lists(themes):
        return (
            GeneralEdit(
                id="", label="All of it", themes=tuple(t.id for t in themes[:3]), by="Eva", memo=""
            ),
        )

    standing, _, _ = run(Versions(general_themes=lists))
    (theme,) = standing.general_themes
    assert (theme.label, theme.by) == ("All of it", "Eva")
    assert {h for h, _ in theme.places} == {t.heading for t in standing.heading_themes[:3]}


def test_a_decision_replaces_the_proposal_and_is_recorded():
    def decide(themes):
        return (
            DecisionEdit(
                theme_id=themes[0].id,
                decision="rename",
                into="",
                name="Means",
                by="Eva",
                memo="plainer",
            ),
        )

    standing, proposed, _ = run(Versions(decisions=decide))
    mine = standing.refinements[0]
    assert (mine.decision, mine.name, mine.by, mine.memo) == ("rename", "Means", "Eva", "plainer")
    assert proposed.refinements[0].by == MACHINE_HAND
    assert "Means" in {theme.label for theme in standing.final_themes}


def general(identity, *places):
    return GeneralTheme(
        id=identity,
        label=identity,
        key_phrases=(),
        themes=(),
        answers=(),
        mentions=(),
        places=places,
    )


def decided(theme, decision, into="", name=""):
    return Refinement(
        theme_id=theme,
        proposal="keep",
        proposed_into="",
        because="",
        decision=decision,
        into=into,
        name=name,
        by="Eva",
    )


def test_merges_lead_to_their_end_and_circles_to_nothing():
    grid, _ = made_grid()
    a, b, c = (
        general("a", ("Aims", "The Ladle")),
        general("b", ("Methods", "Cold Feet")),
        general("c", ("Barriers", "Cold Feet")),
    )
    chain = [decided("a", "merge", "b"), decided("b", "merge", "c"), decided("c", "keep")]
    (one,) = apply_decisions(grid, [a, b, c], chain)
    assert one.id == "c"
    assert set(one.merged) == {"a", "b", "c"}
    assert one.headings == HEADINGS
    circle = [decided("a", "merge", "b"), decided("b", "merge", "a"), decided("c", "drop")]
    assert {theme.id for theme in apply_decisions(grid, [a, b, c], circle)} == {"a", "b"}
    onto_dropped = [decided("a", "merge", "c"), decided("b", "keep"), decided("c", "drop")]
    assert {theme.id for theme in apply_decisions(grid, [a, b, c], onto_dropped)} == {"a", "b"}


# beside people's themes


def test_named_cases_are_compared_by_three_methods():
    derived = (
        DerivedTheme("Aims", "Loneliness", ("Harrow Strollers", "The Ladle")),
        DerivedTheme("", "Funding", ("Harrow Strollers", "The Ladle", "Second Gear")),
        DerivedTheme("Barriers", "Weather", ()),
    )
    standing, _, _ = run(derived=derived)
    found = {(n.derived.name, n.method, n.chosen_by): n for n in standing.named_cases}
    assert {method for _, method, _ in found} == {SYNTHESIS, KEYWORD, CLUSTERS}
    lonely = found["Loneliness", SYNTHESIS, "cases"]
    assert (lonely.both, lonely.precision, lonely.recall) == (2, 1.0, 1.0)
    assert 0 < lonely.chance < 1
    assert found["Loneliness", KEYWORD, "name"].cases == ("Harrow Strollers", "The Ladle")
    assert "Weather" not in {name for name, _, _ in found}
    both = {(t["method"], t["chosen_by"]): t for t in totals(standing.named_cases)}
    row = both[SYNTHESIS, "cases"]
    assert row["precision"] == row["both"] / row["cases_found"]
    assert row["cases_named"] == 5
    assert row["precision_low"] != row["precision_low"]  # too few themes for an interval


def test_intervals_hold_the_figure_they_are_about():
    derived = [
        DerivedTheme("Aims", "Loneliness", ("Harrow Strollers", case))
        for case in ("The Ladle", "Dunnaby Shed", "Cold Feet", "Second Gear", "The Ladle")
    ]
    standing, _, _ = run(derived=derived)
    for row in totals(standing.named_cases):
        for name in ("precision", "recall"):
            assert 0 <= row[f"{name}_low"] <= row[name] <= row[f"{name}_high"] <= 1


# parts


@pytest.mark.parametrize(
    "words", ["scaling scalability scale scaled", "funding funders fund", "partners partnership"]
)
def test_words_of_a_family_share_a_stem(words):
    assert len({stem(word) for word in words.split()}) == 1


def test_clauses_part_lists_but_no_opening():
    text = "In addition, barriers were cost, distance and rain; some stayed."
    found = [text[a:b] for (a, b), _ in clauses(text, SENTENCES(text), STOPS | {"in", "some"})]
    assert found[0] == "In addition, barriers were cost"
    assert found[1:] == ["distance and rain", "some stayed."]


def test_the_case_and_the_frame_are_masked_for_comparing():
    frame = frozenset({stem("barriers"), stem("included")})
    text = "Cold Feet: barriers included cost"
    assert masked(text, case="Cold Feet", frame=frame, stops=STOPS) == "cost"
    assert masked("Barriers", case="", frame=frame, stops=STOPS) == "Barriers"


def test_a_name_alone_is_no_answer():
    names = proper_names(["Walsall (Royal College of Art)", "the art of walking"])
    assert is_name("Walsall (Royal College of Art)", names, STOPS)
    assert not is_name("25 Mental Health Referrals", names, STOPS)
