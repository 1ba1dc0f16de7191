"""The phones' pages without a browser and without Streamlit: what a phone without JavaScript sends and gets."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.testclient import TestClient

from pages.workshop.join import database, limits, phone, refusals
from pages.workshop.join.routes import PAGES, Phones
from ssi_core.headers import SecurityHeaders
from ssi_core.questionnaire import activity_frame, from_draft, to_draft
from ssi_core.rubric import load
from ssi_core.scoring import score
from ssi_core.scoring.bands import whole
from ssi_core.store import rights, tables
from ssi_core.store.engine import Store
from ssi_core.store.faults import FULL, fault
from ssi_core.workshop import rooms, sheets
from ssi_core.workshop.rooms import Room
from tests.core.workshop.phones import ask_otherwise

MOST_BYTES = 10_240
RUBRIC = load()
NAUGHTY = (
    "<img onerror=alert(1)>",
    "\u202edesrever",
    "![x](http://example.org)",
    "$x$",
    ":red[x]",
    "=cmd|' /C calc'!A0",
    "{{ 7*7 }}",
)


class Clock:
    """A clock that stands still until it is told otherwise, and sleeping that is noted instead."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@dataclass
class Answered:
    """A page as somebody would look at it. hidden: what its form would send by itself."""

    response: Response
    status: int
    path: str
    html: str
    hidden: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        found = re.findall(r'type="?hidden"? name="?(\w+)"? value="?([^">]+)', self.html)
        self.hidden = {name: unescape(value) for name, value in found}

    @property
    def text(self) -> str:
        body = re.sub(r"<(style|script|title)[^>]*>.*?</\1>|<svg.*?</svg>", " ", self.html, flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())

    def offers(self, place: int) -> dict[str, str]:
        """What a tap on the button of this place sends, or the tick of it and the button below."""
        return self.hidden | {self.hidden["asked"]: str(place)}


class Browser:
    """A phone: follows what leads on and keeps cookies. Every page is small and closed to the outside."""

    def __init__(self) -> None:
        app = Starlette()
        app.router.default = Phones()
        self.client = TestClient(SecurityHeaders(app), raise_server_exceptions=True)

    def get(self, path: str, **query: str) -> Answered:
        return self._looked(self.client.get(path, params=query or None))

    def post(self, path: str, fields: dict[str, str | list[str]]) -> Answered:
        return self._looked(self.client.post(path, data=fields))

    def _looked(self, response) -> Answered:
        assert len(response.content) < MOST_BYTES
        for each in (*response.history, response):
            assert each.headers["content-security-policy"].startswith("default-src 'none'")
            assert (each.headers["cache-control"], each.headers["referrer-policy"]) == ("no-store", "same-origin")
            assert each.headers["x-content-type-options"] == "nosniff"
        assert not re.search(r'(src|href)="?(https?:)?//(?!testserver)', response.text)
        assert "Traceback" not in response.text
        return Answered(response, response.status_code, response.url.raw_path.decode(), response.text)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSI_DATABASE_URL", f"sqlite:///{tmp_path_factory.mktemp('join') / 'history.db'}")
        yield Store()


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(phone, "sends", limits.Sends(clock))
    monkeypatch.setattr(refusals, "wrong_codes", limits.WrongCodes(clock))
    monkeypatch.setattr(refusals, "sleep", clock.sleep)
    return clock


@pytest.fixture
def new_room(store: Store) -> Callable[..., Room]:
    """new_room(length=8, named=False, open_=True): of one trainer; delete_room and the like go through `trainer`."""

    def make(length: int = 8, named: bool = False, open_: bool = True) -> Room:
        ends_on = date.today() + timedelta(days=2)
        made = rooms.new_room(store, rights.sign_in(store), "Kick-off", ends_on, length=length, named=named)
        return rooms.open_round(store, rights.sign_in(store), made.id) if open_ else made

    return make


@pytest.fixture
def trainer(store: Store) -> Callable[..., Room | None]:
    """trainer(rooms.end, room): does it as the trainer."""
    return lambda act, room: act(store, rights.sign_in(store), room.id)


@pytest.fixture
def browser() -> Browser:
    return Browser()


def joined(browser: Browser, room: Room, name: str = "") -> Answered:
    welcome = browser.get(f"/j/{room.code}")
    return browser.post(f"/j/{room.code}", welcome.hidden | ({"name": name} if room.named else {}))


def participants(store: Store, room: Room) -> list[str]:
    """Their names."""
    with store.reading() as connection:
        return list(
            connection.scalars(select(tables.participants.c.name).where(tables.participants.c.room_id == room.id))
        )


