"""What safety rests on is found in the server's files and in the environment, and never quoted where it is secret."""

import os
from pathlib import Path

import pytest

from ssi_core.store import server
from ssi_core.store.server import Configuration, examine

SAFE = (Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
SECRET = "0123456789abcdef" * 4
PROVIDER = 'client_id = "id"\nclient_secret = "hidden"\nserver_metadata_url = "https://id.example/x"\n'
BACK = 'redirect_uri = "https://coach.example/oauth2callback"\n'
AUTH = f'[auth]\n{BACK}cookie_secret = "{SECRET}"\n'


@pytest.fixture
def checks(tmp_path):
    """Examines a server of this configuration; each check by its name."""

    def examined(config: str = SAFE, secrets: str = "", **environment: str) -> dict:
        (tmp_path / ".streamlit").mkdir()
        (tmp_path / ".streamlit" / "config.toml").write_text(config, encoding="utf-8")
        if secrets:
            file = tmp_path / ".streamlit" / "secrets.toml"
            file.write_text(secrets, encoding="utf-8")
            file.chmod(0o600)
        found = examine(Configuration([tmp_path / "nowhere", tmp_path], environment))
        assert not any(hidden in check.words for check in found for hidden in ("hidden", SECRET))
        return {check.name: check for check in found}

    return examined


def test_the_app_s_own_configuration_is_well(checks):
    assert {check.state for check in checks().values()} == {"ok"}


@pytest.mark.parametrize(
    ("address", "secrets", "state", "words"),
    [
        ("0.0.0.0", "", "warning", "Without sign-in nothing is stored"),
        ("", "", "warning", "all addresses"),
        ("10.0.0.7", AUTH + PROVIDER, "ok", "Visitors sign in"),
        ("::1", "", "ok", "this computer alone"),
    ],
)
def test_who_can_reach_it(checks, address, secrets, state, words):
    found = checks(SAFE, secrets, STREAMLIT_SERVER_ADDRESS=address)["address"]
    assert (found.state, words in found.words) == (state, True)


@pytest.mark.parametrize(
    ("secrets", "state", "words"),
    [
        (AUTH + PROVIDER, "ok", "Configured"),
        (f"{AUTH}[auth.corporate]\n{PROVIDER}", "ok", "Configured"),
        (AUTH, "problem", "[auth] lacks client_id, client_secret, server_metadata_url"),
        (f"{AUTH}[auth.corporate]\nclient_id = 'id'\n", "problem", "[auth.corporate] lacks client_secret, server_meta"),
        (f"[auth]\n{BACK}{PROVIDER}", "problem", "[auth] lacks cookie_secret"),
        ((AUTH + PROVIDER).replace(SECRET, "short"), "problem", "cookie_secret is too short"),
        ((AUTH + PROVIDER).replace(SECRET, "0" * 64), "problem", "cookie_secret is too short or an example"),
        ((AUTH + PROVIDER).replace(SECRET, "0123456789ab"), "problem", "cookie_secret is too short"),
        ((AUTH + PROVIDER).replace(SECRET, "x" * 40), "problem", "cookie_secret is too short or an example"),
        ((AUTH + PROVIDER).replace(SECRET, f"please-change-me-{'0' * 30}"), "problem", "an example"),
        ((AUTH + PROVIDER).replace("https://coach", "http://coach"), "problem", "begin with https://"),
        ((AUTH + PROVIDER).replace("https://coach.example", "http://localhost:8501"), "ok", "Configured"),
        ((AUTH + PROVIDER).replace("oauth2callback", "callback"), "problem", "end with /oauth2callback"),
    ],
)
def test_sign_in(checks, secrets, state, words):
    found = checks(SAFE, secrets)["sign-in"]
    assert (found.state, words in found.words) == (state, True)


def test_sign_in_needs_a_package(checks, monkeypatch):
    monkeypatch.setattr(server, "find_spec", lambda _name: None)
    assert "pip install Authlib" in checks(SAFE, AUTH + PROVIDER)["sign-in"].words


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
def test_secrets_that_others_can_read_are_told(checks, tmp_path):
    checks(SAFE, AUTH + PROVIDER)
    (tmp_path / ".streamlit" / "secrets.toml").chmod(0o644)
    (found,) = [each for each in examine(Configuration([tmp_path], {})) if each.name == "sign-in"]
    assert (found.state, "chmod 600" in found.words) == ("warning", True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SERVER_ALLOWED_HOSTS", "[]"),
        ("SERVER_ALLOWED_HOSTS", '["*"]'),
        ("CLIENT_SHOW_ERROR_DETAILS", "full"),
        ("SERVER_ENABLE_XSRF_PROTECTION", "false"),
        ("SERVER_ENABLE_CORS", "false"),
        ("SERVER_MAX_UPLOAD_SIZE", "500"),
        ("SERVER_TRUSTED_USER_HEADERS", '{"X-User": "name"}'),
    ],
)
def test_unsafe_settings_in_the_environment_are_problems(checks, name, value):
    found = checks(SAFE, "", **{f"STREAMLIT_{name}": value})["settings"]
    assert (found.state, found.words.count(";")) == ("problem", 0)


def test_without_a_configuration_streamlit_s_defaults_are_unsafe(checks):
    found = checks("")
    assert (found["address"].state, found["settings"].state) == ("warning", "problem")
    assert all(name in found["settings"].words for name in ("allowedHosts", "showErrorDetails", "maxUploadSize"))


@pytest.mark.parametrize(("version", "state"), [("1.53.9", "problem"), ("1.54.0", "ok"), ("2.0rc1", "ok")])
def test_versions_with_known_holes_are_problems(checks, monkeypatch, version, state):
    monkeypatch.setattr(server.metadata, "version", lambda name: version if name == "streamlit" else "9.9")
    assert checks()["versions"].state == state
