"""From rows to the tables of the page: medians, with their range over seeds."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from benchmarks.quality.corpora import FOLDERS, REPORT
from benchmarks.quality.method import Method, Traits
from benchmarks.quality.rows import Row
from benchmarks.quality.tasks import methods_of
from benchmarks.quality.tasks.e_labels import FOREIGN

BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"
NONE = "–"
Values = Mapping[tuple[str, str, str, str], Sequence[float]]
"""Figures of one task by corpus, setting, method and metric."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the page."""

    task: str
    title: str
    columns: tuple[tuple[str, str, str], ...]
    """Setting (``*`` where the row has it), metric and heading."""
    by_setting: bool = False
    """Whether each setting is a row of its own."""


def _settings(metric: str) -> tuple[tuple[str, str, str], ...]:
    names = {"5": "5 a code", "10": "10 a code", "20": "20 a code", "all": "all"}
    return tuple((setting, metric, name) for setting, name in names.items())


def _plain(*pairs: tuple[str, str]) -> tuple[tuple[str, str, str], ...]:
    return tuple(("*", metric, heading) for metric, heading in pairs)


PAGE = (
    Table(
        "a",
        "(a) From the codebook alone",
        _plain(
            ("first", "code 1st"),
            ("in three", "code in 3"),
            ("theme first", "theme 1st"),
            ("theme in three", "theme in 3"),
            ("micro-F1", "micro-F1"),
            ("macro-F1", "macro-F1"),
        ),
    ),
    Table("b", "(b) With coded passages: first code right", _settings("first")),
    Table("b", "(b) With coded passages: macro-F1", _settings("macro-F1")),
    Table(
        "c",
        "(c) Discovering themes",
        _plain(
            ("AMI", "AMI"),
            ("AMI inside", "AMI without left-out"),
            ("left out", "left out"),
            ("themes", "themes"),
            ("ARI of seeds", "ARI between seeds"),
        ),
    ),
    Table(
        "d",
        "(d) A hidden code comes back as a new theme",
        _plain(
            ("hidden", "codes hidden"),
            ("recovered", "recovered"),
            ("by majority", "by a majority of its passages"),
            ("possible", "about it at all"),
            ("overlap", "F1 of best new theme"),
            ("false alarms of themes", "false alarms, of all themes"),
            ("false alarms of new", "false alarms, of new themes"),
        ),
    ),
    Table(
        "e",
        "(e) Labels of people's groups",
        (
            ("", "groups", "groups"),
            ("", "names", "names"),
            (FOREIGN, "name first", "own name 1st"),
            (FOREIGN, "name in three", "own name in 3"),
            (FOREIGN, "reciprocal rank", "mean reciprocal rank"),
            ("", "reciprocal rank", "by the same encoder"),
        ),
    ),
    Table(
        "f",
        "(f) Confidence and abstention",
        _plain(
            ("error", "error"),
            ("error at 70 %", "error at 70 % coverage"),
            ("area", "area"),
            ("lowest area", "lowest possible"),
            ("mean confidence", "mean confidence"),
            ("ECE", "ECE"),
            ("ECE by chance", "ECE if calibrated"),
        ),
        by_setting=True,
    ),
    Table(
        "g",
        "(g) Machine and human against human and human",
        _plain(
            ("human kappa", "human–human kappa"),
            ("machine kappa", "machine–human kappa"),
            ("ratio", "ratio"),
            ("ratio low", "95 % from"),
            ("ratio high", "to"),
        ),
        by_setting=True,
    ),
)
COUNTS = frozenset({"hidden", "groups", "names", "themes"})
GLANCE = (
    ("a", "", "first", "codebook alone"),
    ("b", "5", "first", "5 a code"),
    ("b", "10", "first", "10 a code"),
    ("b", "20", "first", "20 a code"),
    ("b", "all", "first", "all"),
)


def show(rows: Sequence[Row]) -> None:
    """Print the tables, for choosing on the development half."""
    print("\n".join(page_lines(rows)))


def write_page(page: Path, rows: Sequence[Row]) -> None:
    """Put the tables of the report halves between the page's marks."""
    text = page.read_text(encoding="utf-8")
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page.name}: the marks {BEGIN} and {END} are missing")
    reported = [row for row in rows if row.part == REPORT]
    tables = "\n".join(page_lines(reported))
    page.write_text(f"{head}{BEGIN}\n{tables}\n{END}{tail}", encoding="utf-8")


