from dataclasses import replace

from secondcoder.procedures.second_coder.steps.called import called_by_codes
from secondcoder.records.codes import Code, Codebook
from secondcoder.records.results import Match, Matching
from secondcoder.records.text import Passage
from secondcoder.themes.groups import unnamed_theme


def theme(identity, name):
    passage = Passage(
        id=identity,
        document="a",
        case="",
        speaker="",
        heading="",
        question="",
        time="",
        position=1,
        start=0,
        end=3,
        text="bus",
    )
    made = unnamed_theme(
        [passage], cohesion=1.0, coheres=True, exemplars=(), by_seed=1.0, by_sample=1.0
    )
    return replace(made, id=identity, name=name, label=name)


def match(identity, code, relation):
    return Match(
        theme_id=identity,
        code_id=code,
        similarity=0.5,
        overlap_kappa=None,
        relation=relation,
        assigned=relation == "matches",
    )


def test_a_codes_name_leads_where_a_theme_matches_it_and_its_own_stays_beside():
    codebook = Codebook((Code(id="c1", path=("Access", "Transport")), Code(id="c2", path=("Pay",))))
    pairs = (match("t1", "c1", "matches"), match("t2", "c2", "near"))
    found = called_by_codes(
        [theme("t1", "Bus"), theme("t2", "Wages"), theme("t3", "Transport")],
        Matching(pairs, (), ()),
        codebook,
    )
    assert [one.label for one in found] == ["Transport", "Wages", "Transport (2)"]
    assert [one.name for one in found] == ["Bus", "Wages", "Transport"]
