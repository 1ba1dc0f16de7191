"""Security headers on every HTTP response, as plain ASGI middleware."""

import base64
import hashlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

# Streamlit makes every change of the address a step of the browser's history and opens a page where the last one was
# scrolled to. An answer more is no step back, and another page opens at its top.
NAVIGATION = """
if (!window.newPage) {
  window.newPage = history.pushState.bind(history);
  history.pushState = (state, title, url) => {
    if (new URL(url, location).pathname === location.pathname) return history.replaceState(state, title, url);
    window.newPage(state, title, url);
    document.getElementById("stMain")?.scrollTo(0, 0);
  };
}
"""
_NAVIGATION_HASH = base64.b64encode(hashlib.sha256(NAVIGATION.encode()).digest()).decode()

# Everything comes from this server. What Streamlit needs beyond that was found by trial in Chromium.
CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    # Two inline scripts: the one of Streamlit's page, and NAVIGATION.
    "script-src": f"'self' 'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA=' 'sha256-{_NAVIGATION_HASH}'",
    "style-src": "'self' 'unsafe-inline'",  # its widgets write their styles into the page while it runs
    "img-src": "'self' data:",  # the browser tab's icon
    "font-src": "'self' data:",  # KaTeX embeds a small font
    "media-src": "blob:",  # the preview of a screen recording
    "connect-src": "'self'",  # covers the WebSocket to the same host too
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = [
    (b"content-security-policy", "; ".join(map(" ".join, CONTENT_SECURITY_POLICY.items())).encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), payment=(), usb=()"),  # a screen recording may have sound
]
CLOSED = ("/_stcore/metrics",)  # tells anybody who asks how many people are here


class SecurityHeaders:
    """Adds HEADERS to each response of `app` and answers 404 for the paths in CLOSED; WebSockets pass untouched.

    What a response says itself stays as it is.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = list(message.get("headers", ()))
                said = {name.lower() for name, _value in own}
                message["headers"] = own + [header for header in HEADERS if header[0] not in said]
            await send(message)

        answer = not_found if scope["path"].rstrip("/").endswith(CLOSED) else self.app
        await answer(scope, receive, send_guarded)


async def not_found(scope: Message, receive: Receive, send: Send) -> None:
    """An ASGI app whose every answer is an empty 404."""
    await send({"type": "http.response.start", "status": 404})
    await send({"type": "http.response.body"})
