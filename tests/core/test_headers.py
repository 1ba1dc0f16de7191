import asyncio

from ssi_core.headers import CONTENT_SECURITY_POLICY, HEADERS, SecurityHeaders

CLOSED = (b"Content-Security-Policy", b"default-src 'none'")


async def _closed(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [CLOSED]})


async def _hello(scope, receive, send):
    await send({"type": f"{scope['type']}.response.start", "status": 200, "headers": [(b"set-cookie", b"a=1")]})
    await send({"type": f"{scope['type']}.response.body", "body": b"hello"})


def answer(path: str, kind: str = "http", app=_hello) -> list[dict]:
    """What the guarded app sends for a request."""
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(SecurityHeaders(app)({"type": kind, "path": path}, None, send))
    return sent


def test_headers_are_added_to_those_of_the_app():
    start, body = answer("/score")
    assert start["headers"] == [(b"set-cookie", b"a=1"), *HEADERS]
    assert body["body"] == b"hello"


def test_what_the_app_says_itself_stays():
    (start,) = answer("/j", app=_closed)
    assert start["headers"] == [CLOSED, *HEADERS[1:]]


def test_a_closed_path_is_not_found_with_and_without_a_base_path():
    for path in ("/_stcore/metrics", "/_stcore/metrics/", "/coach/_stcore/metrics"):
        start, body = answer(path)
        assert (start["status"], start["headers"]) == (404, HEADERS)
        assert "body" not in body


def test_a_websocket_passes_untouched():
    start, _body = answer("/_stcore/metrics", "websocket")
    assert start["headers"] == [(b"set-cookie", b"a=1")]


def test_scripts_are_never_allowed_from_text():
    assert "unsafe" not in CONTENT_SECURITY_POLICY["script-src"]
    assert all("*" not in sources and "http" not in sources for sources in CONTENT_SECURITY_POLICY.values())
