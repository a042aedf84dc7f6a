"""Labels of figures: cut so that they stay different, and set from the left."""

from made_tables import tables_of
from secondcoder.page.figures.text import unshown, width_of, wrapped, wrapped_apart
from secondcoder.procedures.second_coder.figures.bands import draw_bands, match_sides
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.themes import MATCHES, THEMES, labels_apart

ROOM = 1.5
LONG = "Structural and personal barriers to reaching the clinic in a reasonable time "
FIRST, SECOND = f"{LONG}because of how staff speak", f"{LONG}waiting for public transport"


def test_labels_that_begin_alike_keep_what_tells_them_apart():
    one, two, other = wrapped_apart([FIRST, SECOND, "Family"], ROOM)
    assert one.startswith("Structural")
    assert two.startswith("Structural")
    assert one.replace("\n", " ").endswith("how staff speak")
    assert two.replace("\n", " ").endswith("public transport")
    assert other == "Family"
    assert max(width_of(line) for line in f"{one}\n{two}".split("\n")) <= ROOM


def test_all_of_many_labels_stay_different():
    labels = [f"Area 1 > Experiences of participants concerning topic {n}" for n in range(30)]
    labels += ["a" * 80 + str(n) for n in range(5)]
    for lines in (1, 2, 3):
        shown = wrapped_apart(labels, ROOM, lines=lines)
        assert len(set(shown)) == len(labels)
        assert max(label.count("\n") for label in shown) < lines


def test_a_name_with_letters_from_the_right_is_set_from_the_left():
    assert wrapped("04_فاطمة_final", ROOM) == "\u200e04_فاطمة_final"
    assert wrapped("04_final", ROOM) == "04_final"
    assert width_of("\u200e") == 0


def _themes():
    theme = {"passages": 5, "stability": 0.8, "relation": "matches"}
    rows = [
        ("t1", 1, "", "Transport"),
        ("t2", 2, "t1", "Transport"),
        ("t3", 2, "t1", "Bus"),
        ("t4", 1, "", "Money"),
        ("t5", 2, "t4", "Bus"),
    ]
    return tables_of(
        {
            "themes": [
                {"theme_id": own, "level": level, "parent_id": above, "label": label, **theme}
                for own, level, above, label in rows
            ],
            "codes": [
                {"code_id": "k1", "code": "Transport", "level": 1, "top_id": "k1"}
                | {"relation": "matches", "in_codebook": True}
            ],
            "matches": [
                {"theme_id": own, "theme": "Transport", "code_id": "k1", "code": "Transport"}
                | {"relation": "matches", "assigned": own == "t1"}
                for own in ("t1", "t2")
            ],
        }
    )


def test_a_subtheme_of_its_theme_s_name_is_called_a_subtheme():
    called = labels_apart(_themes()[THEMES])
    assert called == {
        "t1": "Transport",
        "t2": "Transport (subtheme)",
        "t3": "Bus (in Transport)",
        "t4": "Money",
        "t5": "Bus (in Money)",
    }


def test_a_legend_names_only_what_is_drawn():
    tables = _themes()
    drawn = draw_bands(match_sides(tables[THEMES], tables[CODES], tables[MATCHES]))
    named = [text.get_text() for text in drawn.figure.legends[0].get_texts()]
    assert "matches" in named
    assert {"splits", "merges", "overlaps", "without one"}.isdisjoint(named)


def test_numbers_before_labels_do_not_tell_them_apart():
    one, two = wrapped_apart([f"1  {FIRST}", f"2  {SECOND}"], ROOM, lines=2)
    assert one.startswith("1 Structural")
    assert two.startswith("2 Structural")
    assert "staff" in one
    assert "transport" in two
    assert wrapped_apart(["1 report of the year", "2 report of the year"], 0.6, lines=1) == [
        *("1 report…", "2 report…")
    ]


def test_letters_that_the_font_lacks_are_named():
    assert unshown(["Zoë", "Łukasz", "فاطمة", "Ελένη", "Иван"]) == ""
    assert unshown(["李伟", "伟 😂"]) == "李伟😂"
