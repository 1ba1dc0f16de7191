"""What a participant's phone sees, without Streamlit and without JavaScript: plain pages, one form each.

`/j` asks for a room's code, `/j/CODE` lets in, `/j/CODE/TOKEN` is the participant's own page: waiting, the next open
question or the result. `/r/DRAFT` shows a result from the answers in the address alone.
"""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from pages.workshop.join import limits
from pages.workshop.join.database import computing, reading, writing
from pages.workshop.join.form import ALL, Filled, asked, filled, unanswered
from pages.workshop.join.refusals import HANDLERS, NOW, slowly, too_fast, wrong
from pages.workshop.join.render import HEADERS, page
from pages.workshop.join.result import moved, result
from ssi_core.i18n import _
from ssi_core.questionnaire import NotAnswers, to_draft
from ssi_core.rubric import load
from ssi_core.store.faults import StoreError
from ssi_core.wording import day, minutes
from ssi_core.workshop import rooms, sheets
from ssi_core.workshop.rooms import Room
from ssi_core.workshop.sheets import ENDED, NO_ROOM, NOBODY, Ended, NameTaken, Sheet, Unknown

DAY = 24 * 60 * 60  # seconds
sends = limits.Sends()


async def code(request: Request) -> Response:
    """Asks for the code, and leads to the room of the one that was typed."""
    if not (typed := request.query_params.get("code", "")):
        return page("code", typed="")
    return _go((await _room(request, typed)).code)


async def welcome(request: Request) -> Response:
    room = await _room(request, request.path_params["code"])
    if room.state == "ended":
        raise Ended(ENDED)
    token = request.cookies.get(_cookie(room.code), "")
    return _welcome(room, mine=token if await _is_in(room, token) else "")


async def join(request: Request) -> Response:
    """Lets the phone in by the token of its form, so that a double tap lets it in once."""
    fields = dict(await _fields(request))
    room = await _room(request, request.path_params["code"])
    token, name = fields.get("token", ""), fields.get("name", "")
    if not sheets.is_token(token):
        return _go(room.code)
    if wait := sends.wait(token):
        return too_fast(request, wait)
    try:
        await writing(sheets.join, room.code, token, name)
    except StoreError as refusal:
        if type(refusal) not in (NameTaken, StoreError):  # the latter: the name can't be kept
            raise
        return _welcome(room, 409, token=token, typed=name, notices=[str(refusal)])
    inside, age = _go(room.code, token), ((room.ends_on - date.today()).days + 1) * DAY
    secure = request.url.scheme == "https"
    inside.set_cookie(_cookie(room.code), token, max_age=age, path="/j", secure=secure, httponly=True, samesite="lax")
    return inside


async def _room(request: Request, typed: str) -> Room:
    """The room of this code, later where many wrong ones came from the same address. Raises Unknown."""
    if (found := await reading(rooms.find, typed)) is None:
        raise Unknown(NO_ROOM)
    await slowly(request)
    return found


async def _is_in(room: Room, token: str) -> bool:
    try:
        return sheets.is_token(token) and bool(await reading(sheets.sheet, room.code, token))
    except Unknown:
        return False


def _welcome(
    room: Room, status: int = 200, *, mine: str = "", token: str = "", typed: str = "", notices: Sequence[str] = ()
) -> Response:
    """mine: the token of somebody who is in already by this phone."""
    return page(
        "welcome",
        status,
        language=room.language,
        room=room,
        minutes=minutes(len(room.activities) * rooms.A_QUESTION),
        last_day=day(room.ends_on, date.today()),
        mine=mine,
        token=token or sheets.new_token(),
        typed=typed,
        notices=notices,
    )


def _cookie(code: str) -> str:
    return f"room-{code}"


async def look(request: Request) -> Response:
    """The participant's page as the room is now; once it has ended or is gone, the result in the address."""
    code, token = _inside(request)
    try:
        sheet = await reading(sheets.sheet, code, token)
    except (Ended, Unknown) as over:
        if not (draft := request.query_params.get("a")):
            raise
        if isinstance(over, Unknown):
            await wrong(request)
        return await _address_result(
            request, draft, notices=[str(over), _("Your result comes from this page's address.")]
        )
    return await _show(request, sheet, token, asked(request.query_params.get("q", ""), load()))


async def answer(request: Request) -> Response:
    """Keeps what the form says, and leads to the next open question or to the result."""
    code, token = _inside(request)
    if wait := sends.wait(token):
        return too_fast(request, wait)
    form = filled(await _fields(request), rubric := load())
    sheet, problems = await _kept(code, token, form)
    if not form.quiet:
        problems += unanswered(form.asked, sheet.answers, sheet.room.activities, rubric)
    if problems:
        return await _show(request, sheet, token, form.asked, 422, problems)
    return Response(status_code=204) if form.quiet else _after(sheet, token)


async def _kept(code: str, token: str, form: Filled) -> tuple[Sheet, list[str]]:
    """The sheet with the form's answers on it, and in words what of the form is not."""
    problems = list(form.problems)
    if form.answers:
        try:
            return await writing(sheets.answer, code, token, form.round, form.answers), problems
        except NotAnswers as refusal:
            problems.append(str(refusal))
    return await reading(sheets.sheet, code, token), problems


