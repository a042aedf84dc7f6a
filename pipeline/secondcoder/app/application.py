"""The pages as a web application: addresses, forms in, answers out."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from secondcoder.app.addresses import ADDRESSES, At
from secondcoder.app.shown import REPORT_POLICY, Inline
from secondcoder.app.taking_in import MOST_BYTES, MOST_TOGETHER
from secondcoder.app.web import LOOKS_ON, Visit, Workplace
from secondcoder.errors import SecondcoderError, of_the_disk
from secondcoder.publish.moves import clear_away
from secondcoder.review.pages.settings import REVIEWER_COOKIE
from secondcoder.review.web import Answer, Download, Page, Problem
from secondcoder.serving.entrance import Entrance
from secondcoder.serving.failing import FAILURES
from secondcoder.serving.forms import form_fields
from secondcoder.serving.guard import (
    BODY_LIMIT,
    HEADERS,
    POLICY,
    Guard,
)
from secondcoder.serving.look import html_page, static_file
from secondcoder.serving.multipart import Form, FormError, receive_form

_PACKAGE = "secondcoder.app"
_SENT = 8 * 2**30
"""Bytes of a form with files that are read at all; what is too large is said only then."""


def build_app(work: Workplace, *, entrance: Entrance, port: int) -> ASGIApp:
    """Return the guarded application."""
    routes = [Route("/static/{name}", static_file(_PACKAGE))]
    for at in ADDRESSES:
        methods = [name for name, one in (("GET", at.get), ("POST", at.post)) if one]
        routes.append(Route(at.path, _endpoint(work, at), methods=methods))
    lost = _lost(work)
    app = Starlette(routes=routes, exception_handlers={404: lost, 405: lost, **FAILURES})
    return Guard(app, entrance=entrance, port=port, most=_most)


def _most(path: str) -> int:
    """Return how large a form may be: files come on two pages."""
    takes_files = path == "/new" or (path.startswith("/s/") and path.endswith("/files"))
    return _SENT if takes_files else BODY_LIMIT


def _endpoint(work: Workplace, at: At) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        if request.method != "POST":
            return await run_in_threadpool(_answer, work, at, request, Form())
        if not at.files:
            form = Form(form_fields(await request.body()))
            return await run_in_threadpool(_answer, work, at, request, form)
        return await _with_files(work, at, request)

    return endpoint


async def _with_files(work: Workplace, at: At, request: Request) -> Response:
    """Answer a form with files; they lie in a hidden folder until the answer is made."""
    folder: Path | None = None
    try:
        folder = await run_in_threadpool(work.shelf.begin)
        form = await receive_form(request, folder, most=MOST_BYTES, together=MOST_TOGETHER)
        return await run_in_threadpool(_answer, work, at, request, form)
    except FormError:
        problem = Problem(400, "The form did not come whole, or holds too many files. Try again.")
        return _problem(_visit(work, request, Form()), problem)
    except SecondcoderError as error:
        return _problem(_visit(work, request, Form()), Problem(422, str(error)))
    except OSError as error:
        return _problem(_visit(work, request, Form()), Problem(422, str(of_the_disk(error))))
    finally:
        if folder is not None:
            await run_in_threadpool(clear_away, folder)


def _visit(work: Workplace, request: Request, form: Form) -> Visit:
    person, looks_on = (
        " ".join(unquote(request.cookies.get(name, "")).split())
        for name in (REVIEWER_COOKIE, LOOKS_ON)
    )
    return Visit(
        work=work,
        place={name: str(value) for name, value in request.path_params.items()},
        query=dict(request.query_params),
        form=form,
        at=request.url.path,
        person=person,
        looks_on=bool(person) and person == looks_on,
    )


def _answer(work: Workplace, at: At, request: Request, form: Form) -> Response:
    """Answer one request in a thread of its own."""
    visit = _visit(work, request, form)
    handler = at.post if request.method == "POST" else at.get
    try:
        return _sent(visit, handler(visit) if handler else _refused())
    except Problem as problem:
        return _problem(visit, problem)
    except SecondcoderError as error:
        return _problem(visit, Problem(422, str(error)))
    except OSError as error:
        return _problem(visit, Problem(422, str(of_the_disk(error))))


def _refused() -> Answer | Inline:
    raise Problem(405, "This cannot be done here.")


def _sent(visit: Visit, answer: Answer | Inline) -> Response:
    if isinstance(answer, Inline):
        policy = {"Content-Security-Policy": REPORT_POLICY} if answer.report else {}
        return Response(answer.data, media_type=answer.media, headers=policy)
    if isinstance(answer, Page):
        return _html(visit, answer)
    if isinstance(answer, Download):
        named = {"Content-Disposition": f'attachment; filename="{answer.name}"'}
        return Response(answer.data, media_type=answer.media, headers=named)
    response = RedirectResponse(answer.path, status_code=303)
    for name, value in answer.cookies.items():
        response.set_cookie(name, value, httponly=True, samesite="strict", max_age=365 * 86_400)
    return response


def _problem(visit: Visit, problem: Problem) -> Response:
    first, _, more = problem.message.partition("\n")
    context = {"message": first, "lines": more.split("\n") if more else []}
    return _html(visit, Page("problem.html.j2", context), status=problem.status)


def _html(visit: Visit, page: Page, *, status: int = 200) -> Response:
    study = visit.work.shelf.find(visit.place.get("study", ""))
    common: dict[str, object] = {
        "study": study,
        "home": f"/s/{study.id}" if study else "",
        "here": visit.at,
        "note": visit.work.notes.find(visit.query.get("note", "")),
        "person": visit.person,
    }
    answer = html_page(_PACKAGE, page.template, {**common, **page.context}, status=status)
    if form_to := page.context.get("form_to"):
        answer.headers[POLICY] = HEADERS[POLICY].replace("form-action", f"form-action {form_to}")
    return answer


def _lost(work: Workplace) -> Callable[[Request, Exception], Response]:
    def lost(request: Request, error: Exception) -> Response:
        status = getattr(error, "status_code", 404)
        problem = Problem(status, "There is no such page.")
        return _problem(_visit(work, request, Form()), problem)

    return lost
