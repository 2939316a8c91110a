"""Requests to the DeepFix server, repeated as RetryConfig says, with every failure as one of the package's errors."""

from __future__ import annotations

import json
import platform
import uuid
from email.utils import parsedate_to_datetime
from typing import Any, Callable, Dict, Mapping, NamedTuple, Optional, Sequence

from .clock import Clock, Patience
from .config import RetryConfig, with_jitter
from .errors import AnalysisError, MlflowUnavailableError, ServerUnavailableError, TimeoutError, ValidationError
from .transport import Limits, NetworkError, Reply, send

Send = Callable[[str, str, Mapping[str, str], Optional[bytes], Limits], Reply]
_CONNECT_SECONDS = 10.0


class Answer(NamedTuple):
    """A 2xx answer of ours."""

    status: int
    headers: Dict[str, str]
    body: Dict[str, Any]

    def retry_after(self, clock: Clock) -> Optional[float]:
        """Seconds that the server asks to wait."""
        return read_retry_after(self.headers.get("retry-after"), clock)


class Call(NamedTuple):
    """A request, and how long it may take."""

    method: str
    path: str
    body: Optional[Mapping[str, Any]] = None
    members: Sequence[str] = ()
    """Members without which a JSON object is no answer of ours."""
    timeout: float = 30.0
    """Seconds of one attempt."""
    headers: Mapping[str, str] = {}


class _Failure(NamedTuple):
    error: AnalysisError
    retries: bool
    retry_after: Optional[float]
    lost: float
    is_nobody: bool
    """Whether there was no answer of ours."""


class Caller:
    """Sends calls to one server."""

    def __init__(self, server_url: str, api_key: Optional[str], retry: RetryConfig, transport: Optional[Send] = None, clock: Optional[Clock] = None) -> None:
        self.server_url = server_url.rstrip("/")
        self.retry = retry
        self.clock = clock or Clock()
        self._send = transport or send
        self._headers = {"Accept": "application/json", "User-Agent": f"deepfix-python ({platform.python_version()})"}
        if api_key:
            self._headers["Authorization"] = f"Bearer {api_key}"

    def __call__(self, call: Call, deadline: Optional[float] = None, patience: Optional[Patience] = None) -> Answer:
        """Sends a call until it is answered, retries are used up, or the deadline (on the monotonic clock) would be passed."""
        headers = {**self._headers, **call.headers}
        body = None
        if call.body is not None:
            body = json.dumps(call.body, allow_nan=False).encode("utf-8")
            headers["Content-Type"] = "application/json"
        if call.method == "POST":
            # The same key for all attempts: the server answers a repeat with the analysis that it already has.
            headers["Idempotency-Key"] = str(uuid.uuid4())
        attempt = 0
        while True:
            outcome = self._attempt(call, headers, body, deadline, patience)
            if isinstance(outcome, Answer):
                return outcome
            delay = with_jitter(outcome.retry_after) if outcome.retry_after is not None else self.retry.get_delay(attempt)
            if not outcome.retries or attempt >= self.retry.max_retries or not self._may_wait(delay, outcome, deadline, patience):
                raise outcome.error
            self.clock.sleep(delay)
            attempt += 1

    def _may_wait(self, delay: float, failure: _Failure, deadline: Optional[float], patience: Optional[Patience]) -> bool:
        if patience is not None and failure.is_nobody:
            patience.lose(failure.lost + delay)
            if patience.left <= 0:
                return False
        return deadline is None or self.clock.monotonic() + delay < deadline

    def _attempt(self, call: Call, headers: Mapping[str, str], body: Optional[bytes], deadline: Optional[float], patience: Optional[Patience]) -> "Answer | _Failure":
        total, is_cut = call.timeout, False
        if deadline is not None and deadline - self.clock.monotonic() < total:
            total, is_cut = max(0.001, deadline - self.clock.monotonic()), True
        limits = Limits(_CONNECT_SECONDS, total) if patience is None else Limits(min(_CONNECT_SECONDS, max(0.05, patience.left)), total, max(0.05, patience.left))
        try:
            reply = self._send(call.method, self.server_url + call.path, headers, body, limits)
        except NetworkError as error:
            if error.is_out_of_time and is_cut and error.lost == 0:
                raise TimeoutError(f"no answer of {self.server_url} within the deadline", is_transient=True) from error
            return self._nobody(str(error), retries=True, lost=error.lost)
        return self._read(call, reply)

    def _read(self, call: Call, reply: Reply) -> "Answer | _Failure":
        body = _json_object(reply)
        if 200 <= reply.status < 300:
            if body is not None and all(name in body for name in call.members) or reply.status == 202 and call.method == "DELETE":
                return Answer(reply.status, reply.headers, body or {})
            return self._nobody(f"HTTP {reply.status} without the answer of a DeepFix server", retries=True)
        if body is None or not isinstance(body.get("error"), str):
            return self._nobody(f"HTTP {reply.status}, which is no answer of a DeepFix server", retries=reply.status in self.retry.retryable_statuses, retry_after=self._retry_after(reply))
        error = refusal(reply.status, body, reply.headers.get("x-request-id"), self.retry.retryable_statuses)
        return _Failure(error, error.is_transient, self._retry_after(reply), 0.0, is_nobody=False)

    def _retry_after(self, reply: Reply) -> Optional[float]:
        return read_retry_after(reply.headers.get("retry-after"), self.clock)

    def _nobody(self, what: str, retries: bool, retry_after: Optional[float] = None, lost: float = 0.0) -> _Failure:
        details = {"suggestion": f"Check that a DeepFix server is running at {self.server_url} and reachable from here"}
        return _Failure(ServerUnavailableError(f"{what} ({self.server_url})", details=details, is_transient=retries), retries, retry_after, lost, is_nobody=True)


def refusal(status: int, body: Mapping[str, Any], request_id: Optional[str], retryable_statuses: Sequence[int]) -> AnalysisError:
    """An error answer of the server as the error to raise."""
    code = str(body.get("error"))
    details = body.get("details")
    details = dict(details) if isinstance(details, Mapping) else {}
    retryable = details.get("retryable")
    kinds = {"VALIDATION_ERROR": ValidationError, "MLFLOW_CONNECTION_ERROR": MlflowUnavailableError, "ANALYSIS_TIMEOUT": TimeoutError}
    kind = kinds.get(code, AnalysisError)
    asked = details.get("request_id")
    return kind(
        str(body.get("message") or code),
        code=code,
        status=status,
        details=details,
        is_transient=retryable if isinstance(retryable, bool) else status in retryable_statuses,
        request_id=asked if isinstance(asked, str) else request_id,
    )


def read_retry_after(text: Optional[str], clock: Clock) -> Optional[float]:
    """Seconds of a Retry-After header, in either of its forms; None where it cannot be read."""
    if text is None:
        return None
    text = text.strip()
    if text.isascii() and text.isdigit():
        return min(float(text), 86400.0)
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    return max(0.0, date.timestamp() - clock.wall()) if date is not None else None


def _json_object(reply: Reply) -> Optional[Dict[str, Any]]:
    try:
        body = json.loads(reply.body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None
