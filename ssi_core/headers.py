"""Security headers on every HTTP response, as plain ASGI middleware."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

# Everything comes from this server. What Streamlit needs beyond that was found by trial in Chromium.
CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='",  # the one inline script of its page
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
    """Adds HEADERS to each response of `app` and answers 404 for the paths in CLOSED; WebSockets pass untouched."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        answer = not_found if scope["path"].rstrip("/").endswith(CLOSED) else self.app
        await answer(scope, receive, send_guarded)


async def not_found(scope: Message, receive: Receive, send: Send) -> None:
    """An ASGI app whose every answer is an empty 404."""
    await send({"type": "http.response.start", "status": 404})
    await send({"type": "http.response.body"})