def kept(store: Store, room: Room, page: Answered) -> sheets.Answers:
    return sheets.sheet(store, room.code, token(page)).answers


def token(page: Answered) -> str:
    return page.path.split("?")[0].rsplit("/", 1)[1]


def now(browser: Browser, page: Answered) -> str:
    """What a waiting page looks at."""
    return browser.client.head(page.path).headers["room-now"]


def answer_all(browser: Browser, page: Answered, choose: Callable[[int], int | str]) -> Answered:
    """From the first open question to the result, one tap a question."""
    for number in range(30):
        if "asked" not in page.hidden:
            return page
        page = browser.post(page.path, page.offers(choose(number)))  # type: ignore[arg-type]
    raise AssertionError("it never ends")


def test_from_the_code_to_the_result_and_the_next_round(browser: Browser, new_room, trainer, store: Store):
    room = new_room(12, open_=False)
    typed = f" {room.code[:3].lower()}-{room.code[3:]} ".replace("0", "o").replace("1", "l")
    assert "Join a room" in browser.get("/j").text
    welcome = browser.get("/j", code=typed)
    assert welcome.path == f"/j/{room.code}"
    assert "Anonymous: no name, no address, no time is kept with your answers. Nobody is shown them" in welcome.text
    assert "12 questions on what you do on LinkedIn, about 2 minutes" in welcome.text
    assert participants(store, room) == []

    page = joined(browser, room)
    again = browser.post(f"/j/{room.code}", {"token": token(page)})
    assert (again.path, participants(store, room)) == (page.path, [""])
    assert "You are in" in page.text
    assert now(browser, page) == "1-waiting"
    trainer(rooms.open_round, room)

    page = browser.get(page.path)
    assert page.text.startswith("Round 1 · 1 of 12 · Brand Which of these does your profile have today?")
    nothing = browser.post(page.path, page.hidden)
    assert nothing.status == 422
    assert "Not answered yet: Complete profile." in nothing.text
    second = browser.post(page.path, page.hidden | {"1": ["0", "3"]})
    assert kept(store, room, page) == {"profile_completeness": 0b1001}
    before = browser.get(page.path, q="1")
    assert before.html.count(" checked") == 2
    result = answer_all(browser, second, lambda number: [2, "x", 4, 0][number % 4])

    answers = kept(store, room, page)
    scored = score(activity_frame(answers, RUBRIC), RUBRIC, margin=RUBRIC.unknown.self_report).iloc[0]
    told = sum(answer is not None for answer in answers.values())
    assert result.path == f"{page.path}?a={to_draft(answers, RUBRIC)}"
    assert f"Your score {whole(scored['total'])} of 100, estimated: {scored['band']}" in result.text
    assert (
        f"between {whole(scored['low'])} and {whole(scored['high'])}: it rests on {told} of 21 questions" in result.text
    )
    assert result.html.count("<li>") == 3
    assert f'href="/score?a={to_draft(answers, RUBRIC)}"' in result.html
    assert browser.get(page.path).path == result.path
    pressed = browser.get(page.path, q="4")
    assert re.findall(r'value="(\d)" aria-pressed="true"', pressed.html) == [str(answers["posts"])]

    trainer(rooms.next_round, room)
    page = browser.get(result.path)
    assert page.text.startswith("Round 2 · 1 of 12 · Brand Your answers of before are kept.")
    assert "asked" in page.hidden
    late = browser.post(page.path, result.hidden | {"round": "1", "asked": "4", "4": "4"})
    assert (late.status, "The round is closed" in late.text) == (409, True)
    same = answer_all(
        browser, browser.get(page.path), lambda number: ["x", 2, "x", 4, 0][number % 5] if number else "x"
    )
    assert "Before and after Before" in same.text
    assert "You said “don't know” to other questions than before" in same.text
    assert from_draft(re.search(r"b=([^&]+)", same.path)[1], RUBRIC) == answers

    trainer(rooms.end, room)
    over = browser.get(same.path)
    assert over.status == 200
    assert "This room has ended" in over.text
    assert "Your result comes from this page's address. Your score" in over.text
    assert "Before and after Before" in over.text
    gone = browser.get(page.path.split("?")[0])
    assert (gone.status, now(browser, gone)) == (410, "ended")


def test_a_small_change_is_no_news(browser: Browser, new_room, trainer):
    room = new_room()
    result = answer_all(browser, joined(browser, room), lambda number: 2)
    trainer(rooms.next_round, room)
    again = answer_all(browser, browser.get(result.path), lambda number: 2)
    assert "+0.0 points. Under 2 points is no news." in again.text


