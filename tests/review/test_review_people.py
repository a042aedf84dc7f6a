"""Roles for who did not code the study: further coder, adjudicator, learner; and three together."""

import re

import pytest
from sessions import begin, do, events, give, serving, way  # noqa: F401 - a fixture
from test_review_pages import faults


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    one = serving(tmp_path_factory.mktemp("people"))
    yield one
    one.stop()


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    """A study whose coders agree in everything."""
    one = serving(tmp_path_factory.mktemp("settled"), coders=("Anna", "Tom"))
    yield one
    one.stop()


def test_a_further_coder_codes_blind_and_then_compares(visit, server, way):  # noqa: F811
    who = f"Further {way}"
    page = begin(visit, server, who, way)
    assert page.get_by_text("You have coded no passage yet").count() == 1
    page.goto(f"{server.base}/coding/p0007")
    give(page, "cE")
    do(page, "Done, next passage")
    page.goto(f"{server.base}/code/all")
    listed = page.locator("tbody").inner_text()
    assert "Number 7 " in listed
    assert page.get_by_text("’s coding").count() == 0
    page.goto(f"{server.base}/code/cE/passage/p0007")
    do(page, "It applies")
    page.get_by_role("heading", name="What the machine says").wait_for()
    assert page.get_by_text("First view: It applies").count() == 1
    assert page.get_by_text("Mira").count() == page.get_by_text("Tom").count() == 0
    do(page, "It applies")
    page.get_by_text("Recorded: the code applies").wait_for()
    done = [row for row in events(page, server, who) if row["kind"] != "setting"]
    assert [row["kind"] for row in done] == ["coding", "coded", "judgement", "verdict"]
    assert [row["revealed"] for row in done][2:] == [False, True]


def test_an_adjudicator_sees_everybody_s_coding_after_a_first_look(visit, server, way):  # noqa: F811
    who = f"Adjudicator {way}"
    page = begin(visit, server, who, way, role="Adjudicator")
    page.goto(f"{server.base}/code/cE/passage/p0007")
    assert page.get_by_text("You have not coded this passage").count() == 1
    page.goto(f"{server.base}/coding/p0007")
    assert page.get_by_text("Mira").count() == page.get_by_text("Tom").count() == 0
    do(page, "No code applies, next passage")
    page.goto(f"{server.base}/code/all")
    assert page.locator("tbody tr").count() == 2  # Mira's code, and the machine's
    page.goto(f"{server.base}/code/cE/passage/p0007")
    for name in ("Mira", "Tom"):
        assert page.get_by_role("heading", name=f"{name}’s coding of it").count() == 1
    applies = page.get_by_role("button", name=re.compile("^(1 )?It applies")).inner_text()
    does_not = page.get_by_role("button", name=re.compile("It does not apply")).inner_text()
    assert "Mira’s coding says so" in applies
    assert "machine" not in applies
    assert all(words in does_not for words in ("my coding", "Tom’s coding", "the machine"))
    do(page, "It applies")
    page.get_by_text("Recorded: the code applies").wait_for()
    last = events(page, server, who)[-1]
    assert (last["kind"], last["revealed"], last["human"]) == ("verdict", True, False)


def test_a_learner_is_shown_where_and_why_they_differ(visit, settled, way):  # noqa: F811
    who = f"Learner {way}"
    page = begin(visit, settled, who, way, role="Learner")
    page.get_by_role("link", name="Go to learning").click()
    page.get_by_role("link", name=re.compile("^Start")).click()
    for number in range(12):
        passage = page.url.split("?")[0].rsplit("/", 1)[1]
        code = ["cB", "cE", "", "cF", "cC", ""][(int(passage[1:]) + 1) % 6]
        assert page.request.get(f"{settled.base}/learning/{passage}").status == 403
        wrong = number < 6
        given = "cD" if wrong else code
        if given:
            give(page, given)
        do(page, "Done, compare" if given else "No code applies, compare")
        page.wait_for_url("**/learning/*")
        same = page.get_by_role("heading", name="You coded it as others did").count()
        assert same == (not wrong and code != "cF")  # those have another code besides
        if wrong:
            assert page.get_by_text("Only you gave").count() == 1
            said = "It applies" if code == "cE" else "It does not apply"  # cE is below cD
            assert page.get_by_text(f"Tom: {said}").count() >= 1
            assert page.get_by_text("What the codebook says").count() >= 1
        page.get_by_role("link", name=re.compile("Next passage")).click()
        page.wait_for_url("**/coding/*")
    page.goto(f"{settled.base}/learning")
    blocks = page.get_by_role("region", name="Agreement over time").locator("tbody tr")
    assert [row.split()[0] for row in blocks.all_inner_texts()] == ["1", "11"]
    page.goto(f"{settled.base}/code/cB")
    assert page.get_by_text("0 passages").count() == 1
    other = begin(visit, settled, "Tom", way)
    other.goto(f"{settled.base}/joint")
    assert other.get_by_text(who).count() == 0


