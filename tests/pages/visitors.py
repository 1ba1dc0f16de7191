"""Visitors who have signed in, and teams that they keep."""

import time
from datetime import date

from streamlit.testing.v1 import AppTest

from ssi_core.store import rights, snapshots
from ssi_core.store.engine import Store
from ssi_core.store.rights import Account, Standing
from ssi_core.store.snapshots import Snapshot, Source
from tests.pages.conftest import MAIN, run

ISSUER = "https://id.example"


def claims(sub: str = "1", age: float = 0, **more: object) -> dict[str, object]:
    """What a provider says of somebody who signed in so many seconds ago."""
    since = {"iat": time.time() - age}
    return {"is_logged_in": True, "iss": ISSUER, "sub": sub, "name": sub.title(), **since, **more}


def person(sub: str) -> dict[str, object]:
    """The claims of somebody with a verified address."""
    return claims(sub, email=f"{sub}@example.org", email_verified=True)


def account(sub: str) -> Account:
    """The same to the store of the tests."""
    return rights.sign_in(Store(), f"{ISSUER} {sub}", f"{sub}@example.org", sub.title())


def team(owner: Account, name: str, *people: str) -> Standing:
    """A team with a snapshot of each of these people."""
    made = rights.new_team(Store(), owner, name)
    rows = [Snapshot(each, date(2026, 11, 16), values={"posts": 1.0}) for each in people]
    snapshots.keep(Store(), owner, made.team, rows, Source("sheet", "week.csv"))
    return made


def visited(app: AppTest, user: dict[str, object]) -> AppTest:
    """One more run of the page with this visitor."""
    app.user, app.secrets = user, {"auth": {"client_id": "x"}}
    return run(app)


def arrive(user: dict[str, object], page: str | None = None, **query: str) -> AppTest:
    """A new session on the start page, and from there on another one."""
    app = AppTest.from_file(MAIN, default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    visited(app, user)
    return run(app.switch_page(page)) if page else app