def test_all_questions_on_one_page(browser: Browser, new_room, store: Store):
    room = new_room(21)
    page = joined(browser, room)
    sheet = browser.get(page.path, q="all")
    assert (sheet.html.count("<select"), sheet.html.count("type=checkbox")) == (20, 11)
    empty = browser.post(page.path, sheet.hidden | {str(n): "" for n in range(2, 22)})
    assert empty.status == 422
    assert all(activity.name in empty.text for activity in RUBRIC.activities[:5])
    assert "16 more." in empty.text
    assert kept(store, room, page) == {}

    fields: dict[str, str | list[str]] = {str(n): str(n % 5) for n in range(2, 22)} | {"1": ["none"]}
    quiet = browser.client.post(page.path, data=sheet.hidden | fields | {"quiet": "1", "7": ""})
    assert (quiet.status_code, quiet.content, len(kept(store, room, page))) == (204, b"", 20)
    partly = browser.post(page.path, sheet.hidden | fields | {"4": "5", "5": ["1", "2"], "7": ""})
    assert partly.status == 422
    for words in (
        "Posts and articles: &quot;5&quot; is no answer",
        "New followers: two answers",
        "Not answered yet: Profi",
    ):
        assert unescape(words) in partly.text
    assert partly.html.count(" selected") == 19
    done = browser.post(page.path, sheet.hidden | fields)
    assert kept(store, room, page) == {a.id: (n % 5 if n > 1 else 0) for n, a in enumerate(RUBRIC.activities, 1)}
    assert "it rests on 21 of 21 questions" in done.text
    assert len(browser.get(page.path, q="all").html) < MOST_BYTES


REFUSED = ("5", "-1", "3.5", "3 ", "null", "true", "٣", "00", "+1", "1e0", "none", "x" * 3000)


def test_what_is_no_answer_is_refused_by_name_and_nothing_else_is_lost(browser: Browser, new_room, store: Store):
    room = new_room()
    page = joined(browser, room)
    sheet = browser.get(page.path, q="all")
    browser.post(page.path, sheet.hidden | {"4": "1", "1": "x"})
    before = kept(store, room, page)
    for refused in REFUSED:
        said = browser.post(page.path, {"round": "1", "asked": "4", "4": refused})
        assert said.status == 422
        assert "Posts and articles: " in said.text
    fields = {"round": "1", "asked": "1"}
    for wrong in ({"1": ["0", "x"]}, {"1": ["0", "0"]}, {"1": ["9"]}, {"1": ["none", "x"]}):
        assert "Complete profile: " in browser.post(page.path, fields | wrong).text
    for unknown in ("posts", "99", "", "<b>", "2"):  # the last is a question that this room doesn't ask
        said = browser.post(page.path, {"round": "1", "asked": "4", unknown: "1"})
        assert said.status == 422
        assert "question" in said.text
    assert kept(store, room, page) == before == {"profile_completeness": None, "posts": 1}


def test_a_form_without_its_round_or_before_the_round_doesnt_count(browser: Browser, new_room, trainer, store: Store):
    room = new_room(open_=False)
    page = joined(browser, room)
    for status, round_ in ((409, "1"), (409, ""), (409, "two")):
        assert browser.post(page.path, {"round": round_, "asked": "4", "4": "1"}).status == status
    trainer(rooms.open_round, room)
    assert browser.post(page.path, {"asked": "4", "4": "1"}).status == 409
    assert browser.post(page.path, {"round": "1", "asked": "4", "4": "1"}).status == 200
    trainer(rooms.close_round, room)
    assert browser.post(page.path, {"round": "1", "asked": "4", "4": "2"}).status == 409
    closed = browser.get(page.path)
    assert "You have answered 1 of 8 questions; they are kept." in closed.text
    assert kept(store, room, page) == {"posts": 1}
    so_far = browser.get(re.search(r'href="(/r/[^"]+)"', closed.html)[1])
    assert "it rests on 1 of 21 questions" in so_far.text


