"""A page from its template: the same context gives the same text."""

from collections.abc import Mapping


def rendered(package: str, template: str, context: Mapping[str, object]) -> str:
    """Return a template of a package's ``templates/`` filled in.

    Parts and style that all pages share are found in this package's own; a name that the context
    lacks is an error.
    """
    import jinja2

    shared, own = (jinja2.PackageLoader(name) for name in ("secondcoder.page", package))
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader([own, shared]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(context) + "\n"