def page_lines(rows: Sequence[Row]) -> list[str]:
    """Return all tables as lines of Markdown; a table without rows is left out."""
    by_task: dict[str, dict[tuple[str, str, str, str], list[float]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in sorted(rows):
        by_task[row.task][row.corpus, row.setting, row.method, row.metric].append(row.value)
    lines = list(_glance(by_task))
    for table in PAGE:
        if by_task.get(table.task):
            lines += ["", f"### {table.title}", "", *_lines(table, by_task[table.task])]
    return lines


def _lines(table: Table, values: Values) -> Iterator[str]:
    settings = {key[1] for key in values}
    headings = [heading for _, metric, heading in table.columns if _measured(metric, values)]
    columns = [column for column in table.columns if _measured(column[1], values)]
    first = ["corpus", *(["coded passages"] if table.by_setting else []), "method"]
    yield from _header([*first, *headings])
    for corpus in FOLDERS:
        for setting in sorted(settings, key=_order) if table.by_setting else ["*"]:
            for method in _methods(table.task):
                cells = [
                    _cell(values.get((corpus, wanted, method.name, metric), ()), metric)
                    for own, metric, _ in columns
                    for wanted in [setting if table.by_setting else "" if own == "*" else own]
                ]
                if any(cell != NONE for cell in cells):
                    named = [_size(corpus, values), *([setting] if table.by_setting else [])]
                    yield _line([*named, _marked(method), *cells])


def _order(setting: str) -> tuple[int, str]:
    return (int(setting) if setting.isdigit() else 0 if setting == "codebook" else 999, setting)


def _measured(metric: str, values: Values) -> bool:
    return any(key[3] == metric for key in values)


def _size(corpus: str, values: Values) -> str:
    sizes = [
        most
        for key, found in values.items()
        if key[0] == corpus and key[3] in {"passages", "sentences"}
        for most in found
    ]
    return f"{corpus} ({max(sizes):,.0f})" if sizes else corpus


def _methods(task: str) -> list[Method[object]]:
    """Return the task's methods, each name once, in the order of the task."""
    return list({method.name: method for method in reversed(methods_of(task))}.values())[::-1]


def _marked(method: Method[object]) -> str:
    marks: dict[str, Callable[[Traits], bool]] = {
        "¹": lambda traits: traits.told,
        "²": lambda traits: traits.one_fold,
        "³": lambda traits: traits.refits,
    }
    return method.name + "".join(mark for mark, holds in marks.items() if holds(method.traits))


def _cell(found: Sequence[float], metric: str) -> str:
    if not found:
        return NONE
    form = "{:.0f}" if metric in COUNTS else "{:.1%}" if metric == "left out" else "{:.3f}"
    middle, low, high = (form.format(value) for value in (median(found), min(found), max(found)))
    if metric == "ARI of seeds":
        return f"{middle} (lowest {low})"
    return middle if low == high else f"{middle} ({low}–{high})"


def _glance(by_task: Mapping[str, Values]) -> Iterator[str]:
    """Yield the mean over the corpora on which there is something to learn from."""
    learnt = {key[0] for key in by_task.get("b", {})}
    if not learnt:
        return
    corpora = [name for name in FOLDERS if name in learnt]
    yield "### At a glance: first code right, mean of the corpora's medians"
    yield ""
    yield f"Corpora: {', '.join(corpora)}."
    yield ""
    yield from _header(["method", *[heading for *_, heading in GLANCE]])
    methods = {method.name: method for task in ("a", "b") for method in _methods(task)}
    for name, method in methods.items():
        cells = []
        for task, setting, metric, _ in GLANCE:
            found = [
                by_task.get(task, {}).get((corpus, setting, name, metric), ()) for corpus in corpora
            ]
            whole = all(found)
            cells.append(f"{fmean(median(one) for one in found):.3f}" if whole else NONE)
        if any(cell != NONE for cell in cells):
            yield _line([_marked(method), *cells])


def _header(headings: Sequence[str]) -> Iterator[str]:
    yield _line(headings)
    yield "|" + "---|" * len(headings)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