def test_an_address_that_is_nobodys_is_not_found_in_words(browser: Browser, new_room, trainer):
    room, other = new_room(), new_room()
    page = joined(browser, room)
    mine = token(page)
    for path in (
        f"/j/{other.code}/{mine}",
        f"/j/{room.code}/{mine[:-1]}",
        f"/j/{room.code}/{'A' * 10_000}",
        f"/j/{room.code}/{mine}/more",
        "/j/ZZZZZZ",
        "/j/%00%ff",
        "/r",
    ):
        assert browser.get(path).status == 404, path
        assert "Code on the wall" in browser.get(path).text
    assert browser.post(f"/j/{other.code}/{mine}", {"round": "1", "asked": "4", "4": "1"}).status == 404
    assert browser.get(f"/j/{room.code}/").path == f"/j/{room.code}"
    assert (browser.client.head(page.path).status_code, browser.client.head("/j").status_code) == (200, 200)
    result = answer_all(browser, browser.get(page.path), lambda number: 1)
    trainer(rooms.delete_room, room)
    gone = browser.get(page.path)
    assert (gone.status, now(browser, gone)) == (404, "gone")
    assert "Your result comes from this page's address." in browser.get(result.path).text
    assert browser.get(page.path, a="d7").status == 404


def test_names_are_asked_for_checked_and_shown_as_they_stand(browser: Browser, new_room, store: Store):
    room = new_room(named=True)
    assert "With names: the trainer sees your name and your answers." in browser.get(f"/j/{room.code}").text
    for place, name in enumerate(NAUGHTY):
        assert joined(Browser(), room, name).status == 200
        assert participants(store, room).count(name) == 1
        twin = joined(Browser(), room, f" {name.upper()}  ")
        assert twin.status == 409
        assert f"“{' '.join(name.upper().split())}” is here already" in twin.text
        assert "<img" not in twin.html.lower()
        assert len(participants(store, room)) == place + 1
    assert "Please give your name" in joined(browser, room, "  ").text
    invisible = joined(browser, room, "A\0da")
    assert (invisible.status, "invisible sign" in invisible.text) == (409, True)
    assert joined(browser, room, "é" * 200).status == 200


def test_the_same_phone_comes_back_by_its_cookie(browser: Browser, new_room, store: Store):
    room = new_room(open_=False)
    page = joined(browser, room)
    cookie = next(each.headers["set-cookie"] for each in page.response.history if "set-cookie" in each.headers)
    assert re.search(r"HttpOnly; Max-Age=259200; Path=/j; SameSite=lax", cookie)
    back = browser.get(f"/j/{room.code}")
    assert f'href="{page.path}">You are in already: go on' in back.html
    assert "Somebody else on this phone: start anew" in back.text
    assert token(joined(browser, room)) != token(page)
    assert len(participants(store, room)) == 2
    browser.client.cookies.set(f"room-{room.code}", "A" * 22)
    assert "You are in already" not in browser.get(f"/j/{room.code}").text
    assert browser.post(f"/j/{room.code}", {"token": "short"}).path == f"/j/{room.code}"


def test_a_full_and_an_ended_room_say_so(browser: Browser, new_room, trainer, monkeypatch: pytest.MonkeyPatch):
    room = new_room()
    assert joined(browser, room).status == 200
    monkeypatch.setattr(sheets, "CAPACITY", 1)
    full = joined(Browser(), room)
    assert (full.status, "This room is full." in full.text) == (409, True)
    welcome = Browser().get(f"/j/{room.code}")
    trainer(rooms.end, room)
    assert browser.post(f"/j/{room.code}", welcome.hidden).status == 410
    assert browser.get(f"/j/{room.code}").status == 410


def test_a_restart_loses_nothing(browser: Browser, new_room, store: Store):
    room = new_room()
    page = joined(browser, room)
    browser.post(page.path, {"round": "1", "asked": "4", "4": "1"})
    database._opened(store.url.render_as_string()).close()
    database._opened.cache_clear()
    other = Browser()
    assert answer_all(other, other.get(page.path), lambda number: 3).path.startswith(f"{page.path}?a=")
    assert len(kept(store, room, page)) == 8


def test_questions_that_changed_can_not_be_answered(browser: Browser, new_room, store: Store):
    room = new_room()
    page = joined(browser, room)
    done = Browser()
    finished = joined(done, room)
    answer_all(done, finished, lambda number: 3)
    ask_otherwise(store)
    for phone_, address in ((browser, page.path), (done, finished.path)):
        seen = phone_.get(address)
        assert "The app's questions have changed since it was made." in seen.text
        assert "of 100" not in seen.text
    assert browser.post(page.path, {"round": "1", "asked": "4", "4": "1"}).status == 409


