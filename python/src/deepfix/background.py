"""Analyses that the server works on while the program goes on. The end of the process never waits for them."""

from __future__ import annotations

import atexit
import threading
from typing import Callable, Dict, Optional

from . import report
from .client import DEFAULT_SERVER, DeepFixClient
from .errors import AnalysisError
from .results import AcceptedAnalysis


class Background:
    """Threads that look whether accepted analyses are done, and print what became of them."""

    _open: Dict[str, "Background"] = {}
    _lock = threading.Lock()
    _is_registered = False

    def __init__(self, client: DeepFixClient, accepted: AcceptedAnalysis, poll_interval: Optional[float], max_wait_time: float, run_id: str, say: Callable[[str], None]) -> None:
        self._client, self._accepted, self._run_id, self._say = client, accepted, run_id, say
        self._poll_interval, self._max_wait_time = poll_interval, max_wait_time

    @classmethod
    def watch(cls, client: DeepFixClient, accepted: AcceptedAnalysis, poll_interval: Optional[float], max_wait_time: float, run_id: str, say: Callable[[str], None]) -> None:
        """Begins to look after an analysis."""
        task = cls(client, accepted, poll_interval, max_wait_time, run_id, say)
        with cls._lock:
            cls._open[accepted.request_id] = task
            if not cls._is_registered:
                atexit.register(cls._at_exit)
                cls._is_registered = True
        try:
            threading.Thread(target=task._run, name="deepfix-poll", daemon=True).start()
        except RuntimeError:
            pass  # the process ends already: its end tells how to ask later

    def _run(self) -> None:
        try:
            text = report.of_result(self._client.poll_until_complete(self._accepted, self._poll_interval, self._max_wait_time))
        except AnalysisError as error:
            text = f"DeepFix: {report.of_error(error)} {self._later()}"
        with self._lock:
            if self._open.pop(self._accepted.request_id, None) is None:
                return
        self._say(text)

    def _later(self) -> str:
        server = "" if self._client.server_url == DEFAULT_SERVER else f" --server {self._client.server_url}"
        return f"Ask later: deepfix result {self._accepted.request_id}{server}"

    @classmethod
    def _at_exit(cls) -> None:
        with cls._lock:
            tasks = list(cls._open.values())
            cls._open.clear()
        for task in tasks:
            task._say(f"DeepFix is still analysing run {task._run_id}, request {task._accepted.request_id}. {task._later()}")
