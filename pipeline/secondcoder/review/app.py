"""The pages as a web application: addresses, forms in, answers out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from secondcoder.decisions.events import VERDICT_NAMES, Event
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.reviewed.themes import ACTION_NAMES
from secondcoder.review.content import DECISIONS, latest_content
from secondcoder.review.pages import (
    code_list,
    coding,
    content,
    export,
    focus,
    joint,
    overview,
    search,
    settings,
    synthesis,
    themes,
)
from secondcoder.review.said import machines_in_words
from secondcoder.review.web import Answer, Download, Page, Problem, Visit, code_name
from secondcoder.serving.entrance import Entrance
from secondcoder.serving.guard import BodyTooLargeError, Guard, too_large
from secondcoder.serving.look import static_file, templates

Handler = Callable[[Visit], Answer]
_MOST_FIELDS = 1000
_SAID = {
    "undone": "Undone. What was decided before it holds again.",
    "bulk-undone": "The whole step was undone.",
    "saved": "Saved.",
    "coded": "The code was applied.",
    "published": "Report, workbook and tables of the run now hold all decisions made so far.",
    "finished": "Finished. Here is what comes next.",
    "shown": "The suggestion is shown below.",
}
_NAMES = {**VERDICT_NAMES, **ACTION_NAMES, "applies": "the code applies"}
_NAMES |= DECISIONS
_NAMES["does not apply"] = "the code does not apply"
_CROSSED = (
    "Meanwhile another decision of yours had been made on this passage, in another window. Both "
    "are kept; this one, the later, is the current one."
)


@dataclass(frozen=True, slots=True)
class At:
    """An address and what answers it."""

    path: str
    get: Handler | None = None
    post: Handler | None = None
    anyone: bool = False
    """Whether it is answered before the reviewer has given a name."""


MENU = (
    ("Overview", "/"),
    ("First coding", "/coding"),
    ("Themes", "/themes"),
    ("Discussion", "/queue"),
    ("Together", "/joint"),
    ("Export", "/export"),
    ("Settings", "/settings"),
)
_SYNTHESIS = ("Synthesis", "/synthesis")
_CONTENT = ("Content", "/content")
ADDRESSES = (
    At("/", overview.overview),
    At("/who", settings.who, settings.choose_who, anyone=True),
    At("/settings", settings.show, settings.change),
    At("/earlier", overview.carried),
    At("/queue", code_list.queue),
    At("/search", search.search),
    At("/passage/{passage}", search.passage),
    At("/undo", post=focus.undo),
    At("/bulk/undo", post=code_list.bulk_undo),
    At("/code/{code}", code_list.code_list),
    At("/code/{code}/bulk", code_list.bulk_preview, code_list.bulk_decide),
    At("/code/{code}/passage/{passage}", focus.focus, focus.decide),
    At("/code/{code}/passage/{passage}/reveal", post=focus.reveal),
    At("/themes", themes.theme_list),
    At("/themes/undo", post=themes.undo),
    At("/theme/{theme}", themes.theme, themes.decide),
    At("/synthesis", synthesis.show),
    At("/synthesis/undo", post=synthesis.undo),
    At("/synthesis/{theme}", synthesis.theme, synthesis.decide),
    At("/joint", joint.joint_list),
    At("/joint/{code}/{passage}", joint.joint_one, joint.decide),
    At("/joint/{code}/{passage}/undo", post=joint.undo),
    At("/coding", coding.coding, coding.draw_sample),
    At("/coding/undo", post=coding.undo),
    At("/coding/{passage}", coding.code_passage, coding.apply),
    At("/coding/{passage}/finish", post=coding.finish),
    At("/content", content.show),
    At("/content/queries", content.query_list),
    At("/content/figure/{name}.png", content.figure),
    At("/content/query/{query}", post=content.decide),
    At("/content/query/{query}/undo", post=content.undo),
    At("/export/content-queries.csv", content.queries_csv),
    At("/export", export.export),
    At("/export/finish", post=export.finish),
    At("/export/codebook-next.csv", themes.codebook_csv),
    At("/export/review-events.csv", export.events_csv),
    At("/export/review-events.jsonl", export.events_jsonl),
    At("/export/review-decisions.csv", export.decisions_csv),
)


def build_app(review: Review, *, entrance: Entrance, port: int) -> ASGIApp:
    """Return the guarded application."""
    routes = [Route("/static/{name}", static_file("secondcoder.review"))]
    for at in ADDRESSES:
        methods = [name for name, one in (("GET", at.get), ("POST", at.post)) if one]
        routes.append(Route(at.path, _endpoint(review, at), methods=methods))
    app = Starlette(
        routes=routes, exception_handlers={404: _lost(review), BodyTooLargeError: too_large}
    )
    return Guard(app, entrance=entrance, port=port)


def _endpoint(review: Review, at: At) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        form: dict[str, list[str]] = {}
        if request.method == "POST":
            form = _fields(await request.body())
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
            return _sent(visit, handler(visit) if handler else _refused())
        except Problem as problem:
            return _problem(visit, problem)
        except SecondcoderError as error:
            return _problem(visit, Problem(500, str(error)))


def _reviewer(review: Review, request: Request) -> str:
    """Return who asks, by the name that counts for them; empty if they gave none yet."""
    name = unquote(request.cookies.get(settings.REVIEWER_COOKIE, ""))
    return review.known_as(name) if name else ""


def _refused() -> Answer:
    raise Problem(405, "This cannot be done here.")


def _sent(visit: Visit, answer: Answer) -> Response:
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
        "code_label": lambda code: code_name(visit.material, code),
    }
    text = (
        templates("secondcoder.review")
        .get_template(page.template)
        .render({**common, **page.context})
    )
    data = text.encode("utf-8", "replace")
    return Response(data, status_code=status, media_type="text/html; charset=utf-8")


def _menu(visit: Visit) -> tuple[tuple[str, str], ...]:
    """Return the pages to go to; those of a further procedure only where it was carried out."""
    synthesis = () if visit.review.synthesis is None else (_SYNTHESIS,)
    content = (_CONTENT,) if latest_content(visit.review.run) else ()
    return (*MENU[:3], *synthesis, *content, *MENU[3:])


def _message(visit: Visit) -> tuple[str, Event | None, str]:
    """Return what the last form did, as the address says, if that is so."""
    done, batch = visit.query.get("did", ""), visit.query.get("batch", "")
    history = visit.review.history
    if done:
        event = history.events.get(done)
        if event and event.reviewer == visit.reviewer and event.id not in history.undone:
            names = synthesis.DECISION_NAMES if event.kind == "synthesis" else _NAMES
            said = f"Recorded: {names.get(event.verdict, event.verdict)}."
            if visit.query.get("done") == "crossed":
                said = f"{said} {_CROSSED}"
            return said, event if event.kind == "verdict" else None, ""
    if batch and (events := history.batch(batch)):
        return f"Recorded for {len(events)} passages in one step.", None, batch
    return _SAID.get(visit.query.get("done", ""), ""), None, ""


def _fields(body: bytes) -> dict[str, list[str]]:
    """Return a form's fields; what is no form of these pages counts as empty."""
    try:
        return parse_qs(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        return {}


def _lost(review: Review) -> Callable[[Request, Exception], Response]:
    def lost(request: Request, _: Exception) -> Response:
        visit = Visit(
            review=review, reviewer=_reviewer(review, request), place={}, query={}, form={}
        )
        return _problem(visit, Problem(404, "There is no such page."))

    return lost
