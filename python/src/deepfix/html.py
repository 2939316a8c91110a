"""Results as tables for notebooks. Everything from a run is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Iterable, List

if TYPE_CHECKING:
    from .results import AnalysisResult, AnalysisState, ComparisonResult, KnowledgeResponse


def of_result(result: "AnalysisResult") -> str:
    """Summary, findings, actions and warnings."""
    rows = [
        [a.findings.severity, a.findings.code, a.findings.description, f"{a.findings.confidence:.2g}", a.recommendations.action]
        for agent in result.agent_results
        for a in agent.analysis
    ]
    parts = [f"<b>{_text(result.summary)}</b> <small>{_text(result.run_id)}, {_text(result.status)}</small>"]
    if rows:
        parts.append(_table(["severity", "code", "finding", "confidence", "what to do"], rows))
    if result.action_plan:
        parts.append("<ol>" + "".join(f"<li>{_text(p.action)}</li>" for p in result.action_plan) + "</ol>")
    parts.append(_notes(result.warnings))
    return "<div>" + "".join(parts) + "</div>"


def of_state(state: "AnalysisState") -> str:
    """One line."""
    return f"<div>{_text(state.request_id)}: <b>{_text(state.status)}</b> {_text(state.stage or '')} {state.progress:.0%} {_text(state.error_message or '')}</div>"


def of_knowledge(response: "KnowledgeResponse") -> str:
    """A row an item."""
    rows = [[item.content, item.source, f"{item.confidence:.2g}"] for item in response.results]
    return f"<div><b>{_text(response.query)}</b>" + (_table(["answer", "source", "confidence"], rows) if rows else "<p>Nothing found.</p>") + _notes(response.warnings) + "</div>"


def of_comparison(result: "ComparisonResult") -> str:
    """Runs, then what separates them."""
    runs = _table(["run", "verdict", "findings"], [[r.name or r.run_id, r.verdict, ", ".join(f.code for f in r.findings)] for r in result.runs])
    changes = _table(["what", "kind", "values"], [[c.what, c.kind, ", ".join(f"{k}: {v}" for k, v in c.values.items())] for c in result.changed])
    return "<div>" + runs + (changes if result.changed else "") + _notes(result.warnings) + "</div>"


def _table(head: List[str], rows: Iterable[List[Any]]) -> str:
    body = "".join("<tr>" + "".join(f"<td style='text-align:left'>{_text(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return "<table><thead><tr>" + "".join(f"<th>{_text(name)}</th>" for name in head) + f"</tr></thead><tbody>{body}</tbody></table>"


def _notes(warnings: List[str]) -> str:
    return "<ul>" + "".join(f"<li>{_text(w)}</li>" for w in warnings) + "</ul>" if warnings else ""


def _text(value: Any) -> str:
    return escape(str(value))
