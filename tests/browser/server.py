"""A fresh server of the app, as a user starts it, on a free port of this machine."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 60


@dataclass(frozen=True)
class Server:
    """A running server. log: the file it writes to; pid: of its process."""

    port: int
    log: Path
    pid: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serve(*options: str, port: int | None = None, app: str = "app.py", **environment: str) -> Iterator[Server]:
    """Starts `streamlit run app.py` with more options and environment variables, waits until it answers, ends it.

    port: where it listens; a free one unless given. app: another app's file, from ROOT.
    Raises RuntimeError with the server's log when it ends by itself or doesn't answer in time.
    """
    with tempfile.TemporaryDirectory() as folder:
        port, path = port or free_port(), Path(folder) / "server.log"
        command = [sys.executable, "-m", "streamlit", "run", app, "--server.headless", "true"]
        with path.open("wb") as log:
            process = subprocess.Popen(
                [*command, "--server.port", str(port), *options],
                cwd=ROOT,
                env=os.environ | {"SSI_DATABASE_URL": f"sqlite:///{folder}/history.db"} | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        server = Server(port, path, process.pid)
        try:
            _wait_for(server, process)
            yield server
        finally:
            process.terminate()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < give_up:
        try:
            with urlopen(f"{server.url}/_stcore/health", timeout=5):
                return
        except (URLError, TimeoutError):
            time.sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{server.log.read_text(errors='replace')}")
