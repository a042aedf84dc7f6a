"""A page from its template: the same context gives the same text."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from secondcoder.page.values import quoted

if TYPE_CHECKING:
    from markupsafe import Markup


def begun(sentence: str) -> str:
    """Return a sentence with a capital letter, unless it begins with the name of a file."""
    first = sentence.split(" ", 1)[0]
    plain = first.rstrip(",").isalpha() and first.islower()
    return sentence[:1].upper() + sentence[1:] if plain else sentence


def coded(sentence: str) -> "Markup":
    """Return a sentence in which what stands between backticks is set as code."""
    from markupsafe import Markup, escape

    parts = [escape(part) for part in sentence.split("`")]
    code = Markup("<code>{}</code>")
    return Markup("").join(code.format(one) if n % 2 else one for n, one in enumerate(parts))


def rendered(package: str, template: str, context: Mapping[str, object]) -> str:
    """Return a template of a package's ``templates/`` filled in.

    Parts and style that all pages share are found in this package's own; a name that the context
    lacks is an error.
    """
    return str(_environment(package).get_template(template).render(context)) + "\n"


@cache
def _environment(package: str) -> Any:
    """Return what finds a package's templates; one that many pages use is compiled once."""
    import jinja2

    shared, own = (jinja2.PackageLoader(name) for name in ("secondcoder.page", package))
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader([own, shared]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"begun": begun, "coded": coded, "quoted": quoted}
    return environment
