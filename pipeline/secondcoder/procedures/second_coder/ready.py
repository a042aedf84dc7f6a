"""What the stages will need of libraries: loaded while another process encodes."""

from secondcoder.themes.grammar import load_parser


def make_ready(language: str) -> None:
    """Load what finding themes and naming them takes; what is loaded already costs nothing."""
    import sknetwork.clustering.louvain_core  # noqa: F401

    load_parser(language)
