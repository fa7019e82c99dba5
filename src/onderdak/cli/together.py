"""Runs the site and its worker as two processes that live and end together."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from threading import Event

import structlog

log = structlog.get_logger(__name__)

_LOOK_EVERY = 0.3  # seconds
_PATIENCE = 40  # seconds in which a process may finish what it does
_LONGEST_PAUSE = 30  # seconds before a worker that keeps ending is started again
_STEADY = 60  # seconds after which a worker counts as running well


class _Worker:
    """The background worker: started again where it ends by itself, after a pause that grows."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._pause = 1
        self._start()

    def _start(self) -> None:
        self._began = time.monotonic()
        self.process = _start(self._command)
        self._again_at = 0.0

    def look(self) -> None:
        """Start it again if it has ended and the pause is over."""
        code = self.process.poll()
        if code is None:
            return
        now = time.monotonic()
        if not self._again_at:
            self._pause = 1 if now - self._began > _STEADY else min(2 * self._pause, _LONGEST_PAUSE)
            self._again_at = now + self._pause
            log.error("worker_ended", code=code, again_in_seconds=self._pause)
        elif now >= self._again_at:
            self._start()


def run_together(*, serving: Sequence[str], working: Sequence[str]) -> int:
    """Run two commands of ours until one asks us to stop, or the site ends.

    Parameters
    ----------
    serving, working : sequence of str
        The arguments after `onderdak` for the site and for the worker.

    Returns
    -------
    int
        The exit code of the site; 0 where it was stopped.
    """
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    web, worker = _start(serving), _Worker(working)
    while web.poll() is None and not stop.wait(_LOOK_EVERY):
        worker.look()
    _end(web, worker.process)
    return 0 if stop.is_set() else web.returncode


def _start(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    # In a group of its own, so that Ctrl-C reaches us alone and we can ask it to end what it is doing first.
    return subprocess.Popen([sys.executable, "-m", "onderdak.cli", *arguments], process_group=0)


def _end(*processes: subprocess.Popen[bytes]) -> None:
    """Ask each to stop, wait for what it is doing, and in the end insist."""
    for process in processes:
        process.terminate()
    until = time.monotonic() + _PATIENCE
    for process in processes:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
