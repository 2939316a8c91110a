"""What an analysis, a comparison and a question to the knowledge base answer."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Optional

from . import html
from .records import Awaitable, Record


class Finding(Record):
    """One thing that was found, with the numbers that prove it."""

    description: str
    evidence: str
    severity: str
    """low, medium or high: the damage."""
    confidence: float
    """0 to 1: the probability that the finding is true."""
    code: str
    title: str
    """The code in words."""
    kind: str
    evidence_items: List[Any]


class Recommendation(Record):
    """What to do about a finding."""

    action: str
    rationale: str
    priority: str
    confidence: float
    action_code: str
    parameters: Dict[str, Any]


class Analysis(Record):
    """A finding and what to do about it."""

    findings: Finding
    recommendations: Recommendation


class KnowledgeItem(Record):
    """A piece of the knowledge base."""

    content: str
    source: str
    confidence: float
    """0 to 1: the probability that the item answers the question."""
    relevance_score: float
    metadata: Dict[str, Any]


class AgentResult(Record):
    """What one agent found."""

    agent_name: str
    analysis: List[Analysis]
    analyzed_artifacts: List[Any]
    retrieved_knowledge: List[KnowledgeItem]
    additional_outputs: Dict[str, Any]
    error_message: Optional[str]


class RootCause(Record):
    """A cause that accounts for several findings."""

    code: str
    title: str
    confidence: float
    explains: List[str]


class PlannedAction(Record):
    """A step of the action plan."""

    rank: int
    action_code: str
    action: str
    parameters: Dict[str, Any]
    rationale: str
    expected_effect: Optional[Record]
    confidence: float
    addresses: List[str]


class NotAssessed(Record):
    """A code that could not be judged, and what to log to change that."""

    code: str
    because: str
    log_to_enable: str


class ErrorBody(Record):
    """Why there is no result."""

    error: str
    message: str
    details: Dict[str, Any]
    timestamp: str


class AnalysisResult(Awaitable):
    """The answer: findings by agent, root causes, the action plan, and what could not be judged."""

    request_id: str
    run_id: str
    run_name: Optional[str]
    status: str
    """completed, partial or failed."""
    summary: str
    agent_results: List[AgentResult]
    execution_time: float
    """Seconds."""
    timestamp: str
    warnings: List[str]
    root_causes: List[RootCause]
    action_plan: List[PlannedAction]
    not_assessed: List[NotAssessed]
    curves: List[Any]
    run_status: Optional[str]
    engine_version: str
    knowledge_version: str
    artifacts_digest: str
    error: Optional[ErrorBody]

    @property
    def findings(self) -> List[Finding]:
        """The findings of all agents, in their order."""
        return [analysis.findings for agent in self.agent_results for analysis in agent.analysis]

    def _repr_html_(self) -> str:
        return html.of_result(self)


class AnalysisState(Awaitable):
    """How far an accepted analysis is."""

    request_id: str
    run_id: str
    status: str
    """queued, running, completed, partial, failed or cancelled."""
    stage: Optional[str]
    progress: float
    created_at: Optional[str]
    started_at: Optional[str]
    finished_at: Optional[str]
    error_message: Optional[str]
    error: Optional[ErrorBody]

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will change."""
        return self.status in ("completed", "partial", "failed", "cancelled")

    def _repr_html_(self) -> str:
        return html.of_state(self)


class AcceptedAnalysis(Awaitable):
    """An analysis that the server has taken on and works on by itself."""

    request_id: str
    status: str
    status_url: str
    result_url: str
    retry_after: Optional[float]
    """Seconds after which the server wants to be asked for the first time."""


class KnowledgeResponse(Awaitable):
    """Items that answer a question, best first. Can be iterated over directly."""

    query: str
    results: List[KnowledgeItem]
    knowledge_version: str
    cached: bool
    execution_time: float
    warnings: List[str]
    """What keeps the answer from being the best that the server could give; mostly empty."""

    def __iter__(self) -> Iterator[KnowledgeItem]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def __getitem__(self, index: Any) -> Any:
        return self.results[index] if isinstance(index, (int, slice)) else super().__getitem__(index)

    def _repr_html_(self) -> str:
        return html.of_knowledge(self)


class ComparedRun(Record):
    """One run of a comparison."""

    run_id: str
    name: str
    verdict: str
    findings: List[Finding]
    metrics: Dict[str, Any]
    params: Dict[str, Any]


class Change(Record):
    """A setting that is not the same in all runs."""

    what: str
    kind: str
    values: Dict[str, Any]


class Explanation(Record):
    """A change, and how much of the difference in the target metric it explains."""

    change: Any
    effect: Optional[Record]
    confidence: float
    confounded_with: List[Any]


class ComparisonResult(Awaitable):
    """What separates runs, and which of it explains their difference."""

    runs: List[ComparedRun]
    changed: List[Change]
    explanations: List[Explanation]
    curves: Any
    warnings: List[str]

    def _repr_html_(self) -> str:
        return html.of_comparison(self)
