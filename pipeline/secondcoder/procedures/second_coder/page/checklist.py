"""What reviewers ask of a study of agreement, with what the run can already answer.

Merged from O’Connor & Joffe (2020), Campbell et al. (2013) and Lacy & Riffe (1996).
"""

from collections.abc import Mapping
from typing import Any

from secondcoder.page.values import chosen, count
from secondcoder.procedures.second_coder.page.counting import distinct
from secondcoder.procedures.second_coder.page.learnt import from_another_study, learnt_phrase
from secondcoder.procedures.second_coder.page.machines import left_out, others, sight_of
from secondcoder.procedures.second_coder.tables.agreement_overall import AGREEMENT_OVERALL
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import PERSON

_ONLY_PASSAGES = {False: "passages only", True: "passages only; it suggested no codes"}


def checklist(tables: Tables, run: Mapping[str, Any], *, codebook: bool = True) -> str:
    """Return the list as Markdown: ticked where the run answers, empty where authors must.

    What is about coders and coefficients is asked only where there are some.
    """
    passages, overall = tables[PASSAGES], tables[AGREEMENT_OVERALL]
    model = run.get("model") or {}
    coded = bool(overall)
    people = any(pair.second_is == PERSON for pair in overall)
    documents = count(distinct(passage.document for passage in passages), "document")
    cut = (
        f"{count(len(passages), 'passage')} of {documents}; "
        "cut by the program as set under [passages]"
    )
    seed = f"seed {run.get('seed', 0)}; settings and versions in run.json"
    machine = [
        _item("Machine: model, version, settings, seed", f"{model.get('name', '')}; {seed}"),
        _item("What the machine had seen", _seen(run)),
        *(
            _item(
                f"{one['label']} (machine): version, and what it had seen",
                f"{one['version'] or 'version not stated'}; {sight_of(one)}",
                done=bool(one["version"] and one["saw"]),
            )
            for one in others(run)
        ),
    ]
    unit = [_item("Unit, and who cut it", cut)]
    version = [_item("Codebook version", "", done=False)] if codebook else []
    last = [_item("Where data and coding can be had", "", done=False)]
    if not coded:
        last = [_item("Where the data can be had", "", done=False)]
        return "\n".join([*machine, *unit, *version, *last])
    lines = [
        _item("Why agreement fits the design", f"stance: {chosen(run, 'stance')}", done=False),
        _item("Coders: who, how many, trained how", ", ".join(_some(run)), done=False),
        *machine,
        _item(
            "Who saw what when: was human coding made before machine output was seen",
            "",
            done=False,
        ),
        *unit,
        _item("Sample coded twice: how drawn, how large", "", done=False),
        *version,
        *_counted(people=people),
        _item("How disagreements were resolved", "", done=False),
        _item("Change of coding after reconciliation, reported apart", "", done=False),
        *last,
    ]
    return "\n".join(lines)


def _seen(run: Mapping[str, Any]) -> str:
    if from_another_study(run):
        return learnt_phrase(run)
    return chosen(run, "basis") or _ONLY_PASSAGES[left_out(run)]


def _counted(*, people: bool) -> list[str]:
    return [
        _item("Counts and prevalence of each code and coder", "agreement.csv"),
        _item("Coefficients with formula and source", "definitions.csv"),
        _item("Interval and what was resampled", "jackknife over documents"),
        _item("Threshold fixed in advance, if any", "", done=False),
        _item(
            "People with each other as the yardstick",
            "agreement_humans.csv, agreement_panel.csv" if people else "",
            done=people,
        ),
    ]


def _item(what: str, answer: str, *, done: bool = True) -> str:
    mark = "x" if done else " "
    return f"- [{mark}] {what}{': ' + answer if answer else ''}" + ("" if done else " [to be told]")


def _some(run: Mapping[str, Any]) -> list[str]:
    people = list(map(str, run.get("coders") or []))
    return people if len(people) <= 12 else [f"{len(people)} people"]
