"""A page from its template: the same context gives the same text."""

from collections.abc import Mapping
from typing import Any


def rendered(template: str, context: Mapping[str, Any]) -> str:
    """Return a template of ``templates/`` filled in; a name it lacks is an error."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("secondcoder.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(context) + "\n"
