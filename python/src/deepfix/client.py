"""The client of a DeepFix server. It always raises; whether a training goes on is decided by the callbacks."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple, TypeVar, Union
from urllib.parse import quote

from .calls import Answer, Call, Caller, Send
from .clock import Clock, Patience
from .config import PollingConfig, RetryConfig
from .errors import AnalysisError, MlflowUnavailableError, ServerUnavailableError, TimeoutError, ValidationError
from .results import AcceptedAnalysis, AnalysisResult, AnalysisState, ComparisonResult, ErrorBody, KnowledgeResponse
from .validation import Faults, check_context, check_options, check_query, check_run

__all__ = [
    "AnalysisError",
    "DeepFixClient",
    "MlflowUnavailableError",
    "PollingConfig",
    "RetryConfig",
    "ServerUnavailableError",
    "TimeoutError",
    "ValidationError",
]

DEFAULT_SERVER = "http://localhost:8000"
_DEFAULT_ANALYSIS_SECONDS = 60.0
_MARGIN_SECONDS = 5.0
_T = TypeVar("_T")
Run = Union[str, Mapping[str, str], Tuple[str, str]]


class DeepFixClient:
    """Asks a DeepFix server. Safe to share between threads.

    server_url: where the server listens. api_key: where its operator asks for one; else DEEPFIX_API_KEY is used.
    retry, polling: how failed requests are repeated, and how often a running analysis is looked at.
    timeout: seconds of one attempt; for an analysis never less than max_analysis_time plus 5.
    """

    def __init__(
        self,
        server_url: str = DEFAULT_SERVER,
        api_key: Optional[str] = None,
        retry: Optional[RetryConfig] = None,
        polling: Optional[PollingConfig] = None,
        timeout: float = 30.0,
        *,
        transport: Optional[Send] = None,
        clock: Optional[Clock] = None,
    ) -> None:
        if not isinstance(server_url, str) or not server_url.lower().startswith(("http://", "https://")):
            raise ValidationError(
                "Invalid request: field 'server_url' must be an http or https address",
                details={"field": "server_url", "constraint": "must be an http or https address", "provided": server_url, "suggestion": f"Use the address of the server, such as {DEFAULT_SERVER}."},
            )
        self.polling = polling or PollingConfig()
        self.timeout = timeout
        self._call = Caller(server_url, api_key or os.environ.get("DEEPFIX_API_KEY"), retry or RetryConfig(), transport, clock)

    @property
    def server_url(self) -> str:
        """Where the server listens."""
        return self._call.server_url

    @property
    def retry(self) -> RetryConfig:
        """How failed requests are repeated."""
        return self._call.retry

    def analyze(
        self,
        run_id: str,
        mlflow_uri: Optional[str] = None,
        analysis_options: Optional[Mapping[str, Any]] = None,
        context: Optional[Mapping[str, Any]] = None,
        *,
        deadline: Optional[float] = None,
        patience: Optional[Patience] = None,
    ) -> AnalysisResult:
        """Has a run analysed and waits for the result.

        mlflow_uri: the tracking server, as the DeepFix server reaches it. deadline: seconds that the whole call may take, retries included.
        """
        body = _request(run_id, mlflow_uri, analysis_options, context)
        end = None if deadline is None else self._call.clock.monotonic() + deadline
        answer = self._call(Call("POST", "/api/v1/analyze", body, ("request_id", "status"), self._analysis_timeout(analysis_options)), end, patience)
        if answer.status == 202:
            accepted = self._accepted(answer)
            left = None if end is None else max(0.0, end - self._call.clock.monotonic())
            return self.poll_until_complete(accepted, max_wait_time=left)
        return _whole(AnalysisResult(answer.body))

    async def analyze_async(
        self, run_id: str, mlflow_uri: Optional[str] = None, analysis_options: Optional[Mapping[str, Any]] = None, context: Optional[Mapping[str, Any]] = None, *, deadline: Optional[float] = None
    ) -> AnalysisResult:
        """As analyze, without holding the event loop: several can be gathered."""
        return await _in_thread(lambda: self.analyze(run_id, mlflow_uri, analysis_options, context, deadline=deadline))

    def submit(
        self,
        run_id: str,
        mlflow_uri: Optional[str] = None,
        analysis_options: Optional[Mapping[str, Any]] = None,
        context: Optional[Mapping[str, Any]] = None,
        *,
        deadline: Optional[float] = None,
        patience: Optional[Patience] = None,
    ) -> AcceptedAnalysis:
        """Hands an analysis over to the server and returns at once; poll_until_complete or get_result fetch what it becomes."""
        body = _request(run_id, mlflow_uri, analysis_options, context)
        end = None if deadline is None else self._call.clock.monotonic() + deadline
        call = Call("POST", "/api/v1/analyze", body, ("request_id", "status"), self._analysis_timeout(analysis_options), {"Prefer": "respond-async"})
        return self._accepted(self._call(call, end, patience))

    def get_status(self, request_id: str) -> AnalysisState:
        """How far an accepted analysis is."""
        return AnalysisState(self._status(_id(request_id), None).body)

    def get_result(self, request_id: str) -> AnalysisResult:
        """The result of an accepted analysis. Raises AnalysisError where it failed, was cancelled, or is not finished yet."""
        answer = self._call(Call("GET", f"/api/v1/result/{_quoted(request_id)}", None, ("request_id", "status"), self.timeout))
        if answer.status == 202:
            raise AnalysisError(f"The analysis {_id(request_id)} is not finished yet", code="NOT_FINISHED", status=202, is_transient=True, request_id=_id(request_id))
        return _whole(AnalysisResult(answer.body))

    def poll_until_complete(self, request_id: Union[str, AcceptedAnalysis], poll_interval: Optional[float] = None, max_wait_time: Optional[float] = None) -> AnalysisResult:
        """Waits for an accepted analysis and returns its result.

        poll_interval: a fixed interval in seconds; else PollingConfig holds. max_wait_time: seconds, then TimeoutError; the analysis itself goes on.
        """
        clock, polling, identity = self._call.clock, self.polling, _id(request_id)
        longest = polling.max_wait_time if max_wait_time is None else max_wait_time
        end = clock.monotonic() + longest
        interval = polling.initial_interval if poll_interval is None else poll_interval
        if isinstance(request_id, AcceptedAnalysis) and request_id.retry_after:
            clock.sleep(min(request_id.retry_after, longest))
        while clock.monotonic() < end:
            result, least = self._look(identity, end)
            if result is not None:
                return result
            clock.sleep(min(max(interval, least), end - clock.monotonic()))
            if poll_interval is None:
                interval = min(interval * polling.backoff_factor, polling.max_interval)
        raise TimeoutError(
            f"Analysis did not complete within {longest:g}s", code="NOT_FINISHED", is_transient=True, request_id=identity, details={"request_id": identity, "suggestion": f"Ask later: deepfix result {identity}"}
        )

    def cancel(self, request_id: str) -> None:
        """Cancels an accepted analysis. Raises AnalysisError where it is finished already."""
        self._call(Call("DELETE", f"/api/v1/analyze/{_quoted(request_id)}", None, (), self.timeout))

    def compare(self, runs: Sequence[Run], mlflow_uri: Optional[str] = None, baseline: Optional[str] = None, context: Optional[Mapping[str, Any]] = None) -> ComparisonResult:
        """Compares 2 to 100 runs: what separates them, and which of it explains their difference.

        runs: ids (with mlflow_uri), pairs of id and tracking URI, or objects with run_id and mlflow_tracking_uri.
        """
        body: Dict[str, Any] = {"runs": _runs(runs, mlflow_uri)}
        if baseline is not None:
            body["baseline"] = baseline
        if context is not None:
            body["context"] = dict(context)
        timeout = max(self.timeout, _DEFAULT_ANALYSIS_SECONDS * 2 + _MARGIN_SECONDS)
        return ComparisonResult(self._call(Call("POST", "/api/v1/compare", body, ("runs",), timeout)).body)

    def query_knowledge(self, query: str, domain: str = "global", query_type: str = "diagnostic", max_results: int = 5, min_confidence: float = 0.7) -> KnowledgeResponse:
        """Asks the knowledge base. The answer can be iterated over: its items, best first."""
        check_query(query, domain, query_type, max_results, min_confidence)
        body = {"query": query, "domain": domain, "query_type": query_type, "max_results": max_results, "min_confidence": min_confidence}
        return KnowledgeResponse(self._call(Call("POST", "/api/v1/knowledge/query", body, ("results",), self.timeout)).body)

    def check_alive(self, patience: Optional[Patience] = None) -> None:
        """Raises ServerUnavailableError where no DeepFix server answers."""
        clock = self._call.clock
        start = clock.monotonic()
        seconds = patience.left if patience is not None else 5.0
        try:
            self._call(Call("GET", "/health/live", None, ("status",), seconds), start + seconds, patience)
        except TimeoutError as error:
            # One that takes connections and says nothing is as good as none.
            details = {"suggestion": f"Check that a DeepFix server is running at {self.server_url} and reachable from here"}
            raise ServerUnavailableError(str(error), details=details, is_transient=True) from error

    def _status(self, request_id: str, deadline: Optional[float]) -> Answer:
        return self._call(Call("GET", f"/api/v1/status/{quote(request_id, safe='')}", None, ("request_id", "status"), self.timeout), deadline)

    def _look(self, request_id: str, deadline: float) -> "tuple[Optional[AnalysisResult], float]":
        try:
            answer = self._status(request_id, deadline)
        except AnalysisError as error:
            # A look that fails does not end the analysis.
            if error.is_transient:
                return None, 0.0
            raise
        state = AnalysisState(answer.body)
        if state.status in ("completed", "partial"):
            return self.get_result(request_id), 0.0
        if state.status == "failed":
            raise _failed(state.error_message or "The analysis failed", state.error, request_id)
        if state.status == "cancelled":
            raise AnalysisError("The analysis was cancelled", code="REQUEST_CANCELLED", request_id=request_id)
        return None, answer.retry_after(self._call.clock) or 0.0

    def _accepted(self, answer: Answer) -> AcceptedAnalysis:
        return AcceptedAnalysis({**answer.body, "retry_after": answer.retry_after(self._call.clock)})

    def _analysis_timeout(self, options: Optional[Mapping[str, Any]]) -> float:
        seconds = (options or {}).get("max_analysis_time")
        return max(self.timeout, float(_DEFAULT_ANALYSIS_SECONDS if seconds is None else seconds) + _MARGIN_SECONDS)


def _request(run_id: Any, mlflow_uri: Any, options: Optional[Mapping[str, Any]], context: Optional[Mapping[str, Any]]) -> Dict[str, Any]:
    faults = Faults()
    check_run(faults, run_id, mlflow_uri)
    check_options(faults, options)
    check_context(faults, context)
    faults.raise_any()
    body: Dict[str, Any] = {"run_id": run_id, "mlflow_tracking_uri": mlflow_uri}
    if options:
        body["analysis_options"] = dict(options)
    if context:
        body["context"] = dict(context)
    return body


def _runs(runs: Sequence[Run], mlflow_uri: Optional[str]) -> List[Dict[str, Any]]:
    faults = Faults()
    found: List[Dict[str, Any]] = []
    if isinstance(runs, (str, bytes)) or not 2 <= len(runs) <= 100:
        faults.add("runs", "must be a list of 2 to 100 runs", runs if isinstance(runs, str) else len(runs))
        faults.raise_any()
    for i, run in enumerate(runs):
        if isinstance(run, Mapping):
            pair: Tuple[Any, Any] = (run.get("run_id"), run.get("mlflow_tracking_uri", mlflow_uri))
        else:
            pair = (run, mlflow_uri) if isinstance(run, str) else (run[0], run[1])
        check_run(faults, pair[0], pair[1], f"runs[{i}].")
        found.append({"run_id": pair[0], "mlflow_tracking_uri": pair[1]})
    faults.raise_any()
    return found


def _id(request_id: Union[str, AcceptedAnalysis]) -> str:
    text = request_id.request_id if isinstance(request_id, AcceptedAnalysis) else request_id
    if not isinstance(text, str) or not text.strip():
        raise ValidationError("Invalid request: missing required field 'request_id'", details={"field": "request_id", "constraint": "required", "provided": text, "suggestion": "Give the id of the 202 answer."})
    return text


def _quoted(request_id: str) -> str:
    return quote(_id(request_id), safe="")


def _whole(result: AnalysisResult) -> AnalysisResult:
    if result.status == "failed":
        raise _failed(result.summary or "The analysis failed", result.error, result.request_id)
    return result


def _failed(message: str, error: Optional[ErrorBody], request_id: str) -> AnalysisError:
    if error is None:
        return AnalysisError(message, request_id=request_id)
    kind = {"MLFLOW_CONNECTION_ERROR": MlflowUnavailableError, "ANALYSIS_TIMEOUT": TimeoutError}.get(error.error, AnalysisError)
    return kind(error.message or message, code=error.error, details=error.details, request_id=request_id)


async def _in_thread(work: Callable[[], _T]) -> _T:
    # A thread that does not hold the process at its end, as those of an executor would.
    loop = asyncio.get_running_loop()
    future: "asyncio.Future[_T]" = loop.create_future()

    def settle(value: Optional[_T], error: Optional[BaseException]) -> None:
        if future.cancelled():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(value)  # type: ignore[arg-type]

    def run() -> None:
        value: Optional[_T] = None
        failure: Optional[BaseException] = None
        try:
            value = work()
        except Exception as error:
            failure = error
        try:
            loop.call_soon_threadsafe(settle, value, failure)
        except RuntimeError:
            pass  # the loop is closed: nobody waits any more

    threading.Thread(target=run, name="deepfix-analyze", daemon=True).start()
    return await future
