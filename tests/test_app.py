"""The server: a plain sentence where a page fails, nothing of anybody in the log, answers that leave at once."""

import logging
import socket

from streamlit.testing.v1 import AppTest

from app import send_at_once, show_error


def test_a_visitor_reads_a_plain_sentence():
    def page():
        from app import show_error

        show_error(ValueError("Maria has 37 points"))

    shown = AppTest.from_function(page).run()
    assert not shown.exception
    assert "What you entered is kept" in shown.error[0].value
    assert "Maria" not in shown.error[0].value


def test_streamlit_shows_nothing_of_its_own():
    assert show_error(ValueError()) is True


def test_the_log_names_type_and_place_but_no_values():
    try:
        try:
            int("Maria")
        except ValueError as error:
            raise LookupError("Maria has 37 points") from error
    except LookupError as error:
        raised = (type(error), error, error.__traceback__)
    record = logging.LogRecord("", logging.ERROR, "", 0, "Uncaught app execution", (), raised)
    assert logging.getLogger("streamlit.error_util").filter(record)
    assert logging.Formatter().format(record) == f"LookupError at {__file__}:{raised[2].tb_lineno}"


def test_the_log_of_requests_with_their_tokens_stays_off():
    record = logging.LogRecord("", logging.CRITICAL, "", 0, "GET /j/K7M2QX/token", (), None)
    assert not logging.getLogger("uvicorn.access").filter(record)


def test_connections_to_an_open_port_send_at_once():
    with socket.create_server(("127.0.0.1", 0)) as port:
        send_at_once()
        with socket.create_connection(port.getsockname()), port.accept()[0] as connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