def test_three_people_come_to_a_joint_decision(visit, server, way):  # noqa: F811
    passage, code = ("p0009", "cF") if way == "keys" else ("p0015", "cF")
    pages = {name: begin(visit, server, name, way) for name in ("Mira", "Tom", "Kim")}
    kim = pages["Kim"]
    assert kim.request.get(f"{server.base}/joint?with=Nobody").status == 200
    kim.goto(f"{server.base}/coding/{passage}")
    do(kim, "No code applies, next passage")
    for name, page in pages.items():
        assert page.request.get(f"{server.base}/joint/{code}/{passage}").status in {200, 404}, name
        page.goto(f"{server.base}/code/all?state=open&order=text")
        for link in page.locator("tbody a").evaluate_all("all => all.map(one => one.href)"):
            if f"/passage/{passage}" in link:
                page.goto(link)
                do(page, "It applies" if name == "Mira" else "It does not apply")
                if page.get_by_text("First view: ").count():
                    do(page, "It applies" if name == "Mira" else "It does not apply")
    kim.goto(f"{server.base}/joint")
    for name in ("Mira", "Tom"):
        kim.get_by_role("checkbox", name=name).check()
    kim.get_by_role("button", name="Record who is present").click()
    kim.goto(f"{server.base}/joint/{code}/{passage}")
    said = kim.get_by_role("region", name="What each said").inner_text()
    assert all(name in said for name in pages)
    assert "Mira: It applies" in said
    kim.get_by_role("checkbox", name="Tom").uncheck()
    kim.get_by_label("Why").fill("the definition names it")
    do(kim, "The code applies")
    kim.get_by_text("Recorded: the code applies").wait_for()
    made = [row for row in events(kim, server, "Kim") if row["kind"] == "adjudication"][-1]
    assert '"present": ["Kim", "Mira", "Tom"]' in made["detail"]
    mira, tom = pages["Mira"], pages["Tom"]
    mira.goto(f"{server.base}/joint/log")
    log = mira.locator("main").inner_text()
    assert "agreed: Kim, Mira; present: Kim, Mira, Tom" in log
    assert "the definition names it" in log
    tom.goto(f"{server.base}/joint/{code}/{passage}")
    assert tom.get_by_text("Somebody who agreed to it can reopen it").count() == 1
    mira.goto(f"{server.base}/joint/{code}/{passage}")
    mira.get_by_role("button", name="Reopen").click()
    mira.get_by_text("Undone").first.wait_for()
    mira.goto(f"{server.base}/joint/log")
    assert "taken back by Mira" in mira.locator("main").inner_text()


def test_one_alone_decides_nothing_jointly_and_what_was_typed_stays(visit, server):
    page = begin(visit, server, "Solo", "plain")
    page.goto(f"{server.base}/coding/p0001")
    do(page, "No code applies, next passage")
    page.goto(f"{server.base}/joint/cE/p0001")
    page.get_by_label("Why").fill("I think so")
    page.get_by_role("button", name="The code applies").click()
    page.get_by_text("Not recorded").wait_for()
    assert page.get_by_label("Why").input_value() == "I think so"
    assert [e["kind"] for e in events(page, server, "Solo")] == ["setting", "coded", "draft"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_their_pages(visit, server, settled, scheme):
    page = visit("Learner keys", server=settled, bypass_csp=True, color_scheme=scheme)
    done = page.request.get(f"{settled.base}/learning").text()
    one = re.search(r'href="(/learning/\w+)"', done)
    paths = ["/", "/learning", *([one[1]] if one else [])]
    assert faults(page, [settled.base + path for path in paths]) == {}
    page = visit("Adjudicator keys", server=server, bypass_csp=True, color_scheme=scheme)
    paths = ["/", "/who", "/settings", "/code/cE/passage/p0007", "/joint", "/joint/log", "/coding"]
    assert faults(page, [server.base + path for path in paths]) == {}
    page = visit("Mira", server=server, bypass_csp=True, color_scheme=scheme)
    paths = ["/", "/unplaced", "/joint/log", "/joint/cE/p0001", "/coding/p0007", "/queue"]
    paths += ["/code/cB?state=audit", "/code/cB/passage/p0000?state=every"]
    assert faults(page, [server.base + path for path in paths]) == {}
