"""Twelve made-up studies, each odd in its own way, with all that is written about them."""

import html
import re
from dataclasses import dataclass

from made import CODEBOOK, CONFIG, BagEncoder, topical_texts, write_study
from many_machines import PEOPLE, WITHOUT, write_many
from mixed_study import write_mixed
from secondcoder.procedures.second_coder.page.build import build_report
from secondcoder.procedures.second_coder.page.drawings import draw_figures
from secondcoder.procedures.second_coder.page.listings import listing_pages
from secondcoder.procedures.second_coder.page.methods import build_methods
from secondcoder.procedures.second_coder.record import shown_config, told
from secondcoder.procedures.second_coder.steps.advice import advise
from secondcoder.procedures.second_coder.steps.stages import run_stages
from secondcoder.procedures.second_coder.tables.build import build_tables
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config
from secondcoder.study.understand import understood

_CODING = re.compile(r"\[\[coding\]\].*?(?=\n\[themes\])", re.DOTALL)
_BOOK = re.compile(r"\[codebook\].*?(?=\n\[\[coding\]\])", re.DOTALL)
_THIRD = PEOPLE.replace("ben", "cleo").replace("Ben", "Cleo")


@dataclass(frozen=True, kw_only=True)
class Written:
    """A study with its tables and everything that is said of it."""

    tables: object
    record: dict
    report: str
    pages: dict
    methods: str

    @property
    def words(self):
        """The sentences of the report without tables, as a reader reads them."""
        return plain(re.sub(r"<(table|style|nav).*?</\1>", " ", self.report, flags=re.DOTALL))


def plain(page):
    """Return the text of a page in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def _coded(folder, name, *codes, rows=24):
    texts, _ = topical_texts(6)
    lines = ["document,quote,theme,subtheme"]
    lines += [f'talk{n // 8},"{texts[n]}",{code}' for n in range(rows) for code in codes]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _plain(folder):
    write_study(folder)


def _no_codebook(folder):
    config = _CODING.sub("", _BOOK.sub("", CONFIG)) + "subtheme_from = 4\nmin_size = 2\n"
    write_study(folder, config=config)
    for name in ("codebook.csv", "eva.csv"):
        (folder / name).unlink()


def _one_code(folder):
    write_study(folder, codebook='theme,subtheme,definition\nLand,,"soil and compost, seeds"\n')
    _coded(folder, "eva.csv", "Land,", rows=6)


def _one_document(folder):
    write_study(folder, config=CONFIG.replace("talk*.txt", "talk0.txt"), coded=8)


def _no_agreement(folder):
    write_study(folder, config=CONFIG.replace("[themes]", f"{PEOPLE}\n[themes]"), coded=24)
    _coded(folder, "eva.csv", "Land,Soil")
    _coded(folder, "ben.csv", "Song,Concerts")


def _all_abstained(folder):
    foreign = 'theme,subtheme,definition\nZebra,Stripes,"xylem quark"\nOkapi,Tongue,"yurt"\n'
    write_study(folder, codebook=foreign)
    _coded(folder, "eva.csv", "Zebra,Stripes", rows=8)


def _three_coders(folder):
    config = CONFIG.replace("[themes]", f"{PEOPLE}{_THIRD}\n[themes]")
    write_study(folder, config=config, coded=24)
    _coded(folder, "ben.csv", "Land,Soil", "Means,Wages")
    _coded(folder, "cleo.csv", "Getting about,Buses")


def _two_machines(folder):
    write_many(folder)


def _reflexive(folder):
    write_study(folder, config=CONFIG.replace("coding-reliability", "reflexive"))


def _several_kinds(folder):
    write_mixed(folder)


def _nobody_coded(folder):
    write_study(folder, config=_CODING.sub("", CONFIG))
    (folder / "eva.csv").unlink()


def _without_machine(folder):
    config = CONFIG.replace("[themes]", f"{PEOPLE}\n[themes]") + WITHOUT
    write_study(folder, config=config, coded=24)
    _coded(folder, "ben.csv", "Land,Soil", rows=16)


STUDIES = {
    "plain": _plain,
    "no codebook": _no_codebook,
    "one code": _one_code,
    "one document": _one_document,
    "no agreement": _no_agreement,
    "all abstained": _all_abstained,
    "three coders": _three_coders,
    "two machines": _two_machines,
    "reflexive": _reflexive,
    "several kinds of source": _several_kinds,
    "nobody coded": _nobody_coded,
    "without the machine": _without_machine,
}
assert CODEBOOK.startswith("theme,subtheme,definition")


def written(name, folder):
    """Return one of the studies with everything that is said of it."""
    STUDIES[name](folder)
    loaded = load_config(folder)
    config, material = loaded.config, load_material(loaded.folder, loaded.config)
    account = understood(loaded, material, encoder_reads=lambda _: "English")
    encoder = BagEncoder()
    results = run_stages(material, config, encoder)
    counted = config.shows_coefficients
    tables = build_tables(
        material,
        results,
        advice=advise(material, config, encoder, results),
        account=account,
        counted=counted,
    )
    record = {
        "title": config.title,
        "stance": config.stance,
        "model": {"name": "bag", "languages": "English"},
        **told(material, config, results.suggestions, language=account.language),
        "config": shown_config(config),
    }
    drawn = draw_figures(tables, record)
    pages = listing_pages(tables, record, reflexive=not counted)
    return Written(
        tables=tables,
        record=record,
        report=build_report(tables, record, drawn),
        pages={place: data.decode() for place, data in pages.items()},
        methods=build_methods(tables, record),
    )
