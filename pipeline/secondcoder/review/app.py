"""The pages as a web application: addresses, forms in, answers out."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import parse_qsl, unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from secondcoder.decisions.events import VERDICT_NAMES, Event
from secondcoder.errors import SecondcoderError, of_the_disk
from secondcoder.page.values import quoted
from secondcoder.procedures.second_coder.reviewed.roles import LEARNER
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.reviewed.themes import ACTION_NAMES
from secondcoder.review.addresses import (
    ADDRESSES,
    CONTENT,
    LEARNING,
    MENU,
    SYNTHESIS,
    At,
    found_at,
)
from secondcoder.review.content import DECISIONS, latest_content
from secondcoder.review.pages import settings, synthesis
from secondcoder.review.said import machines_in_words
from secondcoder.review.web import Answer, Download, Go, Page, Problem, Visit, code_name
from secondcoder.serving.entrance import Entrance
from secondcoder.serving.failing import FAILURES
from secondcoder.serving.forms import form_fields
from secondcoder.serving.guard import Guard
from secondcoder.serving.look import html_page, static_file

STEP, PAGE = "X-Step", "X-Page"
"""Headers: a script sends a form and takes the next page; where that page is."""
_SAID = {
    "undone": "Undone. What was decided before it holds again.",
    "bulk-undone": "The whole step was undone.",
    "saved": "Saved.",
    "coded": "The code was applied.",
    "published": "Report, workbook and tables of the run now hold all decisions made so far.",
    "finished": "Finished. Here is what comes next.",
    "round": "The round has begun. Its passages wait under First coding.",
    "shown": "Your first view is kept. Here is what others say; the question is the same.",
    "choose": "Choose the other code from the list, then press “Another code” again.",
    "shown-many": "The suggestions are shown; that is recorded for each passage.",
    "session": "Who is present is recorded.",
    "alone": "Not recorded: tick at least one other who agrees. What you wrote is kept.",
    "not-agreed": "Not recorded: one of those who agree records it. What you wrote is kept.",
    "no-code": "Choose a code first. What you wrote is kept.",
    "no-words": "Not applied: these words do not stand in the passage so; copy them from it. What "
    "you wrote is kept.",
    "placed": "Placed: the code counts as your own coding of that passage.",
    "kept": "The note is kept with the passage.",
    "classed": "Kept. No decision was changed.",
}
_NAMES = {**VERDICT_NAMES, **ACTION_NAMES, "applies": "the code applies"}
_NAMES |= DECISIONS
_NAMES["does not apply"] = "the code does not apply"
_SAME = "All that you would have been shown says the same."
_CROSSED = (
    "Meanwhile another decision of yours had been made on this passage, in another window. Both "
    "are kept; this one, the later, is the current one."
)


def build_app(review: Review, *, entrance: Entrance, port: int) -> ASGIApp:
    """Return the guarded application."""
    routes = [Route("/static/{name}", static_file("secondcoder.review"))]
    for at in ADDRESSES:
        methods = [name for name, one in (("GET", at.get), ("POST", at.post)) if one]
        routes.append(Route(at.path, _endpoint(review, at), methods=methods))
    app = Starlette(routes=routes, exception_handlers={404: _lost(review), **FAILURES})
    return Guard(app, entrance=entrance, port=port)


def _endpoint(review: Review, at: At) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        form: dict[str, list[str]] = {}
        if request.method == "POST":
            form = form_fields(await request.body())
        return await run_in_threadpool(_answer, review, at, request, form)

    return endpoint


def _answer(review: Review, at: At, request: Request, form: dict[str, list[str]]) -> Response:
    """Answer one request in a thread of its own."""
    visit = Visit(
        review=review,
        reviewer=_reviewer(review, request),
        place={name: str(value) for name, value in request.path_params.items()},
        query=dict(request.query_params),
        form=form,
        at=request.url.path,
        keys=request.cookies.get(settings.KEYS_COOKIE, "on") == "on",
    )
    if not visit.reviewer and not at.anyone:
        return RedirectResponse("/who", status_code=303)
    handler = at.post if request.method == "POST" else at.get
    with review.turn:
        try:
            review.catch_up()
            answer = handler(visit) if handler else _refused()
            if isinstance(answer, Go) and not answer.cookies and request.headers.get(STEP):
                return _arrived(visit, answer.path)
            return _sent(visit, answer)
        except Problem as problem:
            return _problem(visit, problem)
        except SecondcoderError as error:
            return _problem(visit, Problem(500, str(error)))
        except OSError as error:
            return _problem(visit, Problem(500, str(of_the_disk(error))))


def _arrived(visit: Visit, path: str) -> Response:
    """Answer a form with the page that it leads to, at once: one request for one step."""
    place, _, query = path.partition("?")
    at, names = found_at(place)
    if at is None or at.get is None:
        return _sent(visit, Go(path))
    there = replace(
        visit, place=names, query=dict(parse_qsl(query, keep_blank_values=True)), form={}, at=place
    )
    response = _sent(there, at.get(there))
    response.headers[PAGE] = path
    return response


def _reviewer(review: Review, request: Request) -> str:
    """Return who asks, by the name that counts for them; empty if they gave none yet."""
    name = unquote(request.cookies.get(settings.REVIEWER_COOKIE, ""))
    return review.known_as(name) if name else ""


def _refused() -> Answer:
    raise Problem(405, "This cannot be done here.")


def _sent(visit: Visit, answer: Answer) -> Response:
    if isinstance(answer, Page):
        return _html(visit, answer, status=answer.status)
    if isinstance(answer, Download):
        named = {"Content-Disposition": f'attachment; filename="{answer.name}"'}
        return Response(answer.data, media_type=answer.media, headers=named)
    response = RedirectResponse(answer.path, status_code=303)
    for name, value in answer.cookies.items():
        response.set_cookie(name, value, httponly=True, samesite="strict", max_age=365 * 86_400)
    return response


def _problem(visit: Visit, problem: Problem) -> Response:
    page = Page("problem.html.j2", {"message": problem.message})
    return _html(visit, page, status=problem.status)


def _html(visit: Visit, page: Page, *, status: int = 200) -> Response:
    said, event, batch = _message(visit)
    common: dict[str, object] = {
        "study": visit.material.title,
        "reflexive": visit.material.reflexive,
        **machines_in_words(visit.material),
        "reviewer": visit.reviewer,
        "blind": visit.review.blind(visit.reviewer),
        "keys": visit.keys,
        "said": said,
        "said_event": event,
        "said_batch": batch,
        "verdict_names": VERDICT_NAMES,
        "menu": _menu(visit),
        "here_page": visit.at,
        "quoted": quoted,
        "code_label": lambda code: code_name(visit.material, code),
    }
    context = {**common, **page.context}
    return html_page("secondcoder.review", page.template, context, status=status)


def _menu(visit: Visit) -> tuple[tuple[str, str], ...]:
    """Return the pages to go to; those of a further procedure only where it was carried out."""
    synthesis = () if visit.review.synthesis is None else (SYNTHESIS,)
    content = (CONTENT,) if latest_content(visit.review.run) else ()
    if visit.reviewer and visit.review.role(visit.reviewer) == LEARNER:
        return (MENU[0], LEARNING, MENU[-1])
    return (*MENU[:5], *synthesis, *content, *MENU[5:])


def _message(visit: Visit) -> tuple[str, Event | None, str]:
    """Return what the last form did, as the address says, if that is so."""
    done, batch = visit.query.get("did", ""), visit.query.get("batch", "")
    history = visit.review.history
    if done:
        event = history.events.get(done)
        if event and event.reviewer == visit.reviewer and event.id not in history.undone:
            names = synthesis.DECISION_NAMES if event.kind == "synthesis" else _NAMES
            said = f"Recorded: {names.get(event.verdict, event.verdict)}."
            more = {"crossed": _CROSSED, "same": _SAME}.get(visit.query.get("done", ""))
            said = f"{said} {more}" if more else said
            return said, event if event.kind == "verdict" else None, ""
    if batch and (events := history.batch(batch)):
        return f"Recorded for {len(events)} passages in one step.", None, batch
    return _SAID.get(visit.query.get("done", ""), ""), None, ""


def _lost(review: Review) -> Callable[[Request, Exception], Response]:
    def lost(request: Request, _: Exception) -> Response:
        visit = Visit(
            review=review, reviewer=_reviewer(review, request), place={}, query={}, form={}
        )
        return _problem(visit, Problem(404, "There is no such page."))

    return lost
