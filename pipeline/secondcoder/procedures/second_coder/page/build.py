"""``report.html``: a page without script, made from a run's tables and ``run.json`` alone.

A front of two screens, then sections that are folded until opened (``parts``); what is long stands
on pages of its own (``listings``).
"""

from collections.abc import Mapping
from typing import Any

from secondcoder.page.figures.style import Drawn
from secondcoder.page.figures.text import unshown
from secondcoder.page.template import rendered
from secondcoder.page.values import chosen
from secondcoder.procedures.notices import NOTICES
from secondcoder.procedures.second_coder.page import (
    by_group,
    certainty,
    coding_section,
    compared_pictures,
    conclusions,
    consensus,
    decided_themes,
    lacking,
    non_inferiority,
    people_again,
    plan,
    read_first,
    reconciliation,
    spread_section,
    summary,
    theme_section,
    yardstick,
)
from secondcoder.procedures.second_coder.page.front import front_view
from secondcoder.procedures.second_coder.page.how_many import number_sentences
from secondcoder.procedures.second_coder.page.machines import left_out, machine_names, others
from secondcoder.procedures.second_coder.page.next_section import next_view
from secondcoder.procedures.second_coder.page.nothing import has_codebook, nothing_compared
from secondcoder.procedures.second_coder.page.parts import parts_of
from secondcoder.procedures.second_coder.page.reviewed import review_view
from secondcoder.procedures.second_coder.page.rounds import rounds_view
from secondcoder.procedures.second_coder.page.settings import settings_grid
from secondcoder.procedures.second_coder.page.words import (
    by_bertopic,
    shows_coefficients,
    terms,
    themes_learnt,
)
from secondcoder.procedures.second_coder.tables.agreement_overall import AGREEMENT_OVERALL
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.comparison import SEEN
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.procedures.second_coder.tables.themes import THEMES
from secondcoder.procedures.second_coder.tables.unplaced import UNPLACED
from secondcoder.procedures.understood_page import understood_view
from secondcoder.publish.schema import Tables
from secondcoder.suggesting.suggest import FIRST_SHOWN, WHOLE_RANKING

_TEMPLATE = "report.html.j2"


def build_report(tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn]) -> str:
    """Return the page with the figures that were drawn.

    The same tables and ``run.json`` give the same text.
    """
    return rendered(__package__, _TEMPLATE, context(tables, run, drawn))


def context(
    tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn]
) -> dict[str, object]:
    """Return everything the templates show, with the list of sections."""
    shown = _shown(tables, run, drawn)
    return {**shown, "parts": parts_of(shown)}


def _shown(tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn]) -> dict[str, object]:
    reflexive = not shows_coefficients(run)
    coded, suggested = bool(tables[SEEN]), bool(tables[SUGGESTIONS])
    return {
        "title": chosen(run, "title") or "Untitled study",
        "run_id": chosen(run, "run_id"),
        "tool": _tool(run),
        "reflexive": reflexive,
        "has_codes": has_codebook(tables),
        "nothing_compared": nothing_compared(tables, run),
        "has_coding": coded,
        "about": summary.about(tables, run),
        "front": front_view(tables, run, drawn, reflexive=reflexive),
        "sentences": summary.sentences(tables, run),
        **_themes(tables, drawn),
        "themes_learnt": themes_learnt(run),
        "by_bertopic": by_bertopic(run),
        "lacks": lacking.lack_views(tables, reflexive=reflexive or left_out(run)),
        "lack_sentences": lacking.lack_sentences(run, reflexive=reflexive or left_out(run)),
        "lacks_shown": lacking.SHOWN,
        **_codes(tables, run, drawn, reflexive=reflexive),
        **(_reconciled(tables, run, drawn, reflexive=reflexive) if coded else {}),
        **spread_section.spread_views(tables, drawn),
        "by_document_picture": (
            None if reflexive else spread_section.by_document_picture(tables, drawn)
        ),
        **_machines(tables, run),
        "machine_grids": [] if reflexive else reconciliation.machine_grids(tables),
        "machine_panel": None if reflexive else yardstick.panel_grid(tables, machines=True),
        "conclusion_sentences": conclusions.conclusion_sentences(tables),
        "conclusion_grid": conclusions.conclusion_grid(tables),
        "flipped_grid": conclusions.flipped_grid(tables),
        "again_grids": people_again.again_grids(tables),
        "again_sentences": people_again.again_sentences(tables),
        "next": None if reflexive else next_view(tables, drawn),
        "rounds": rounds_view(tables, drawn, reflexive=reflexive),
        "differences_first": reflexive or chosen(run, "stance") == "codebook",
        "review": review_view(tables, reflexive=reflexive),
        "understood": understood_view(tables),
        "notices": tables[NOTICES],
        "unplaced": tables[UNPLACED],
        "noticed": len(tables[NOTICES]),
        "inputs": run.get("inputs") or [],
        "settings": settings_grid(run, reflexive=reflexive),
        "unshown": unshown(
            (
                *(theme.label for theme in tables[THEMES]),
                *(code.code for code in tables[CODES]),
                *(row.coder for row in tables[SEEN]),
                *(passage.document for passage in tables[PASSAGES]),
            )
        ),
        "terms": terms(reflexive=reflexive, coded=coded, suggested=suggested),
    }


