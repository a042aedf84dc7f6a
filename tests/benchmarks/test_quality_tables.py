"""The page's tables are those of the published figures."""

from pathlib import Path

import pytest

from benchmarks.quality.rows import Row, read_rows
from benchmarks.quality.tables import BEGIN, END, page_lines, write_page

ROOT = Path(__file__).resolve().parents[2]


def rows():
    return [
        Row(
            task="a",
            corpus="bills",
            part="report",
            method="secondcoder",
            setting="",
            seed=seed,
            metric=metric,
            value=value,
        )
        for seed, first in (("0", 0.5), ("100", 0.7), ("200", 0.6))
        for metric, value in (("first", first), ("passages", 500.0))
    ]


def test_median_and_range_over_seeds():
    assert "| bills (500) | secondcoder | 0.600 (0.500–0.700) |" in page_lines(rows())


def test_a_figure_without_spread_stands_alone():
    assert "| bills (500) | secondcoder | 0.500 |" in page_lines(rows()[:2])


def test_the_text_around_the_tables_is_kept(tmp_path):
    page = tmp_path / "quality.md"
    page.write_text(f"Before.\n{BEGIN}\nold\n{END}\nAfter.\n", encoding="utf-8")
    write_page(page, rows())
    once = page.read_text(encoding="utf-8")
    assert once.startswith(f"Before.\n{BEGIN}\n")
    assert once.endswith(f"{END}\nAfter.\n")
    assert "old" not in once
    write_page(page, rows())
    assert page.read_text(encoding="utf-8") == once


def test_figures_of_the_development_half_are_not_published(tmp_path):
    page = tmp_path / "quality.md"
    page.write_text(f"{BEGIN}{END}", encoding="utf-8")
    write_page(
        page,
        [
            Row(
                task="a",
                corpus="bills",
                part="dev",
                method="secondcoder",
                setting="",
                seed="0",
                metric="first",
                value=0.5,
            )
        ],
    )
    assert "bills" not in page.read_text(encoding="utf-8")


def test_a_page_without_marks_is_refused(tmp_path):
    page = tmp_path / "quality.md"
    page.write_text("Nothing.", encoding="utf-8")
    with pytest.raises(ValueError, match="marks"):
        write_page(page, rows())


def test_the_published_page_is_made_from_the_published_figures(tmp_path):
    published = ROOT / "docs" / "quality.md"
    page = tmp_path / "quality.md"
    page.write_bytes(published.read_bytes())
    write_page(page, read_rows(ROOT / "benchmarks" / "results" / "quality.csv"))
    assert page.read_bytes() == published.read_bytes()
