"""The report in a browser: its length, its widths, in print, and for a screen reader."""

import io
import unicodedata
from pathlib import Path

import fake_run
import pytest
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "tests" / "review" / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 1920, 820, 400)
OPEN = "document.querySelectorAll('details').forEach(one => one.open = true)"
CUT = """() => [...document.querySelectorAll('body *')].filter(one => {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  if (!box.width || one.closest('.skip') || style.position === 'absolute') return false;
  return box.right > document.documentElement.clientWidth + 1
    || (style.overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1);
}).map(one => one.tagName + ' ' + one.textContent.trim().slice(0, 60))"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("report")
    tables = fake_run.tables()
    (place / "report.html").write_text(fake_run.page(tables, fake_run.RUN), encoding="utf-8")
    for name, data in fake_run.listings(tables, fake_run.RUN).items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes(data)
    return place


@pytest.fixture
def opened(chromium, folder):
    """Open a page of the report at a width."""
    contexts = []

    def call(name="report.html", *, width=1280, unfold=True, **options):
        context = chromium.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto((folder / name).as_uri())
        if unfold:
            page.evaluate(OPEN)
        return page

    yield call
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_for_axe_to_find_with_every_section_open(opened, folder, scheme):
    first = sorted(one.name for one in (folder / "pages").iterdir())
    for name in ("report.html", *(f"pages/{one}" for one in (first[0], first[-1]))):
        page = opened(name, color_scheme=scheme)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == [], name


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut_off_at_any_width_with_every_section_open(opened, folder, width):
    first = sorted(one.name for one in (folder / "pages").iterdir())
    for name in ("report.html", *(f"pages/{one}" for one in first[:4])):
        page = opened(name, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.evaluate(CUT) == [], name


def test_folded_it_is_short_and_a_link_of_the_contents_unfolds_its_section(opened):
    page = opened(unfold=False)
    assert page.evaluate("document.documentElement.scrollHeight") < 12_000
    assert not page.locator("#terms").is_visible()
    page.get_by_role("navigation").get_by_role("link", name="What the figures mean").click()
    page.locator("#terms").wait_for(state="visible", timeout=5_000)


def test_folded_or_not_it_prints_every_section(opened):
    printed = []
    for unfold in (False, True):
        page = opened(unfold=unfold)
        pdf = PdfReader(io.BytesIO(page.pdf(format="A4")))
        text = " ".join(" ".join(one.extract_text().split()) for one in pdf.pages)
        printed.append(unicodedata.normalize("NFKC", text))
        titles = page.eval_on_selector_all(
            "details.part h2", "found => found.map(one => one.textContent)"
        )
    for text in printed:
        assert [title for title in titles if title not in text] == []
        assert "The four counts" in text
        assert "A sample with its evidence" in text
    assert "The nearest passage that supports it" not in printed[0]  # nobody unfolds paper
