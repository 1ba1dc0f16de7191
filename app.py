"""The server: `streamlit run app.py`. The pages start in pages/main.py."""

import asyncio
import gc
import logging
import socket
import sys
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware

from pages.workshop.join.routes import PAGES, ROUTES
from ssi_core.headers import SecurityHeaders
from ssi_core.i18n import _

DAY = 24 * 60 * 60  # seconds
TURN = 0.0005  # seconds that a page's run computes while phones wait; Python's 5 ms made them wait ten times as long
SLOW_TO_IMPORT = ("altair", PAGES, "sklearn.linear_model")  # in the order in which a visitor needs them, after pandas


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Warms up in the background: the server answers at once, and nobody waits seconds for an import later.

    Once a day it deletes what was to be kept only for so long, also where nobody visits.
    """
    sys.setswitchinterval(TURN)
    send_at_once()
    Thread(target=warm_up, daemon=True).start()
    upkeep = asyncio.create_task(every_day())
    yield
    upkeep.cancel()


def warm_up() -> None:
    """Imports what takes seconds. On small tables Arrow's texts took a fifth of the time of every page and result."""
    import_module("pandas").options.mode.string_storage = "python"
    for name in SLOW_TO_IMPORT:
        import_module(name)


def send_at_once() -> None:
    """Keeps the second half of an answer from waiting 40 ms until the first has been acknowledged.

    Streamlit opens its port without TCP_NODELAY, and connections inherit that (uvicorn issue 3149).
    """
    for port in (each for each in gc.get_objects() if type(each) is socket.socket and each.fileno() >= 0):
        if port.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) and port.family != socket.AF_UNIX:
            port.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


async def every_day() -> None:
    while True:
        await asyncio.to_thread(lambda: import_module("ssi_core.store.erase").look_after())  # slow to import, too
        await asyncio.sleep(DAY)


def show_error(_error: Exception) -> bool:
    """A plain sentence in place of what failed; True keeps Streamlit from showing the exception itself."""
    st.error(
        _(
            "Something went wrong here, and this page could not be shown in full. What you entered is kept: "
            "go to another page and come back. If it happens again, tell whoever runs this app."
        )
    )
    return True


def without_values(record: logging.LogRecord) -> bool:
    """Leaves an exception's type and place in the log and drops its message, which may quote somebody's data."""
    if record.exc_info and (error := record.exc_info[1]):
        place = ", ".join(f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__))
        record.msg, record.args, record.exc_info = "%s at %s", (type(error).__name__, place), None
    return True


# The list of requests names phones' tokens. A change of config.toml would start it, and uvicorn's own start enables it.
logging.getLogger("uvicorn.access").addFilter(lambda _record: False)
for logger in ("streamlit.error_util", "pages.workshop.join"):  # for whatever a page raises, and a phone's
    logging.getLogger(logger).addFilter(without_values)

app = st.App(
    "pages/main.py",
    lifespan=lifespan,
    routes=ROUTES,
    middleware=[Middleware(SecurityHeaders)],
    on_script_error=show_error,
)
