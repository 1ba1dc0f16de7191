"""An app without anything, to measure the workshop by: an empty page, and a route that answers a form with a 303."""

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

QUESTIONS = 12
BUTTONS = "".join(f'<button name="a" value="{answer}">{answer}</button>' for answer in range(6))


async def form(request: Request) -> Response:
    """Keeps nothing: how many were answered stands in the address."""
    step = int(request.path_params["step"])
    if request.method == "POST":
        return RedirectResponse(str(step + 1), 303)
    return HTMLResponse(f"<title>{step}</title>" + (f'<form method="post">{BUTTONS}</form>' * (step <= QUESTIONS)))


app = st.App("page.py", routes=[Route("/j/{step:int}", form, methods=["GET", "POST"])])
