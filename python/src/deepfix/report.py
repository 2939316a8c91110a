"""A result for people at a terminal, line by line as the deepfix program prints it: verdict and summary, what was found, what to do, every warning, what to log next time."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Any, Dict, List, Optional

from .errors import AnalysisError
from .results import AnalysisResult, Finding

_SEVERITIES = ("low", "medium", "high")
_MOST_LINES, _FEW_FINDINGS, _SHORT_NOTE = 25, 3, 90
# What gives way, one after another, until a report of few findings is short: fewer lines a description, lines an action, lines an advice, advices.
_ROOMS = ((0, 2, 2, 3), (0, 2, 1, 3), (0, 2, 1, 1), (0, 1, 1, 1), (1, 1, 1, 1), (2, 1, 1, 1))
_TIMED_OUT = re.compile(r"Analysis timed out after (\d{1,6}(?:\.\d{1,6})?)s")


def of_result(result: AnalysisResult, name: Optional[str] = None, width: int = 100) -> str:
    """The text of a result. Up to three findings take at most 25 lines, beyond which only long warnings go: they are printed whole."""
    findings = sorted(result.findings, key=lambda f: (-_rank(f), -f.confidence, f.code))
    head = [_title(result, name or result.run_name), _verdict(result, findings)]
    if result.error is not None:
        said = [result.error.message, *_faults(result.error.details), result.error.details.get("suggestion") or ""]
        return "\n".join(head + [line for text in said for line in _wrapped("  ", text, width, 4)])
    notes = [line for warning in result.warnings for line in _wrapped("  note: ", warning, width, 20)] + _wrapped("  ", _more_time(result), width, 3)
    # Counted by their number, so that the length of a path in a note moves nothing else.
    counted = sum(1 if len(warning) <= _SHORT_NOTE else 2 for warning in result.warnings)
    before: List[str] = []
    after: List[str] = []
    for shorter, action_lines, advice_lines, advices in _ROOMS:
        before = head + _findings(result, findings, width, shorter) + _plan(result, width, action_lines)
        after = _not_judged(result, width, advice_lines, advices)
        if len(findings) > _FEW_FINDINGS or len(before) + counted + len(after) <= _MOST_LINES:
            break
    return "\n".join(before + notes + after)


def of_error(error: AnalysisError) -> str:
    """In a paragraph: what went wrong, field by field what is wrong with the request, and what to do."""
    sentences = [f"{error} ({error.code})" if error.code else str(error), *_faults(error.details), error.suggestion or ""]
    return " ".join(s if s[-1] in ".!?" else s + "." for s in (_line(text).strip() for text in sentences) if s)


def _findings(result: AnalysisResult, findings: List[Finding], width: int, shorter: int) -> List[str]:
    """The summary, unless the verdict has said all of it, and the findings: the fewer there are, the more of each."""
    lines = [] if result.summary == _verdict_text(result, findings) + "." else _wrapped("  ", result.summary, width, 4)
    most = max(1, {1: 5, 2: 3}.get(len(findings), 2) - shorter)
    for finding in findings:
        lines.append(f"  {finding.severity:<6} {_title_of(finding)}  {finding.code}, confidence {_number(finding.confidence, 2)}")
        lines += _wrapped(" " * 9, finding.description, width, 1 if finding.severity == "low" else most)
    return lines


def _plan(result: AnalysisResult, width: int, most_lines: int) -> List[str]:
    lines = ["What to do"] if result.action_plan else []
    for action in result.action_plan[:3]:
        effect = action.expected_effect.to_dict() if action.expected_effect is not None else {}
        helped = f" (helped in {effect['helped']} of {effect['of_runs']} measured runs)" if "helped" in effect and "of_runs" in effect else ""
        lines += _wrapped(f"  {action.rank}. ", action.action + helped, width, most_lines)
    return lines


def _title(result: AnalysisResult, name: Optional[str]) -> str:
    state = "" if result.run_status in (None, "FINISHED") else f"  {_line(result.run_status or '')}"
    return _line(result.run_id if name is None or name == result.run_id else f"{name}  {result.run_id}") + state


def _verdict(result: AnalysisResult, findings: List[Finding]) -> str:
    text = _verdict_text(result, findings)
    if result.status == "failed":
        return f"✗ {text}"
    is_fault = bool(result.root_causes) or bool(findings and _rank(findings[0]) > 0)
    mark = "✗" if is_fault else "?" if text == "Nothing could be judged" else "✓"
    sure = result.root_causes[0].confidence if result.root_causes else findings[0].confidence if is_fault else None
    confidence = "" if sure is None else f"  confidence {_number(sure, 2)}"
    return f"{mark} {_line(text)}{confidence}" + (" (partial: not every agent finished)" if result.status == "partial" else "")


def _verdict_text(result: AnalysisResult, findings: List[Finding]) -> str:
    if result.status == "failed":
        return "There is no result"
    if result.root_causes:
        return result.root_causes[0].title or result.root_causes[0].code
    if findings and _rank(findings[0]) > 0:
        return _title_of(findings[0])
    if findings:
        return "No fault found that costs quality"
    is_judged = any((agent.additional_outputs or {}).get("clean") for agent in result.agent_results)
    return "No fault found in what was logged" if is_judged else "Nothing could be judged"


def _more_time(result: AnalysisResult) -> str:
    for found in filter(None, map(_TIMED_OUT.fullmatch, result.warnings)):
        seconds = float(found.group(1))
        more = _number(min(300.0, max(30.0, -(-seconds * 2 // 1))))
        if seconds < 300:
            return f"Try max_analysis_time = {more} (seconds; at the command line --max-analysis-time {more})."
        return f"{_number(seconds)} s is the longest analysis there is: log metrics once an epoch instead of once a step."
    return ""


def _not_judged(result: AnalysisResult, width: int, most_lines: int, most: int) -> List[str]:
    wanted = Counter(n.log_to_enable for n in result.not_assessed if n.log_to_enable)
    if not wanted:
        return []
    lines = [f"  Not judged: {_codes(len(result.not_assessed))}. To have more judged next time:"]
    for text, count in sorted(wanted.items(), key=lambda w: (-w[1], w[0]))[:most]:
        lines += _wrapped(f"    {_codes(count)}: ", text[0].lower() + text[1:], width, most_lines)
    return lines


def _faults(details: Optional[Dict[str, Any]]) -> List[str]:
    details = details or {}
    listed = details.get("errors")
    found = [f for f in (listed if isinstance(listed, list) else [details]) if isinstance(f, dict)]
    return [f"{f['field']}: {f['constraint']}; given was {_given(f.get('provided'))}" for f in found if f.get("field") and f.get("constraint")]


def _given(provided: Any) -> str:
    if isinstance(provided, str):
        return provided
    import json

    return "nothing" if provided is None else json.dumps(provided, separators=(",", ":"), ensure_ascii=False, default=repr)


def _title_of(finding: Finding) -> str:
    # Servers of before send no titles.
    return finding.title or finding.code[:1].upper() + finding.code[1:].replace("_", " ")


def _rank(finding: Finding) -> int:
    return _SEVERITIES.index(finding.severity) if finding.severity in _SEVERITIES else 0


def _codes(count: int) -> str:
    return "1 code" if count == 1 else f"{count} codes"


def _number(value: float, digits: int = 4) -> str:
    return f"{value:.{digits}g}" if abs(value) < 10**digits else f"{value:.0f}"


def _wrapped(head: str, text: Optional[str], width: int, most: int) -> List[str]:
    """At most so many lines that hang under the head; an ellipsis says where the text was cut."""
    indent, words = " " * len(head), _line(text or "").split()
    lines: List[str] = []
    while words and len(lines) < most:
        line = (head if not lines else indent) + words.pop(0)
        while words and len(line) + 1 + len(words[0]) <= width:
            line += " " + words.pop(0)
        lines.append(line)
    if words:
        line = lines[-1]
        while len(line) + 2 > width and line.rfind(" ") > len(indent):
            line = line[: line.rfind(" ")]
        lines[-1] = line + " …"
    return lines


def _line(text: str) -> str:
    # What comes from a run must not steer the terminal.
    safe = "".join(" " if c in "\n\t" else c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp", "Cs"))
    return safe if len(safe) <= 1000 else safe[:1000] + "…"
