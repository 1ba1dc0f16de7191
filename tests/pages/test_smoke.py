"""Every page, with nothing entered, with a sample person or member, with each sample team: no exception, one title."""

import pytest

from pages.parts.site import ENTRIES
from ssi_core.samples import MEMBER, TEAMS, personas
from tests.pages.conftest import run

PAGES = list(dict.fromkeys(entry.script for entry in ENTRIES))
SAMPLES = (MEMBER, *personas())
STATES = [{}, *({"sample": sample.id} for sample in SAMPLES), *({"team": team.id} for team in TEAMS)]


@pytest.mark.parametrize("state", STATES, ids=lambda state: "-".join(state.values()) or "empty")
def test_every_page_opens(open_app, state):
    app = open_app(**state)
    for page in PAGES:
        app.switch_page(page)
        run(app)
        assert len(app.title) == 1, page
        assert app.title[0].value, page
