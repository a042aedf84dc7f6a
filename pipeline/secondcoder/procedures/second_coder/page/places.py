"""Where pages of their own lie beside the report, and how it links to them."""

PAGES = "pages"


def code_page(top_id: str, code_id: str = "") -> str:
    """Return the address of a code's passages: the page of its theme, and its place there."""
    return f"{PAGES}/code-{top_id}.html" + (f"#{code_id}" if code_id else "")


def theme_page(theme_id: str) -> str:
    """Return the address of a candidate theme's passages."""
    return f"{PAGES}/theme-{theme_id}.html"
