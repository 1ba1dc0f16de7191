"""Phones in a workshop: each reads the pages it is sent and presses their buttons, as a browser without scripts does.

On asyncio streams: httpx takes ten times as much of the processor (1.3 ms a request), which the server needs itself.
"""

import asyncio
import gzip
import random
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from time import perf_counter
from urllib.parse import urlencode, urljoin

PATIENCE = 30  # seconds for the server's answer
BEFORE_AGAIN = 1.0  # seconds between two attempts
GONE = (OSError, EOFError, TimeoutError)
BUSY = (429, 503)
OPTIONS = 5  # of a question at least

Fields = list[tuple[str, str]]
Measured = defaultdict[str, list[float]]


@dataclass
class Form:
    """A form of a page. fields: sent whatever is pressed; presses, boxes: name and value of each button, checkbox."""

    method: str
    action: str
    fields: Fields = field(default_factory=list)
    presses: Fields = field(default_factory=list)
    boxes: Fields = field(default_factory=list)

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return bool(self.boxes) or len(self.presses) >= OPTIONS

    def chosen(self, chance: random.Random) -> Fields:
        """What a press on one of its buttons adds, with some of the numbered boxes ticked."""
        numbered = [box for box in self.boxes if box[1].isdecimal()]
        ticked = chance.sample(numbered, chance.randint(1, len(numbered))) if numbered else []
        name, value = chance.choice(self.presses)
        return [*ticked, (name, value)] if name else ticked


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        pair = (given.get("name", ""), given.get("value", ""))
        match tag, given.get("type", "submit" if tag == "button" else "text"):
            case "form", _:
                self.found.append(Form(given.get("method", "get").lower(), given.get("action", "")))
            case "button" | "input", "submit":
                self.found[-1].presses.append(pair)
            case "input", "checkbox":
                self.found[-1].boxes.append(pair)
            case "input", _:
                self.found[-1].fields.append(pair)


@dataclass(frozen=True)
class Answer:
    """The server's. size: bytes of the body as sent; seconds: from the request on."""

    path: str
    status: int
    headers: dict[str, str]
    body: bytes
    size: int
    seconds: float

    @property
    def leads_to(self) -> str | None:
        return urljoin(self.path, self.headers["location"]) if self.status == 303 else None

    @cached_property
    def form(self) -> Form | None:
        """The one to send: the question, if there is one."""
        posts = [form for form in Forms(self.body.decode()).found if form.method == "post"]
        return max(posts, key=lambda form: form.asks, default=None)


class Phone:
    """A browser with one connection. times, sizes: of all phones, seconds and bytes by kind of page or press.

    said: of each answer that the server has acknowledged, the values that were pressed or ticked.
    """

    def __init__(self, port: int, seed: int, times: Measured, sizes: Measured) -> None:
        self.port, self.chance, self.times, self.sizes = port, random.Random(seed), times, sizes
        self.said: list[list[str]] = []
        self._cookies: dict[str, str] = {}
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    @property
    def asked(self) -> bool:
        return self.page.form is not None and self.page.form.asks

    async def join(self, path: str, pause: float) -> None:
        """pause: seconds before pressing the button."""
        await self.open(path, "welcome")
        await asyncio.sleep(pause)
        await self.press("join")

    async def answer_all(self, pause: float) -> None:
        """Answers until nothing is asked any more. pause: seconds before each, on average."""
        while self.asked:
            await asyncio.sleep(self.chance.uniform(0, 2 * pause))
            await self.press("answer")

    async def open(self, path: str | None, kind: str | None = None) -> None:
        """Shows a page, wherever it leads to."""
        while path:
            self.page = await self._send("GET", path)
            path = self.page.leads_to
        if self.page.status != 200:
            raise RuntimeError(f"{self.page.path}: {self.page.status}")
        self._note(kind or ("question" if self.asked else "result"), self.page)

    async def press(self, kind: str) -> None:
        """Sends the page's form and shows where that leads to."""
        form, path = self.page.form, self.page.path
        if form is None:
            raise RuntimeError(f"{path}: nothing to press")
        chosen = form.chosen(self.chance)
        answer = await self._send("POST", urljoin(path, form.action or path), [*form.fields, *chosen])
        if not answer.leads_to:
            raise RuntimeError(f"{answer.path}: {answer.status}")
        self._note(kind, answer)
        if form.asks:
            self.said.append([value for _name, value in chosen])
        await self.open(answer.leads_to)

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()
            self._streams = None

    def _note(self, kind: str, answer: Answer) -> None:
        self.times[kind].append(answer.seconds)
        self.sizes[kind].append(len(answer.body))
        self.sizes[f"{kind}, sent"].append(answer.size)

    async def _send(self, method: str, path: str, fields: Fields | None = None) -> Answer:
        """The first answer there is, however often that takes; how long the server was out of reach is noted."""
        start, again = perf_counter(), False
        while not (answer := await self._try(method, path, fields)):
            again = True
            await asyncio.sleep(BEFORE_AGAIN)
        if again:
            self.times["out of reach"].append(perf_counter() - start)
        return answer

    async def _try(self, method: str, path: str, fields: Fields | None) -> Answer | None:
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._exchange(method, path, fields)
        except GONE:
            self.close()
            return None
        return None if answer.status in BUSY else answer

    async def _exchange(self, method: str, path: str, fields: Fields | None) -> Answer:
        start = perf_counter()
        reader, writer = await self._connection()
        writer.write(self._request(method, path, fields))
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").splitlines()
        named = (line.partition(": ") for line in head[1:])
        headers = {name.lower(): value for name, _colon, value in named}
        sent = await reader.readexactly(int(headers["content-length"]))
        seconds = perf_counter() - start
        if cookie := headers.get("set-cookie"):
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        body = gzip.decompress(sent) if headers.get("content-encoding") == "gzip" else sent
        return Answer(path, int(head[0].split()[1]), headers, body, len(sent), seconds)

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is None or self._streams[0].at_eof():
            self.close()
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        return self._streams

    def _request(self, method: str, path: str, fields: Fields | None) -> bytes:
        host, body = f"127.0.0.1:{self.port}", b""
        headers = {"Host": host, "Accept-Encoding": "gzip"}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if fields is not None:
            body = urlencode(fields).encode()
            kind = "application/x-www-form-urlencoded"
            headers |= {"Origin": f"http://{host}", "Content-Type": kind, "Content-Length": str(len(body))}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        return "\r\n".join(lines).encode() + body
