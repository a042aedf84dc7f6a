"""The sample proposed for double coding follows the sample-size rule."""

from made_up_run import human, make_tables, record

from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.sizes import needed_by_code, proposed_size
from secondcoder.procedures.second_coder.tables.comparison import COMPARISON, SEEN


def material(**without):
    return Material(make_tables().having(without.get("rows", {})), record())


def test_each_code_asks_for_what_the_rule_says_of_its_share():
    found = {one.entry.id: one for one in needed_by_code(material())}
    with_lifts = sum(any("cC" in human(coder, n) for coder in ("Mira", "Tom")) for n in range(60))
    assert found["cC"].share == with_lifts / 60
    # By hand: 5.411 (1.667 · 2.333 / (4 · 0.333 · 2/9) - 0.667) = 67.5; at .800 it is 116.2.
    assert found["cC"].share == 1 / 3
    assert (found["cC"].least, found["cC"].good) == (68, 117)
    assert found["cA"].share > found["cB"].share  # a code implies the one above it


def test_the_size_proposed_leaves_out_rare_codes_and_never_exceeds_the_study():
    found = needed_by_code(material())
    most = max(one.least for one in found if one.share >= 0.05)
    assert proposed_size(found, total=10_000) == most
    assert proposed_size(found, total=30) == 30
    assert proposed_size([], total=400) == 100


def test_where_nobody_coded_the_machine_gives_the_shares():
    nobody = material(rows={COMPARISON: (), SEEN: ()})
    found = {one.entry.id: one for one in needed_by_code(nobody)}
    assert found["cF"].share == sum(n % 7 == 3 for n in range(60)) / 60
