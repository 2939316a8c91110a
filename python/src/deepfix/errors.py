"""What can go wrong when DeepFix is asked. DeepFixClient always raises; whether a training goes on is decided by its callback."""

from __future__ import annotations

import builtins
from typing import Any, Dict, Optional


class AnalysisError(Exception):
    """An analysis that failed, or a request that was refused. Base of all errors of this package."""

    def __init__(
        self,
        message: str = "",
        *,
        code: Optional[str] = None,
        status: Optional[int] = None,
        details: Optional[Dict[str, Any]] = None,
        is_transient: bool = False,
        request_id: Optional[str] = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        """The server's code, such as RUN_NOT_FOUND; None where no answer of ours came."""
        self.status = status
        """HTTP status, if there was an answer."""
        self.details: Dict[str, Any] = dict(details or {})
        self.is_transient = is_transient
        """Whether the same request may succeed later."""
        self.request_id = request_id

    @property
    def suggestion(self) -> Optional[str]:
        """What to do about it, in the server's words."""
        text = self.details.get("suggestion")
        return text if isinstance(text, str) and text else None

    def __str__(self) -> str:
        return self.message


class ServerUnavailableError(AnalysisError):
    """No connection to the DeepFix server, or no answer of ours, after all retries."""


class MlflowUnavailableError(AnalysisError):
    """The DeepFix server is there, but it cannot reach MLflow."""


class TimeoutError(AnalysisError, builtins.TimeoutError):
    """The analysis did not end in the time given."""


class ValidationError(AnalysisError, ValueError):
    """The request is wrong and was not sent, or was refused as such; it will not succeed as it is."""

    @property
    def field(self) -> Optional[str]:
        """The field's path, such as analysis_options.max_analysis_time."""
        field = self.details.get("field")
        return field if isinstance(field, str) else None

    @property
    def constraint(self) -> Optional[str]:
        """What the field must be."""
        constraint = self.details.get("constraint")
        return constraint if isinstance(constraint, str) else None

    @property
    def provided(self) -> Any:
        """What was given instead."""
        return self.details.get("provided")
