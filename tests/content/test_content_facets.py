import sys
from pathlib import Path

import numpy as np
import pytest

from made import code, codebook, passages_of
from secondcoder.procedures.content.steps.facet_check import check
from secondcoder.procedures.content.steps.facets import (
    FacetSuggestion,
    coded_values,
    entries_of,
    facets_of,
    learned_shares,
    suggested,
    value_shares,
)
from secondcoder.suggesting.scores import codebook_scores

FOCUS = Path(__file__).resolve().parents[2] / "../shared/studies/focus-groups"
GOOD, BAD = (("polarity", "Successes"),), (("polarity", "Challenges"),)
BOOK = codebook(
    code("Land"),
    code("Land", "rich harvest of tomatoes", facets=GOOD),
    code("Land", "stones and drought", facets=BAD),
    code("Travel"),
    code("Travel", "kind driver waits", facets=GOOD),
    code("Travel", "cancelled evening timetable", facets=BAD),
)


def read(texts, bag):
    passages = passages_of(texts)
    vectors = bag.encode(texts)
    scored = codebook_scores(
        texts, vectors, BOOK, encoder=bag, sentences=lambda text: [(0, len(text))]
    )
    return passages, vectors, scored, facets_of(BOOK)[0]


def test_a_facet_has_its_values_in_the_order_of_the_codebook():
    (facet,) = facets_of(BOOK)
    assert (facet.name, facet.choices) == ("polarity", ("Successes", "Challenges"))
    assert facets_of(codebook(code("A", facets=GOOD))) == ()


def test_a_value_is_suggested_with_its_entry_and_what_speaks_against(bag):
    texts = ["a harvest of tomatoes", "the evening timetable was cancelled"]
    passages, _, scored, facet = read(texts, bag)
    shares = value_shares(scored, facet)
    assert np.allclose(shares.sum(axis=1), 1)
    first, second = suggested(passages, facet, shares, scored, basis="codebook", stops=frozenset())
    assert (first.value, first.code) == ("Successes", "Land > rich harvest of tomatoes")
    assert set(first.words) >= {"harvest", "tomatoes"}
    assert (second.value, second.against.split(" > ")[0]) == ("Challenges", "Travel")


def test_no_passage_is_learnt_from_itself(bag):
    texts = ["zebra crossing noise", "harvest tomatoes rich", "stones drought land"] * 4
    passages, vectors, scored, facet = read(texts, bag)
    plain = value_shares(scored, facet)
    entries = entries_of(facet, BOOK, bag)
    documents = [f"d{n % 6}" for n in range(len(passages))]

    def shares_with(label):
        labels = ["Successes" if n % 2 else "Challenges" for n in range(len(texts))]
        labels[0] = label
        return learned_shares(
            vectors,
            plain,
            labels=labels,
            facet=facet,
            entries=entries,
            groups=documents,
            seed=0,
        )

    one, basis = shares_with("Successes")
    other, _ = shares_with("Challenges")
    assert basis == "coding of other documents"
    assert np.allclose(one[0], other[0])
    assert not np.allclose(one, other)


def test_with_too_little_coding_the_codebook_stands_and_is_named(bag):
    passages, vectors, scored, facet = read(["harvest", "stones", "driver"], bag)
    plain = value_shares(scored, facet)
    shares, basis = learned_shares(
        vectors,
        plain,
        labels=["Successes", "", ""],
        facet=facet,
        entries=entries_of(facet, BOOK, bag),
        groups=[passage.document for passage in passages],
        seed=0,
    )
    assert basis == "codebook"
    assert np.array_equal(shares, plain)


def test_codes_that_carry_both_values_are_not_checked():
    facet = facets_of(BOOK)[0]
    ids = [one.id for one in BOOK.codes if one.facets]
    coded = coded_values(facet, {"a": frozenset(ids[:1]), "b": frozenset(ids), "c": frozenset()})
    assert coded == {"a": ("Successes",), "b": ("Successes", "Challenges")}
    found = [
        FacetSuggestion(
            passage_id=name,
            facet="polarity",
            value="Successes",
            share=0.9,
            basis="codebook",
            code="",
            part="",
            words=(),
            against="",
        )
        for name in "abc"
    ]
    one = check(found, coded, dict.fromkeys("abc", "talk"))
    assert (one.passages, one.correct, one.several) == (1, 1, 1)
    assert check(found, {}, {}) is None


def test_better_means_better_than_the_commoner_value_with_its_interval():
    ids = [f"p{n:02d}" for n in range(40)]
    coded = {one: ("Challenges" if n % 2 else "Successes",) for n, one in enumerate(ids)}

    def judged(values):
        found = [
            FacetSuggestion(
                passage_id=one,
                facet="polarity",
                value=value,
                share=0.9,
                basis="codebook",
                code="",
                part="",
                words=(),
                against="",
            )
            for one, value in zip(ids, values, strict=True)
        ]
        return check(found, coded, dict.fromkeys(ids, "talk"))

    assert judged([coded[one][0] for one in ids]).better == "yes"
    assert judged(["Successes"] * 40).better == "no"
    assert judged([*(coded[one][0] for one in ids[:22]), *["Successes"] * 18]).better != "no"


@pytest.mark.skipif(not FOCUS.is_dir(), reason="the study, beside the checkout, is not there")
def test_on_focus_group_quotations_it_beats_the_commoner_value(bundled, capsys):
    """Settings were chosen on the demonstration study; this study was only ever reported on."""
    from secondcoder.procedures.content.steps.analysis import Wanted, analyse
    from secondcoder.study.assemble import load_material
    from secondcoder.study.load import load_config

    config = load_config(FOCUS).config
    found = analyse(load_material(FOCUS, config), config, bundled, wanted=Wanted())
    with capsys.disabled():
        for one in found.checks:
            sys.stdout.write(
                f"\n{one.facet} from {one.basis}: {one.correct} of {one.passages}, "
                f"{one.percent:.1f} % ({one.low:.1f} to {one.high:.1f}); always "
                f"{one.commoner}: {one.commoner_percent:.1f} %"
            )
    assert len(found.checks) == 2
    for one in found.checks:
        assert one.passages == 73
        assert one.better == "yes"
    assert {query.kind for query in found.queries} >= {
        "code outside the codebook",
        "spelt otherwise",
        "subtheme under two themes",
        "code differs",
        "facet differs",
    }
    outside = [one for one in found.queries if one.kind == "code outside the codebook"]
    assert len(outside) == 11
