"""Random sessions of up to four people and two machines: all that is shown tells one coding."""

import csv
import io
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

import pytest
from garden_study import CODED, CODES, GIVEN, SAID, make_study
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from made_up_run import blind_off

from secondcoder.decisions.merging import merge
from secondcoder.decisions.place import recorded_on
from secondcoder.exchange.from_study import load_project, reviewed_run
from secondcoder.exchange.indicators import indicator_files
from secondcoder.procedures.second_coder.reviewed.acts import person_of, settled
from secondcoder.procedures.second_coder.reviewed.joint import cases
from secondcoder.procedures.second_coder.tables.reviewed import REVIEWED_CODING
from secondcoder.review.pages import bulk, coding, focus, joint
from secondcoder.review.serve import open_review
from secondcoder.review.web import Problem, Visit

PEOPLE = ("Mira", "machine", "Tom", "(together)")
"""The first two coded the study; the others code here, or nothing at all."""
AWAY = "Tom"
"""Who works on a copy of the study, too."""
CUT = (SAID[0] + " " + SAID[1], *SAID[2:])
ALL = range(len(SAID))
PARENT = {code: code.split(" > ")[0] for code in CODES if " > " in code}
people = st.sampled_from(PEOPLE)
places = st.integers(0, len(SAID) - 1)
codes = st.sampled_from(CODES)
answers = st.sampled_from(["applies", "does not apply", "unsure", "other"])


@dataclass
class Done:
    """One act, as plainly as it can be told."""

    who: tuple[str, ...]
    passage: int
    code: str
    answer: str
    other: str = ""
    own: bool = False
    event: str = ""
    batch: str = ""
    here: bool = True
    undone: bool = field(default=False)


def expected(acts, person):
    """Return a person's final coding by the rules of the docs, worked out from the start."""
    held = [a for a in acts if a.here and not a.undone]
    own = {n: {code for place, code in CODED.get(person, ()) if place == n} for n in ALL}
    for act in held:
        if act.own and act.who == (person,):
            own[act.passage].add(act.code)
    said = alone(held, person) | jointly(held, person)
    final = {n: set(given) for n, given in own.items()}
    for (n, code), answer in said.items():
        if answer in {"does not apply", "other"}:
            final[n] -= {code, *(c for c, above in PARENT.items() if above == code)}
    for (n, code), answer in said.items():
        if answer == "applies" or (answer == "unsure" and code in without_implied(own[n])):
            final[n].add(code)
    return {(n, c) for n, given in final.items() for c in without_implied(given)}


def alone(held, person):
    """Return what a person's own last decisions say, a code that was chosen instead among them."""
    mine = [a for a in held if not a.own and a.who == (person,)]
    last = {(a.passage, a.code): a for a in mine}
    said = {pair: act.answer for pair, act in last.items()}
    for act in (a for a in mine if a.other and last[a.passage, a.code] is a):
        later = last.get((act.passage, act.other))
        if later is None or mine.index(later) < mine.index(act):
            said[act.passage, act.other] = "applies"
    return said


def jointly(held, person):
    """Return what the joint decisions that hold say to one of their members."""
    made = [a for a in held if len(a.who) > 1 and person in a.who]
    return {(a.passage, a.code): a.answer for a in made}


def without_implied(given):
    return given - {PARENT[code] for code in given if code in PARENT}


