import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

MAIN = Path(__file__).parents[2] / "pages" / "main.py"


@pytest.fixture
def open_app() -> Callable[..., AppTest]:
    """open_app(**query): the start page of a new session, with these parameters in its address."""

    def start(**query: str) -> AppTest:
        app = AppTest.from_file(MAIN, default_timeout=30)
        for name, value in query.items():
            app.query_params[name] = value
        return run(app)

    return start


def run(app: AppTest) -> AppTest:
    """One more run; an exception on the page fails the test."""
    app.run()
    assert not app.exception, [error.message for error in app.exception]
    return app


def click(app: AppTest, label: str) -> AppTest:
    """Click the button with this label."""
    next(button for button in app.button if button.label == label).click()
    return run(app)


def texts(app: AppTest) -> str:
    """Everything that the page says in running text, captions and notices, without Markdown's escapes."""
    said = (app.title, app.header, app.subheader, app.markdown, app.caption, app.text)
    kinds = (*said, app.info, app.warning, app.error)
    said = "\n".join(element.value for kind in (*kinds, app.success) for element in kind)
    return re.sub(r"\\([^\w\s])", r"\1", said)