async def _show(
    request: Request, sheet: Sheet, token: str, wanted: str, status: int = 200, notices: Sequence[str] = ()
) -> Response:
    """wanted: id of a question, ALL, or "" for what is next."""
    room, here = sheet.room, f"/j/{sheet.room.code}/{token}"
    common = {"language": room.language, "notices": notices, "room": room, "here": here}
    if request.method == "HEAD":
        return Response(headers={NOW: _now(room)})
    if room.takes_answers and wanted == ALL:
        activities = [load().by_id[name] for name in room.activities]
        return page("questions", status, **common, activities=activities, answers=sheet.answers)
    if room.takes_answers and (wanted in room.activities or not sheet.finished):
        return _question(sheet, wanted, status, common)
    if not (sheet.finished and room.same_questions):
        return _waiting(sheet, status, common)
    if request.method == "GET" and dict(request.query_params) != _drafts(sheet):
        return _after(sheet, token)
    change = f"{here}?q={ALL}" if room.takes_answers else ""
    return await _result(request, _drafts(sheet), status, notices, change=change, again=here, now=f"{room.round}-")


def _question(sheet: Sheet, wanted: str, status: int, common: dict) -> Response:
    names, rubric = sheet.room.activities, load()
    name = wanted if wanted in names else next(each for each in names if each not in sheet.answers)
    place, activity = names.index(name), rubric.by_id[name]
    return page(
        "question",
        status,
        **common,
        activity=activity,
        pillar=rubric.pillar_of(activity),
        number=place + 1,
        answers=sheet.answers,
        before=rubric.by_id[names[place - 1]] if place else None,
        onward=name in sheet.answers,
    )


def _waiting(sheet: Sheet, status: int, common: dict) -> Response:
    room, given = sheet.room, len(sheet.answers)
    if not room.same_questions:
        heading = _("This room can't go on")
        words = _("The app's questions have changed since it was made. Ask the trainer for a new room.")
    elif room.state == "waiting" or not given:
        heading = _("You are in")
        words = _("The questions come as soon as the trainer opens them.")
    else:
        heading = _("The round is closed")
        words = _("You have answered {given} of {all} questions; they are kept.").format(
            given=given, all=len(room.activities)
        )
    so_far = to_draft(sheet.answers, load()) if given and room.same_questions else ""
    return page("waiting", status, **common, heading=heading, words=words, so_far=so_far, now=_now(room))


async def _result(
    request: Request, drafts: dict[str, str], status: int = 200, notices: Sequence[str] = (), **context: str
) -> Response:
    """drafts: "a" of the answers, and of those of the first round "b". Raises NotAnswers."""
    found = {name: await computing(result, draft) for name, draft in drafts.items()}
    kept = "/r/" + drafts["a"] + (f"?b={drafts['b']}" if "b" in drafts else "")
    return page(
        "result",
        status,
        result=found["a"],
        moved=moved(found["b"], found["a"]) if "b" in found else "",
        kept=kept,
        link=f"{str(request.base_url).rstrip('/')}{kept}",
        full=f"/score?a={drafts['a']}",
        notices=notices,
        **({"change": "", "again": ""} | context),
    )


async def _address_result(request: Request, draft: str, notices: Sequence[str] = ()) -> Response:
    before = request.query_params.get("b")
    return await _result(request, {"a": draft} | ({"b": before} if before else {}), notices=notices)


async def from_address(request: Request) -> Response:
    """The result of the answers in the address: no room, no database."""
    return await _address_result(request, request.path_params["draft"])


def _drafts(sheet: Sheet) -> dict[str, str]:
    """What a finished page's address holds, so that it shows the result also when the room is gone."""
    rubric, now, before = load(), sheet.answers, sheet.before or {}
    return {"a": to_draft(now, rubric)} | ({"b": to_draft(before, rubric)} if before.keys() >= now.keys() else {})


def _after(sheet: Sheet, token: str) -> Response:
    return _go(sheet.room.code, token, _drafts(sheet) if sheet.finished and sheet.room.same_questions else {})


def _now(room: Room) -> str:
    return f"{room.round}-{room.state}"


def _inside(request: Request) -> tuple[str, str]:
    code, token = request.path_params["code"], request.path_params["token"]
    if not sheets.is_token(token):
        raise Unknown(NOBODY)
    return code, token


def _go(code: str, token: str = "", query: dict[str, str] | None = None) -> RedirectResponse:
    """Leads to a room, or to somebody's page in it; with GET, whatever led here."""
    path = "/".join(part for part in ("/j", code, token) if part)
    return RedirectResponse(f"{path}?{urlencode(query)}" if query else path, 303, HEADERS)


async def _fields(request: Request) -> limits.Fields:
    request.state.fields = await limits.form(request.stream())
    return request.state.fields


async def lost(scope: Scope, receive: Receive, send: Send) -> None:
    """Any other address below ours: without the slash at its end, else the field for a code."""
    path = scope["path"]
    there = RedirectResponse(path.rstrip("/"), 303, HEADERS) if path.endswith("/") else None
    notices = [_("There is no such page. Type the code on the wall.")]
    await (there or page("code", 404, typed="", notices=notices))(scope, receive, send)


app = ExceptionMiddleware(
    Router(
        [
            Route("/j", code),
            Route("/j/{code}", welcome),
            Route("/j/{code}", join, methods=["POST"]),
            Route("/j/{code}/{token}", look),
            Route("/j/{code}/{token}", answer, methods=["POST"]),
            Route("/r/{draft}", from_address),
        ],
        redirect_slashes=False,
        default=lost,
    ),
    HANDLERS,
)
