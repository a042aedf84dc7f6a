"""What themes are called once they were compared with codes: a code's name leads."""

from collections.abc import Sequence
from dataclasses import replace

from secondcoder.records.codes import Codebook
from secondcoder.records.results import Matching, Theme
from secondcoder.themes.labels import free_label

MATCHES = "matches"


def called_by_codes(
    themes: Sequence[Theme], matching: Matching, codebook: Codebook
) -> tuple[Theme, ...]:
    """Return the themes, those that match a code under its name; their own name stays beside it.

    A theme of the same level whose own name is that of a code which another matches is numbered.
    """
    names = {code.id: code.name for code in codebook.codes}
    led = {
        match.theme_id: names[match.code_id]
        for match in matching.matches
        if match.relation == MATCHES and match.assigned and match.code_id in names
    }
    level = {theme.id: (theme.level, theme.parent_id) for theme in themes}
    used: dict[tuple[int, str], set[str]] = {}
    for led_by, name in led.items():
        used.setdefault(level[led_by], set()).add(name.lower())
    called = []
    for theme in themes:
        taken = used.setdefault(level[theme.id], set())
        label = led.get(theme.id) or free_label(theme.label, taken)
        taken.add(label.lower())
        called.append(replace(theme, label=label))
    return tuple(called)
