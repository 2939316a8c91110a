"""Time that passes only when somebody waits, and a network that fails as a table says."""

from __future__ import annotations

import json
from datetime import datetime, timezone

from deepfix.clock import Clock
from deepfix.transport import NetworkError, Reply

RESULT = {"request_id": "req_1", "run_id": "run_1", "status": "completed", "summary": "Nothing found.", "agent_results": []}


class VirtualClock(Clock):
    def __init__(self):
        self.now = 0.0

    def monotonic(self):
        return self.now

    def wall(self):
        return datetime(2026, 1, 1, tzinfo=timezone.utc).timestamp() + self.now

    def sleep(self, seconds):
        self.now += max(0.0, seconds)


class Fixed:
    """A source of randomness that gives the same share of every range."""

    def __init__(self, share):
        self.share = share

    def uniform(self, low, high):
        return low + (high - low) * self.share


class Network:
    """Answers requests one after another from a list, the last entry again and again."""

    def __init__(self, clock, attempts):
        self.clock, self.attempts, self.sent_at, self.requests = clock, attempts, [], []

    def __call__(self, method, url, headers, body, limits):
        self.requests.append((method, url, dict(headers), body))
        if "/api/v1/result/" in url:
            return Reply(200, {}, json.dumps(RESULT).encode())
        attempt = self.attempts[min(len(self.sent_at), len(self.attempts) - 1)]
        self.sent_at.append(self.clock.now)
        if attempt.get("network") in ("silent", "stalls"):
            self.clock.sleep(limits.total)
            raise NetworkError("no answer", is_out_of_time=True)
        self.clock.sleep(attempt["takes"])
        if "network" in attempt:
            raise NetworkError(attempt["network"], lost=attempt["takes"])
        return self.reply(attempt)

    def reply(self, attempt):
        headers = {k.lower(): v for k, v in attempt.get("headers", {}).items()}
        if "http" in attempt or isinstance(attempt.get("status"), int):
            body = attempt.get("body", "")
            text = json.dumps(RESULT if body == "result" else body) if body == "result" or not isinstance(body, str) else body
            return Reply(attempt.get("http") or attempt["status"], headers, text.encode())
        return Reply(200, headers, json.dumps({"request_id": "req_1", "run_id": "run_1", "status": attempt["status"], "error_message": "boom"}).encode())
