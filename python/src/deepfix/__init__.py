"""DeepFix tells why a training run went wrong and what to change.

DeepFixClient asks a DeepFix server. DeepFixCallback (Lightning), HuggingFaceCallback, KerasCallback and watch() (plain loops) record a training
and have it analysed at its end.
"""

from __future__ import annotations

from .client import DeepFixClient
from .config import PollingConfig, RetryConfig
from .errors import AnalysisError, MlflowUnavailableError, ServerUnavailableError, TimeoutError, ValidationError
from .huggingface import HuggingFaceCallback
from .keras import KerasCallback
from .lightning import DeepFixCallback, DeepSightCallback
from .plain_loop import watch
from .results import AcceptedAnalysis, AnalysisResult, AnalysisState, ComparisonResult, KnowledgeResponse

__version__ = "0.1.0"

__all__ = [
    "AcceptedAnalysis",
    "AnalysisError",
    "AnalysisResult",
    "AnalysisState",
    "ComparisonResult",
    "DeepFixCallback",
    "DeepFixClient",
    "DeepSightCallback",
    "HuggingFaceCallback",
    "KerasCallback",
    "KnowledgeResponse",
    "MlflowUnavailableError",
    "PollingConfig",
    "RetryConfig",
    "ServerUnavailableError",
    "TimeoutError",
    "ValidationError",
    "watch",
]
