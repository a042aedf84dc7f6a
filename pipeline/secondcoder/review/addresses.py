"""The addresses of the pages, and what answers each."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from starlette.routing import compile_path

from secondcoder.review.pages import (
    bulk,
    code_list,
    codebook,
    coding,
    content,
    differences,
    export,
    focus,
    joint,
    learning,
    overview,
    rounds,
    search,
    settings,
    synthesis,
    theme_split,
    themes,
    unplaced,
)
from secondcoder.review.web import Answer, Visit

Handler = Callable[[Visit], Answer]


@dataclass(frozen=True, slots=True)
class At:
    """An address and what answers it."""

    path: str
    get: Handler | None = None
    post: Handler | None = None
    anyone: bool = False
    """Whether it is answered before the reviewer has given a name."""


MENU = (
    ("Overview", "/"),
    ("First coding", "/coding"),
    ("Themes", "/themes"),
    ("Codebook", "/codebook"),
    ("Rounds", "/rounds"),
    ("Discussion", "/queue"),
    ("Together", "/joint"),
    ("Export", "/export"),
    ("Settings", "/settings"),
)
SYNTHESIS = ("Synthesis", "/synthesis")
CONTENT = ("Content", "/content")
LEARNING = ("Learning", "/learning")
ADDRESSES = (
    At("/", overview.overview),
    At("/who", settings.who, settings.choose_who, anyone=True),
    At("/settings", settings.show, settings.change),
    At("/earlier", overview.carried),
    At("/queue", code_list.queue),
    At("/differences", differences.show),
    At("/differences/{code}", differences.of_code),
    At("/differences/{code}/{passage}", post=differences.give),
    At("/search", search.search),
    At("/passage/{passage}", search.passage),
    At("/undo", post=focus.undo),
    At("/bulk/undo", post=bulk.undo),
    At("/code/{code}", code_list.code_list),
    At("/code/{code}/bulk", bulk.preview, bulk.decide),
    At("/code/{code}/show", post=bulk.reveal),
    At("/code/{code}/passage/{passage}", focus.focus, focus.decide),
    At("/code/{code}/passage/{passage}/reveal", post=focus.reveal),
    At("/code/{code}/passage/{passage}/draft", post=focus.draft),
    At("/themes", themes.theme_list),
    At("/themes/undo", post=themes.undo),
    At("/theme/{theme}", themes.theme, themes.decide),
    At("/theme/{theme}/split", theme_split.split, theme_split.preview),
    At("/synthesis", synthesis.show),
    At("/synthesis/undo", post=synthesis.undo),
    At("/synthesis/{theme}", synthesis.theme, synthesis.decide),
    At("/joint", joint.joint_list),
    At("/joint/log", joint.log),
    At("/joint/session", post=joint.session),
    At("/joint/{code}/{passage}", joint.joint_one, joint.decide),
    At("/joint/{code}/{passage}/undo", post=joint.undo),
    At("/joint/{code}/{passage}/draft", post=joint.draft),
    At("/coding", coding.coding, coding.draw_sample),
    At("/coding/undo", post=coding.undo),
    At("/coding/{passage}", coding.code_passage, coding.apply),
    At("/coding/{passage}/finish", post=coding.finish),
    At("/coding/{passage}/draft", post=coding.draft),
    At("/unplaced", unplaced.show, unplaced.accept),
    At("/unplaced/undo", post=unplaced.undo),
    At("/learning", learning.show),
    At("/learning/{passage}", learning.one),
    At("/content", content.show),
    At("/content/queries", content.query_list),
    At("/content/figure/{name}.png", content.figure),
    At("/content/query/{query}", post=content.decide),
    At("/content/query/{query}/undo", post=content.undo),
    At("/export/content-queries.csv", content.queries_csv),
    At("/export", export.export),
    At("/export/finish", post=export.finish),
    At("/codebook", codebook.codebook, codebook.add),
    At("/codebook/undo", post=codebook.undo),
    At("/codebook/{code}", codebook.entry, codebook.edit),
    At("/rounds", rounds.show, rounds.start),
    At("/rounds/again", rounds.again),
    At("/export/codebook-next.csv", codebook.codebook_csv),
    At("/export/coding-next.csv", codebook.coding_csv),
    At("/export/review-events.csv", export.events_csv),
    At("/export/review-events.jsonl", export.events_jsonl),
    At("/export/review-decisions.csv", export.decisions_csv),
)


def found_at(place: str) -> tuple[At | None, dict[str, str]]:
    """Return what answers an address, with the variable parts of the address."""
    for at, pattern in _patterns():
        if match := pattern.match(place):
            return at, {name: unquote(value) for name, value in match.groupdict().items()}
    return None, {}


@cache
def _patterns() -> list[tuple[At, re.Pattern[str]]]:
    return [(at, compile_path(at.path)[0]) for at in ADDRESSES]
