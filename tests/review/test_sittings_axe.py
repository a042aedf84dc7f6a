"""Every page of the demonstration study, as four people see it in work, by axe-core's rules."""

import re

import pytest
from test_review_pages import faults

pytestmark = pytest.mark.slow
PLACES = (
    *("/", "/who", "/settings", "/queue", "/earlier", "/export", "/unplaced", "/differences"),
    *("/code/all", "/code/all?state=every", "/themes", "/codebook", "/rounds", "/rounds/again"),
    *("/coding", "/joint", "/joint/log", "/search?q=grant"),
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_people_work(sit, home, scheme):
    options = {"bypass_csp": True, "color_scheme": scheme}
    amara = sit(home, "Amara", "mouse", **options)
    amara.follow("List them all").follow(re.compile("^Start with the first"))
    seen = [amara.page.url]
    amara.press(re.compile("^(3 )?Unsure"))
    seen.append(amara.page.url)
    amara.menu("Themes").follow(amara.page.locator("tr.top th a").first.inner_text())
    theme = amara.page.url
    amara.menu("Codebook").follow(re.compile("^Funding$"))
    entry = amara.page.url
    dora = sit(home, "Dora", "mouse", "Adjudicator", **options)
    dora.menu("First coding").write("Number of passages", "2").press("Draw")
    dora.follow(re.compile("^Start coding"))
    first = dora.page.url
    for _ in range(2):
        dora.press(re.compile("next passage"))
    lena = sit(home, "Lena", "mouse", "Learner", **options)
    lena.follow("Go to learning").follow(re.compile("^Start"))
    lena.press(re.compile("compare$"))
    learnt = lena.page.url
    base = amara.server.base
    named = [base + place for place in PLACES]
    theirs = [theme, f"{theme}/split?by=passages&parts=2", entry, f"{entry}?find=grant"]
    assert faults(amara.page, [*named, *seen, *theirs]) == {}
    assert faults(dora.page, [*named, first]) == {}
    assert faults(lena.page, [base + "/", learnt, base + "/learning"]) == {}