def _machines(tables: Tables, run: Mapping[str, Any]) -> dict[str, object]:
    """Return what the page says by how many machines coded."""
    names = machine_names(tables, run)
    return {
        "with_machine": bool(names),
        "machine_coded": bool(others(run)),
        "several_machines": len(names) > 1,
    }


def _themes(tables: Tables, drawn: Mapping[str, Drawn]) -> dict[str, object]:
    views = theme_section.theme_views(tables)
    in_all = len(theme_section.largest_themes(tables))
    return {
        "themes": views,
        "themes_decided": decided_themes.decided_grid(tables),
        "themes_not_carried": decided_themes.not_carried_grid(tables),
        "theme_grid": theme_section.theme_grid(tables),
        "theme_count": in_all,
        "themes_further": max(0, in_all - theme_section.SHOWN),
        "theme_picture": theme_section.theme_picture(tables, drawn),
        "stability_picture": theme_section.stability_picture(tables, drawn),
        "left_count": sum(not passage.theme_id for passage in tables[PASSAGES]),
    }


def _codes(
    tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn], *, reflexive: bool
) -> dict[str, object]:
    new, lost = coding_section.unmatched(tables)
    suggestions = tables[SUGGESTIONS]
    return {
        "match_picture": coding_section.match_picture(tables, drawn),
        "aligned": coding_section.aligned_sentences(tables),
        "match_count": len(coding_section.related(tables)),
        "match_grid": coding_section.match_grid(tables, reflexive=reflexive),
        "new_themes": new,
        "lost_codes": lost,
        "has_suggestions": bool(suggestions),
        "left_out": left_out(run),
        "suggestion_count": sum(row.suggested for row in suggestions),
        "number_sentences": [] if reflexive else number_sentences(tables, run),
        "first_shown": FIRST_SHOWN if len(tables[PASSAGES]) > WHOLE_RANKING else 0,
        "abstentions": coding_section.abstentions(tables),
        "sample": coding_section.sample(tables),
    }


def _reconciled(
    tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn], *, reflexive: bool
) -> dict[str, object]:
    differences, in_all = reconciliation.differences(tables)
    shared = {
        "matrix_pictures": compared_pictures.matrix_pictures(tables, drawn),
        "differences": differences,
        "codes_with_differences": in_all,
        "read_first": read_first.read_first(tables),
    }
    if reflexive:
        return {**shared, "count_grids": reconciliation.count_grids(tables)}
    return {
        **shared,
        "plan_sentences": plan.plan_sentences(tables, run) if machine_names(tables, run) else [],
        "plan_advice": "" if run.get("plan") else plan.HOW_TO_FIX,
        "plan_grid": plan.plan_grid(tables),
        "overall_grids": reconciliation.overall_grids(tables),
        "baseline_grid": reconciliation.baseline_grid(tables),
        "uncoded": next((pair.uncoded for pair in tables[AGREEMENT_OVERALL]), ""),
        "unit_grid": yardstick.unit_grid(tables),
        "difference_grid": yardstick.difference_grid(tables),
        "consensus_grid": consensus.consensus_grid(tables),
        "margin_sentences": non_inferiority.non_inferiority_sentences(tables),
        "margin_grid": non_inferiority.non_inferiority_grid(tables),
        "group_grid": by_group.group_grid(tables),
        "group_sentences": by_group.group_sentences(tables),
        "panel_grid": yardstick.panel_grid(tables),
        "alt_sentences": yardstick.alt_sentences(tables),
        "curve_picture": yardstick.curve_picture(tables, drawn),
        "basis_sentences": certainty.basis_sentences(tables, run) if tables[SUGGESTIONS] else [],
        "certainty_sentences": certainty.certainty_sentences(tables, run),
        "calibration_picture": certainty.calibration_picture(tables, run, drawn),
        "saturation_picture": yardstick.saturation_picture(tables, drawn),
        "agreement_picture": compared_pictures.agreement_picture(tables, drawn),
        "code_grids": reconciliation.code_grids(tables),
        "human_grids": reconciliation.code_grids(tables, humans=True),
    }


def _tool(run: Mapping[str, Any]) -> str:
    tool = run.get("tool")
    return f"{tool.get('name', '')} {tool.get('version', '')}" if isinstance(tool, Mapping) else ""
