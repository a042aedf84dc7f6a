"""How the pages look: templates and files that all pages share, and those of one kind."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

_SHARED = "secondcoder.serving"
_MEDIA = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


def static_file(package: str) -> Callable[[Request], Response]:
    """Return what answers for style, script and icon of a package's pages."""

    def answer(request: Request) -> Response:
        name = request.path_params["name"]
        found = _static(package).get(name) or _static(_SHARED).get(name)
        if found is None:
            return Response("", status_code=404)
        return Response(found, media_type=_MEDIA[name.rpartition(".")[2]])

    return answer


@cache
def _static(package: str) -> dict[str, bytes]:
    """Return the files by name; no other name leads to a file."""
    folder = files(package).joinpath("static")
    if not folder.is_dir():
        return {}
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}


def html_page(
    package: str, template: str, context: Mapping[str, object], *, status: int = 200
) -> Response:
    """Return a page of a package; signs that no file can hold are shown as question marks."""
    text = templates(package).get_template(template).render(context)
    data = text.encode("utf-8", "replace")
    return Response(data, status_code=status, media_type="text/html; charset=utf-8")


@cache
def templates(package: str) -> Any:
    """Return the templates of a package, with those that all pages share."""
    import jinja2

    own, shared = (jinja2.PackageLoader(name) for name in (package, _SHARED))
    return jinja2.Environment(
        loader=jinja2.ChoiceLoader([own, shared]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
