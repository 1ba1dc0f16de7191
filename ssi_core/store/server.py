"""What of the server's configuration safety rests on, as its files and the environment say it.

Options on the command line are not seen here. No secret is ever part of a sentence.
"""

import json
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from ssi_core.i18n import _
from ssi_core.store.place import LOCAL

FLOORS = {"streamlit": "1.54", "starlette": "1.1", "python-multipart": "0.0.27"}  # with known holes before
SHORTEST_SECRET, FEWEST_SIGNS = 32, 10  # characters, and how many different ones; of 32 random hex digits 14 are usual
LARGEST_UPLOAD = 50  # MB: an upload is held in memory
AUTH, PROVIDER = ("redirect_uri", "cookie_secret"), ("client_id", "client_secret", "server_metadata_url")
EXAMPLES = re.compile(r"x+|<.*>|.*(change|secret|example|random).*", re.IGNORECASE)


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. words: what was found, and what to do where that isn't well."""

    name: str
    state: Literal["ok", "warning", "problem"]
    words: str


class Configuration:
    """The server's options and secrets, from the user's own folder, the app's, and the environment; the last counts.

    folders: which hold a `.streamlit`. Raises tomllib.TOMLDecodeError and OSError for files that can't be read.
    """

    def __init__(self, folders: Sequence[Path], environment: Mapping[str, str]) -> None:
        self.environment = environment
        self._options = _merged(folders, "config.toml")
        self.auth: Mapping[str, Any] = _merged(folders, "secrets.toml").get("auth", {})
        self.secret_files = [file for folder in folders if (file := folder / ".streamlit" / "secrets.toml").exists()]

    def option(self, name: str, usual: Any = None) -> Any:
        """For example "server.maxUploadSize", which the environment calls STREAMLIT_SERVER_MAX_UPLOAD_SIZE."""
        section, key = name.split(".")
        variable = f"STREAMLIT_{section}_{re.sub(r'(?<=[a-z])(?=[A-Z])', '_', key)}".upper()
        if (said := self.environment.get(variable)) is None:
            return self._options.get(section, {}).get(key, usual)
        return _value(said)


def examine(server: Configuration) -> list[Check]:
    """Who can reach the app, whether they sign in, the settings and the packages' versions."""
    return [_address(server), _sign_in(server), _settings(server), _versions()]


def _address(server: Configuration) -> Check:
    address = server.option("server.address")
    if address in LOCAL:
        return Check("address", "ok", _("The app listens to this computer alone."))
    open_to = _("The app listens on {address}, so others can reach it.").format(address=address or _("all addresses"))
    if server.auth:
        return Check("address", "ok", f"{open_to} {_('Visitors sign in.')}")
    nothing = _("Without sign-in nothing is stored: visitors save files. Configure sign-in to keep histories.")
    return Check("address", "warning", f"{open_to} {nothing}")


def _sign_in(server: Configuration) -> Check:
    if not server.auth:
        return Check("sign-in", "ok", _("Not configured; it is needed only where others reach the app."))
    problems = [*_missing(server.auth), *_weak(server.auth)]
    if find_spec("authlib") is None:
        problems.append(_("the package Authlib is missing: pip install Authlib"))
    if problems:
        return Check("sign-in", "problem", _("In .streamlit/secrets.toml: {list}.").format(list="; ".join(problems)))
    readable = [file for file in server.secret_files if stat.S_IMODE(file.stat().st_mode) & 0o077]
    if readable:
        words = _("Other users of this computer can read {file}: chmod 600 it.")
        return Check("sign-in", "warning", words.format(file=readable[0]))
    return Check("sign-in", "ok", _("Configured."))


def _missing(auth: Mapping[str, Any]) -> Iterator[str]:
    """Keys that the sign-in needs and that aren't there, of each provider."""
    named = {name: section for name, section in auth.items() if isinstance(section, dict) and name != "client_kwargs"}
    sections = {f"[auth.{name}]": (section, PROVIDER) for name, section in named.items()}
    for name, (section, keys) in {"[auth]": (auth, AUTH if named else AUTH + PROVIDER), **sections}.items():
        if lacking := [key for key in keys if not section.get(key)]:
            yield _("{section} lacks {keys}").format(section=name, keys=", ".join(lacking))


def _weak(auth: Mapping[str, Any]) -> Iterator[str]:
    """What is there and isn't safe."""
    secret, back = str(auth.get("cookie_secret", "")), urlsplit(str(auth.get("redirect_uri", "")))
    if secret and (len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_SIGNS or EXAMPLES.fullmatch(secret)):
        make = 'python -c "import secrets; print(secrets.token_hex())"'
        yield _("cookie_secret is too short or an example; make one: {command}").format(command=make)
    if back.netloc and back.scheme != "https" and back.hostname not in LOCAL:
        yield _("redirect_uri has to begin with https://")
    if back.netloc and back.path.rsplit("/", 1)[-1] != "oauth2callback":
        yield _("redirect_uri has to end with /oauth2callback")


def _settings(server: Configuration) -> Check:
    """Streamlit's own defaults where nothing is said."""
    hosts = server.option("server.allowedHosts", [])
    largest = server.option("server.maxUploadSize", 200)
    unsafe = {
        "server.allowedHosts": not hosts or "*" in hosts,
        "client.showErrorDetails": server.option("client.showErrorDetails", "full") != "none",
        "server.enableXsrfProtection": server.option("server.enableXsrfProtection", True) is not True,
        "server.enableCORS": server.option("server.enableCORS", True) is not True,
        "server.maxUploadSize": not isinstance(largest, int) or largest > LARGEST_UPLOAD,
        "server.trustedUserHeaders": bool(server.option("server.trustedUserHeaders")),
    }
    reasons = {
        "server.allowedHosts": _("name the hosts that the app is reached by"),
        "client.showErrorDetails": _('has to be "none": error messages may quote data'),
        "server.enableXsrfProtection": _("has to be true"),
        "server.enableCORS": _("has to be true"),
        "server.maxUploadSize": _("{n} at most: an upload is held in memory").format(n=LARGEST_UPLOAD),
        "server.trustedUserHeaders": _("has to be empty: whoever reaches the port can send such headers"),
    }
    wrong = [f"{name}: {reasons[name]}" for name, is_unsafe in unsafe.items() if is_unsafe]
    if wrong:
        return Check("settings", "problem", _("In .streamlit/config.toml: {list}.").format(list="; ".join(wrong)))
    return Check("settings", "ok", _("As they should be."))


def _versions() -> Check:
    found = {name: metadata.version(name) for name in FLOORS}
    old = [f"{name} {found[name]} < {floor}" for name, floor in FLOORS.items() if _number(found[name]) < _number(floor)]
    if old:
        return Check("versions", "problem", _("With known holes, update: {list}.").format(list=", ".join(old)))
    return Check("versions", "ok", ", ".join(f"{name} {version}" for name, version in found.items()))


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _merged(folders: Sequence[Path], name: str) -> dict[str, Any]:
    """The files' sections; of keys in several the last file's."""
    merged: dict[str, Any] = {}
    for folder in folders:
        file = folder / ".streamlit" / name
        content = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        for section, keys in content.items():
            merged[section] = {**merged.get(section, {}), **keys} if isinstance(keys, dict) else keys
    return merged


def _value(said: str) -> Any:
    try:
        return json.loads(said)
    except ValueError:
        return said