class Sessions(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.base = Path(tempfile.mkdtemp())
        self.study, self.away = self.base / "study", self.base / "away"
        self.run = make_study(self.study, given=GIVEN)
        self.runs, self.recut = 1, False
        shutil.copytree(self.study, self.away)
        self.review = open_review(self.study)
        for study in (self.study, self.away):
            blind_off(open_review(study), *PEOPLE)
        self.review.catch_up()
        self.acts, self.ids = [], set()

    def teardown(self):
        if hasattr(self, "base"):
            shutil.rmtree(self.base)

    # What people do, through the pages

    def visit(self, person, *, at=None, away=False, **form):
        review = open_review(self.away) if away else self.review
        review.catch_up()
        where = {}
        if at is not None:
            n, code = at
            passages = review.material.passages
            where = {"passage": passages[min(n, len(passages) - 1)].id, "code": self.id_of(code)}
        given = {name: [value] for name, value in form.items()}
        return Visit(review=review, reviewer=person, place=where, query={}, form=given)

    def id_of(self, code):
        return next(e.id for e in self.review.material.codes.values() if e.label == code)

    def note(self, visit, **more):
        """Keep what was just recorded."""
        time.sleep(0.004)  # acts at two places are told apart by their times
        event = visit.review.history.events[
            max(visit.review.history.events, key=lambda i: visit.review.history.events[i].number)
        ]
        self.acts.append(Done(event=event.id, **more))
        self.ids.add(event.id)

    def done(self, handler, visit, **more):
        try:
            handler(visit)
        except Problem:
            return False
        if more:
            self.note(visit, **more)
        return True

    @precondition(lambda self: not self.recut)
    @rule(
        who=people,
        about=st.tuples(places, codes),
        other=codes,
        see=st.booleans(),
        answer=answers,
    )
    def decide(self, who, about, other, see, answer):
        n, code = about
        if answer == "other" and other == code:
            return
        if see:
            self.done(focus.reveal, self.visit(who, at=(n, code)))
        other_id = self.id_of(other) if answer == "other" else ""
        visit = self.visit(who, at=(n, code), verdict=answer, other=other_id, note="memo")
        self.done(
            focus.decide,
            visit,
            who=(who,),
            passage=n,
            code=code,
            answer=answer,
            other=other if answer == "other" else "",
        )

    @precondition(lambda self: not self.recut)
    @rule(n=places, code=codes, answer=st.sampled_from(["applies", "does not apply"]))
    def decide_away(self, n, code, answer):
        visit = self.visit(AWAY, at=(n, code), away=True, verdict=answer)
        self.done(focus.decide, visit, who=(AWAY,), passage=n, code=code, answer=answer, here=False)

    @precondition(lambda self: any(not act.here for act in self.acts))
    @rule()
    def bring_home(self):
        merge(self.study / "record", [self.away])
        for act in self.acts:
            act.here = True

    @precondition(lambda self: not self.recut)
    @rule(who=people, n=places, code=codes)
    def code_first(self, who, n, code):
        visit = self.visit(who, at=(n, code), code=self.id_of(code), start="", end="")
        self.done(coding.apply, visit, who=(who,), passage=n, code=code, answer="applies", own=True)
        self.done(coding.finish, self.visit(who, at=(n, code)))

    @precondition(lambda self: not self.recut)
    @rule(
        one=people,
        two=people,
        n=places,
        code=codes,
        answer=st.sampled_from(["applies", "does not apply"]),
    )
    def decide_together(self, one, two, n, code, answer):
        visit = self.visit(one, at=(n, code), **{"with": two}, verdict=answer)
        self.done(
            joint.decide, visit, who=tuple(sorted((one, two))), passage=n, code=code, answer=answer
        )

    @precondition(lambda self: not self.recut)
    @rule(
        who=st.permutations(PEOPLE),
        pick=st.integers(0, 40),
        said=st.tuples(answers, answers, answers),
        other=codes,
        answer=st.sampled_from(["applies", "does not apply"]),
    )
    def differ(self, who, pick, said, other, answer):
        """Two decide on the same, then together; a third who had no part in it decides as well."""
        one, two, three = who[:3]
        shared = set(self.visit(one).view.by_pair) & set(self.visit(two).view.by_pair)
        if not shared:
            return
        passage, code = sorted(shared)[pick % len(shared)]
        about = self.review.material.by_id[passage].row, self.review.material.codes[code].label
        self.decide(one, about, other, True, said[0])
        self.decide(two, about, other, True, said[1])
        self.decide_together(one, two, *about, answer)
        self.decide(three, about, other, True, said[2])

    @precondition(lambda self: not self.recut)
    @rule(who=st.permutations(PEOPLE), said=st.lists(answers, min_size=1, max_size=3), other=codes)
    def finish_alone(self, who, said, other):
        """Two decide on all that waits for them, each alone."""
        for name in who[:2]:
            waiting = [
                item
                for item in self.visit(name).view.by_pair.values()
                if item.differs and not item.decoy
            ]
            for number, item in enumerate(waiting):
                if not self.review.history.verdict(name, item.passage.key, item.code_id):
                    about = item.passage.row, self.review.material.codes[item.code_id].label
                    self.decide(name, about, other, False, said[number % len(said)])

    @rule(who=people, pick=st.integers(0, 10))
    def undo(self, who, pick):
        mine = [a for a in self.acts if a.who == (who,) and not a.undone and a.here]
        if mine:
            act = mine[pick % len(mine)]
            handler = coding.undo if act.own else focus.undo
            if self.done(handler, self.visit(who, event=act.event)):
                act.undone = True

    @rule(pick=st.integers(0, 10))
    def reopen(self, pick):
        """Take back a joint decision, by one of its members."""
        made = [a for a in self.acts if len(a.who) > 1 and not a.undone]
        if made and not self.recut:
            act = made[pick % len(made)]
            one, two = act.who
            visit = self.visit(one, at=(act.passage, act.code), **{"with": two})
            now = visit.review.history.current(
                ("adjudication", "\n".join(act.who), visit.passage().key, self.id_of(act.code))
            )
            if now and now.id == act.event and self.done(joint.undo, visit):
                act.undone = True

    @precondition(lambda self: not self.recut)
    @rule(who=people, code=codes, answer=st.sampled_from(["applies", "does not apply"]))
    def decide_in_bulk(self, who, code, answer):
        visit = self.visit(who, at=(0, code))
        items = [i for i in visit.view.by_code.get(self.id_of(code), ()) if not i.decoy][:3]
        visit = Visit(
            review=self.review,
            reviewer=who,
            place=visit.place,
            query={},
            form={"verdict": [answer], "passage": [i.passage.id for i in items]},
        )
        before = self.review.history.last
        if self.done(bulk.decide, visit):
            new = self.review.store.events(after=before)
            for event in new:
                row = self.review.material.by_key[event.passage].row
                self.ids.add(event.id)
                self.acts.append(
                    Done(who=(who,), passage=row, code=code, answer=answer, event=event.id)
                )
            time.sleep(0.004 + len(new) / 1000)

    @rule(
        suggested=st.lists(st.tuples(places, codes), max_size=5, unique_by=lambda s: s[0]),
        given=st.lists(st.tuples(places, codes), min_size=1, max_size=4, unique=True),
    )
    def run_again(self, suggested, given):
        self.runs += 1
        cut = CUT if self.recut else SAID
        name = f"run{self.runs}"
        self.run = make_study(self.study, identity=name, cut=cut, suggested=suggested, given=given)
        self.review = open_review(self.study, run=self.run)

    @precondition(lambda self: len(self.acts) > 5)
    @rule(yes=st.integers(0, 9))
    def cut_otherwise(self, yes):
        if yes == 0:
            self.recut = True
            self.run_again([(1, "Money")], GIVEN)

    # What must hold after every step

    @invariant()
    def nothing_recorded_is_gone(self):
        store = open_review(self.study, run=self.run).store
        there = {event.id for event in store.events()}
        assert {a.event for a in self.acts if a.here} <= there
        assert not store.faults

    @invariant()
    def all_say_the_same(self):
        self.review.catch_up()
        fresh = open_review(self.study, run=self.run)
        found = settled(fresh)
        assert found == settled(self.review)
        material = fresh.material
        tables, _ = reviewed_run(self.run, recorded_on(self.study))
        rows = tables[REVIEWED_CODING]
        in_tables = {}
        for row in rows:
            if row.moment == "reviewed" and row.applies:
                in_tables.setdefault(row.coder, set()).add((row.passage_id, row.code_id))
        project = load_project(self.study, self.run, decisions=recorded_on(self.study))
        in_project = self.in_project(project, material, ending=" (after review)")
        of_machine = self.in_project(project, material, ending=" (machine)")
        given = {(p, c) for p, held in material.machines["Mira"].items() for c in held}
        above = {(p, up) for p, c in given for up in material.above[c]}
        assert of_machine["Mira"] - above == given
        cells = self.in_cells(tables)
        for one in found.people:
            name = one.person.name
            now = {(p, c) for p, given in one.reviewed.items() for c in given}
            if not self.recut:
                label = {e.id: e.label for e in material.codes.values()}
                plain = {(material.by_id[p].row, label[c]) for p, c in now}
                assert plain == expected(self.acts, name), name
            if name in {row.coder for row in rows if row.moment == "reviewed"}:
                closed = {(p, x) for p, c in now for x in (c, *material.above.get(c, ()))}
                assert cells.get(name, set()) == closed
                for given in (in_tables.get(name, set()), in_project.get(name, set())):
                    assert now <= given <= closed  # what a code below implies may be said, too
                denied = {
                    (row.passage_id, row.code_id)
                    for row in rows
                    if row.coder == name and row.moment == "reviewed" and not row.applies
                }
                assert not denied & closed
        self.pages_agree(fresh, found)

    def in_project(self, project, material, *, ending):
        place = {n: p.id for p in material.passages for n in range(p.start, p.start + len(p.text))}
        path_of = {" > ".join(path): guid for guid, path in project.paths().items()}
        code_of = {path_of[e.label]: e.id for e in material.codes.values() if e.label in path_of}
        names = {user.guid: user.name for user in project.users}
        found = {}
        for one in project.codings:
            name = names[one.coder]
            if name.endswith(ending) and ", together" not in name:
                pair = place[one.start], code_of[one.code]
                found.setdefault(name.removesuffix(ending), set()).add(pair)
        return found

    def in_cells(self, tables):
        files = indicator_files(tables)
        if "reviewed_01.csv" not in files:
            return {}
        key = {
            row["column"]: row["code_id"]
            for row in csv.DictReader(io.StringIO(files["codes_key.csv"].decode("utf-8-sig")))
        }
        found = {}
        for row in csv.DictReader(io.StringIO(files["reviewed_01.csv"].decode("utf-8-sig"))):
            if row["moment"] == "reviewed":
                given = {(row["passage_id"], code) for c, code in key.items() if row[c] == "1"}
                found.setdefault(row["coder"], set()).update(given)
        return found

    def pages_agree(self, review, found):
        """What *Together* shows is what holds: the joint decision, or what each holds alone."""
        names = [one.person.name for one in found.people]
        self.differences_show(review, found)
        for first in names:
            for second in names:
                if first >= second:
                    continue
                for pair in cases(review, first, among=[second]):
                    where = pair.passage.id, pair.code_id
                    made = found.joint.get(where, ())
                    assert pair.joint in made if made else pair.joint is None
                    if len(made) == 1:
                        applies = pair.implied or pair.joint.answer == "applies"
                        assert found.together[where].applies == applies
                    for said in pair.said:
                        one = found.of(person_of(review.material, said.name))
                        assert said.now == one.outcome(*where, review.material.above)
                        held = one.held.get(where)
                        if held is not None and held.reason != "decided together":
                            assert said.applies == held.applies

    def differences_show(self, review, found):
        """A code that one holds by itself and another does not, both having finished, is shown."""
        active = [one for one in found.people if review.history.verdicts(one.person.name)]
        for one, two in permutations(active, 2):
            both = one.person.name, two.person.name
            shown = {(p.passage.id, p.code_id) for p in cases(review, both[0], among=[both[1]])}
            for passage in one.seen & two.seen:
                if any(self.waits(review, who.person.name, passage) for who in (one, two)):
                    continue
                given = {(passage, code) for code in one.independent.get(passage, ())}
                assert given <= shown

    def waits(self, review, name, passage):
        """Say whether a person has something left to decide on a passage."""
        said = review.history.verdicts(name)
        items = review.view(name).by_pair.items()
        return any(
            at == passage and item.kind not in {"agree", "neither"} and item.pair not in said
            for (at, _), item in items
        )


SHORT = settings(
    max_examples=8,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink takes minutes
    derandomize=True,
    print_blob=True,
)
LONG = settings(SHORT, max_examples=150, stateful_step_count=40)


def test_every_page_table_and_export_tells_one_final_coding():
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(Sessions, settings=SHORT)


@pytest.mark.slow
def test_long_sessions_tell_one_final_coding():
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(Sessions, settings=LONG)
