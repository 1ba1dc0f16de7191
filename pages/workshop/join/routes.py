"""Where the phones' pages hang in the server; they themselves are imported with the first phone."""

import asyncio
from importlib import import_module

from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

PAGES = "pages.workshop.join.phone"  # takes what is slow to import


class Phones:
    """The phones' pages as an ASGI app."""

    def __init__(self) -> None:
        self._pages: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        pages = self._pages = self._pages or (await asyncio.to_thread(import_module, PAGES)).app
        await pages(scope, receive, send)


_phones = Phones()
ROUTES = [Route(path, _phones) for path in ("/j", "/j/{rest:path}", "/r", "/r/{rest:path}")]
