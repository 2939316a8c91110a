"""A result for people at a terminal: the verdict first, then every warning, what was found, what to do, and what to log next time."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import List, Optional

from .errors import AnalysisError, ValidationError
from .results import AnalysisResult, Finding

_ORDER = {"high": 0, "medium": 1, "low": 2}


def of_result(result: AnalysisResult, width: int = 100) -> str:
    """The text of a result."""
    lines = [f"DeepFix: {_line(result.summary)}", f"  run {_line(result.run_id)}, request {_line(result.request_id)}, {result.execution_time:.1f} s"]
    if result.root_causes:
        lines += _wrapped("  most likely cause: ", ", ".join(f"{c.title or c.code} ({c.code}, {c.confidence:.2g})" for c in result.root_causes[:3]), width)
    for warning in result.warnings:
        lines += _wrapped("  note: ", warning, width)
    for finding in sorted(result.findings, key=lambda f: (_ORDER.get(f.severity, 3), -f.confidence)):
        lines += _finding(finding, width)
    if result.action_plan:
        lines.append("What to do")
        for action in result.action_plan[:3]:
            lines += _wrapped(f"  {action.rank}. ", action.action + (f" {_parameters(action.parameters)}" if action.parameters else ""), width)
    lines += _next_time(result, width)
    if result.status == "partial":
        lines += _wrapped("  ", _more_time(result), width)
    return "\n".join(lines)


def of_error(error: AnalysisError) -> str:
    """What went wrong, where, and what to do."""
    text = str(error)
    if isinstance(error, ValidationError):
        for fault in error.details.get("errors") or [error.details]:
            if isinstance(fault, dict) and fault.get("field"):
                text += f"\n  {fault['field']}: {fault.get('constraint')}; given was {fault.get('provided')!r}"
    if error.suggestion:
        text += f". {error.suggestion}"
    return text


def _finding(finding: Finding, width: int) -> List[str]:
    head = f"  {finding.severity:<6} {finding.code or 'finding'} (confidence {finding.confidence:.2g})"
    return [head, *_wrapped("         ", finding.description, width)]


def _next_time(result: AnalysisResult, width: int) -> List[str]:
    wanted = Counter(n.log_to_enable for n in result.not_assessed if n.log_to_enable)
    lines: List[str] = []
    for text, count in wanted.most_common(3):
        lines += _wrapped("  next time: ", f"{text} ({count} {'code' if count == 1 else 'codes'} could not be judged)", width)
    return lines


def _more_time(result: AnalysisResult) -> str:
    seconds = min(300, max(60, int(result.execution_time * 2)))
    return f'Not all agents ended in time: try analysis_options={{"max_analysis_time": {seconds}}}.'


def _parameters(parameters: object) -> str:
    return "(" + ", ".join(f"{k}={v}" for k, v in parameters.items()) + ")" if isinstance(parameters, dict) else ""


def _wrapped(head: str, text: Optional[str], width: int) -> List[str]:
    return textwrap.wrap(_line(text or ""), width, initial_indent=head, subsequent_indent=" " * len(head)) or [head.rstrip()]


def _line(text: str) -> str:
    # What comes from a run must not steer the terminal.
    return "".join(c if c.isprintable() else " " for c in text)