def test_a_result_opens_from_its_address_alone(browser: Browser, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(database, "_store", lambda: pytest.fail("the database was asked"))
    draft = to_draft({"posts": 2, "connections": None}, RUBRIC)
    assert "it rests on 1 of 21 questions" in browser.get(f"/r/{draft}").text
    unsure = browser.get(f"/r/{to_draft(dict.fromkeys(RUBRIC.ids), RUBRIC)}", b=draft)
    assert "Nothing is known yet, so there is no score." in unsure.text
    assert "there is nothing to compare" in unsure.text
    assert "<svg" not in unsure.html
    for damaged in ("abcd", draft[1:], draft.replace("2", "z"), "%3Cb%3E"):
        assert browser.get(f"/r/{damaged}").status == 404


def test_a_fault_never_says_saved(browser: Browser, new_room, store: Store, monkeypatch: pytest.MonkeyPatch):
    room = new_room()
    welcome, page = browser.get(f"/j/{room.code}"), joined(browser, room)

    def broken() -> Store:
        raise fault(FULL)

    with monkeypatch.context() as patch:
        patch.setattr(database, "_store", broken)
        for path, fields in ((page.path, {"round": "1", "asked": "4", "4": "1"}), (f"/j/{room.code}", welcome.hidden)):
            said = browser.post(path, fields)
            assert (said.status, said.response.headers["retry-after"], said.hidden) == (503, "2", fields)
            assert "Not saved yet" in said.text
        assert browser.get(page.path).status == 503
        patch.setattr(database, "PATIENCE", -1)
        assert browser.post(page.path, {"round": "1", "asked": "4", "4": "1"}).status == 503
    assert kept(store, room, page) == {}


def test_what_nobody_foresaw_is_a_sentence_too(browser: Browser, new_room, monkeypatch: pytest.MonkeyPatch, caplog):
    room = new_room()
    page = joined(browser, room)
    monkeypatch.setattr(phone, "_show", lambda *_args: {}["Maria"])
    failed = browser.get(page.path)
    assert (failed.status, "Something went wrong here." in failed.text) == (500, True)
    assert "pages.workshop.join" in caplog.text


def test_forms_are_small_and_come_slowly(browser: Browser, new_room, clock: Clock, store: Store):
    room = new_room()
    page = joined(browser, room)
    assert browser.client.post(page.path, content=b"4=1&" * 1025).status_code == 413
    assert browser.client.post(page.path, content=b"4=\xff").status_code == 400
    assert browser.client.post(page.path, content=b"4=%ff").status_code == 400
    one = {"round": "1", "asked": "4", "4": "1"}
    clock.now += limits.SECONDS
    for _tap in range(limits.POSTS):
        assert browser.post(page.path, one).status == 200
    fast = browser.post(page.path, one | {"4": "2"})
    assert (fast.status, fast.response.headers["retry-after"]) == (429, "11")
    assert kept(store, room, page) == {"posts": 1}
    clock.now += limits.SECONDS
    assert browser.post(page.path, one | {"4": "2"}).status == 200


def test_wrong_codes_are_slowed_and_phones_inside_never(browser: Browser, new_room, clock: Clock):
    room = new_room()
    page = joined(browser, room)
    for _guess in range(limits.FREE):
        browser.get("/j/ZZZZZZ")
    assert set(clock.slept) == {0.0}
    for guess in range(10):
        browser.get(f"/j/ZZZZZZ/{token(page)}", **({"a": to_draft({"posts": 2}, RUBRIC)} if guess % 2 else {}))
    assert clock.slept[-1] == pytest.approx(1.0)
    browser.get(f"/j/{room.code}")
    assert clock.slept[-1] == pytest.approx(1.0)
    before = len(clock.slept)
    assert browser.get(page.path).status == 200
    assert browser.post(page.path, {"round": "1", "asked": "4", "4": "1"}).status == 200
    assert len(clock.slept) == before
    for _guess in range(50):
        browser.get("/j", code="ZZZZZZ")
    assert max(clock.slept) == limits.SLOWEST
    clock.now += 5 * limits.HALF_LIFE
    browser.get(f"/j/{room.code}")
    assert clock.slept[-1] == 0


def test_the_limits_stay_small(monkeypatch: pytest.MonkeyPatch, clock: Clock):
    monkeypatch.setattr(limits, "MOST_KEPT", 3)
    sends, wrong = limits.Sends(), limits.WrongCodes(clock)
    for name in "abcd":
        sends.wait(name)
        wrong.failed(name)
    assert (set(sends._times), set(wrong._failures)) == ({"d"}, {"d"})
    clock.now += 7 * limits.HALF_LIFE
    wrong.failed("e")
    assert set(wrong._failures) == {"e"}


def test_the_server_starts_without_what_the_phones_need():
    code = (
        f"import sys, pages.workshop.join.routes; assert not {{'pandas', 'sqlalchemy', {PAGES!r}}} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_phones_pages_do_without_streamlit():
    code = f"import sys, {PAGES}; assert 'streamlit' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
