import asyncio

from ssi_core.headers import CONTENT_SECURITY_POLICY, HEADERS, SecurityHeaders


async def _hello(scope, receive, send):
    await send({"type": f"{scope['type']}.response.start", "status": 200, "headers": [(b"set-cookie", b"a=1")]})
    await send({"type": f"{scope['type']}.response.body", "body": b"hello"})


def answer(path: str, kind: str = "http") -> list[dict]:
    """What the guarded app sends for a request."""
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(SecurityHeaders(_hello)({"type": kind, "path": path}, None, send))
    return sent


def test_headers_are_added_to_those_of_the_app():
    start, body = answer("/score")
    assert start["headers"] == [(b"set-cookie", b"a=1"), *HEADERS]
    assert body["body"] == b"hello"


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
