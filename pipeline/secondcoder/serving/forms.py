"""Fields of a form, as the pages of this machine take them."""

from urllib.parse import parse_qs

MOST_FIELDS = 2000


def form_fields(body: bytes) -> dict[str, list[str]]:
    """Return a form's fields; what is no form of these pages counts as empty."""
    try:
        return parse_qs(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS
        )
    except ValueError:
        return {}
