"""Runs a function on bytes in a process of its own, because a workbook can crash or bloat the process that reads it."""

import contextlib
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")

MEMORY = 1_000_000_000  # bytes of address space
SECONDS = 20  # of CPU, and of the clock
_ROOT = Path(__file__).resolve().parents[2]
_places = threading.BoundedSemaphore(2)  # the rest waits, so that uploads never take more than 2 GB together


class Died(RuntimeError):
    """The child ended without an answer: it crashed, or met the limit on memory or time."""


def run(function: Callable[[bytes], Result], data: bytes) -> Result:
    """`function(data)`, computed in a fresh Python with limits; `function` must be importable by name.

    Raises what the function raises, if that is an Exception, and Died where no answer came. A fresh interpreter, not
    a fork or multiprocessing: those would copy the server's threads or run the app's main script again. Windows knows
    no limit on memory and CPU; there only the clock counts.
    """
    command = [sys.executable, "-m", __name__]
    request = pickle.dumps((function, data))
    window = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with _places:
        try:
            done = subprocess.run(
                command, input=request, capture_output=True, timeout=SECONDS, cwd=_ROOT, creationflags=window
            )
        except subprocess.TimeoutExpired:
            raise Died("out of time") from None
    if done.returncode:
        raise Died(f"exit code {done.returncode}")
    result, error = pickle.loads(done.stdout)
    if error is not None:
        raise error
    return result


def _main() -> None:
    _limit()
    function, data = pickle.load(sys.stdin.buffer)
    try:
        answer = function(data), None
    except MemoryError:
        sys.exit("out of memory")
    except Exception as error:
        answer = None, error
    pickle.dump(answer, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


def _limit() -> None:
    try:
        import resource
    except ImportError:
        return
    limits = {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CPU: SECONDS, resource.RLIMIT_CORE: 0}
    for limit, value in limits.items():
        with contextlib.suppress(ValueError, OSError):  # already lower, or unknown to macOS
            resource.setrlimit(limit, (value, value))


if __name__ == "__main__":
    _main()
