"""Why a phone's page can't be shown or an answer not be kept, in words and with the fitting status."""

import logging
from asyncio import sleep

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from pages.workshop.join.limits import TooLarge, Unreadable, wrong_codes
from pages.workshop.join.render import page
from ssi_core.i18n import _
from ssi_core.questionnaire import NotAnswers
from ssi_core.store.faults import StoreError
from ssi_core.workshop.sheets import Closed, Ended, Full, Unknown

log = logging.getLogger("pages.workshop.join")

NOW = "Room-Now"  # the header by which a waiting page sees that something has changed
AGAIN = {"Retry-After": "2"}  # seconds


async def wrong(request: Request) -> None:
    """Counts a wrong code or address, and waits."""
    wrong_codes.failed(_address(request))
    await slowly(request)


async def slowly(request: Request) -> None:
    """Waits as long as the wrong codes from this address ask for."""
    await sleep(wrong_codes.seconds(_address(request)))


def _sentence(
    request: Request, status: int, heading: str, words: str, headers: dict[str, str] | None = None, here: str = ""
) -> Response:
    """A page that says why, and leads on. What a form said is sent again by its button where that may help."""
    retry = getattr(request.state, "fields", None) if status == 503 else None
    return page("sentence", status, headers, heading=heading, words=words, here=here or request.url.path, again=retry)


async def _unknown(request: Request, refusal: Unknown) -> Response:
    """Asks for the code again, the more slowly the more often: also somebody who tries addresses guesses codes."""
    await wrong(request)
    typed = request.query_params.get("code") or request.path_params.get("code", "")
    return page("code", 404, {NOW: "gone"}, typed=typed[:20], notices=[str(refusal)])


def _ended(request: Request, refusal: Ended) -> Response:
    return _sentence(request, 410, _("It is over"), str(refusal), {NOW: "ended"}, here="/j")


def _full(request: Request, refusal: Full) -> Response:
    return _sentence(request, 409, _("No place left"), str(refusal))


def _closed(request: Request, refusal: Closed) -> Response:
    return _sentence(request, 409, _("Not counted"), str(refusal))


def _damaged(request: Request, refusal: NotAnswers) -> Response:
    return _sentence(request, 404, _("This link doesn't open"), str(refusal), here="/")


def _not_now(request: Request, _fault: StoreError) -> Response:
    heading = _("Not saved yet") if request.method == "POST" else _("This page can't be shown now")
    words = _("Try again in a moment. If it stays so, tell the trainer: nothing that was saved before is lost.")
    return _sentence(request, 503, heading, words, AGAIN)


def too_fast(request: Request, wait: int) -> Response:
    words = _("That was quicker than anybody answers. Wait a few seconds, then go on.")
    return _sentence(request, 429, _("One moment"), words, {"Retry-After": str(wait)})


def _too_large(request: Request, _refusal: TooLarge) -> Response:
    return _sentence(request, 413, _("Not saved"), _("That was more than these questions can take."))


def _unreadable(request: Request, _refusal: Exception) -> Response:
    return _sentence(request, 400, _("Not saved"), _("What this page sent could not be read. Please send it again."))


def _failed(request: Request, error: Exception) -> Response:
    log.error("A phone's page failed", exc_info=error)
    words = _("Something went wrong here. What was saved before is not lost: look again, and tell the trainer.")
    return _sentence(request, 500, _("This did not work"), words)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


HANDLERS = {
    Unknown: _unknown,
    Ended: _ended,
    Full: _full,
    Closed: _closed,
    StoreError: _not_now,
    NotAnswers: _damaged,
    TooLarge: _too_large,
    Unreadable: _unreadable,
    ClientDisconnect: _unreadable,
    Exception: _failed,
}
