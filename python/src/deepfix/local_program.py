"""The deepfix program of this machine, for stores that no server can reach."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from typing import List, Optional, Sequence

from .errors import AnalysisError, TimeoutError
from .results import AnalysisResult


def find() -> Optional[str]:
    """Where the program is: DEEPFIX_BIN, else on PATH."""
    named = os.environ.get("DEEPFIX_BIN")
    return named if named and os.path.exists(named) else shutil.which("deepfix")


def command(arguments: Sequence[str]) -> str:
    """A command to be typed."""
    return " ".join(shlex.quote(part) for part in ["deepfix", *arguments])


def analyze(program: str, arguments: Sequence[str], seconds: float) -> AnalysisResult:
    """Analyses what the arguments name. Raises AnalysisError."""
    full: List[str] = [program, *arguments, "--format", "json"]
    try:
        done = subprocess.run(full, capture_output=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired as error:
        raise TimeoutError(f"{program} did not end within {seconds:.3g} s", details={"suggestion": f"Run it yourself: {command(arguments)}"}) from error
    except OSError as error:
        raise AnalysisError(f"{program} could not be run: {error}", details={"suggestion": f"Run it yourself: {command(arguments)}"}) from error
    try:
        body = json.loads(done.stdout.decode("utf-8"))
    except ValueError as error:
        said = done.stderr.decode("utf-8", "replace").strip() or f"exit code {done.returncode}"
        raise AnalysisError(f"{program}: {said[:300]}", details={"suggestion": f"Run it yourself: {command(arguments)}"}) from error
    first = body[0] if isinstance(body, list) and body else body
    if not isinstance(first, dict) or "status" not in first:
        raise AnalysisError(f"{program} gave something else than a result", details={"suggestion": f"Run it yourself: {command(arguments)}"})
    return AnalysisResult(first)
