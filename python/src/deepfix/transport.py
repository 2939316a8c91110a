"""One HTTP exchange that ends in the time given, whatever the other side does. No redirect is followed, no proxy used."""

from __future__ import annotations

import http.client
import select
import socket
import ssl
import threading
import time
from typing import Dict, Mapping, NamedTuple, Optional
from urllib.parse import urlsplit

LARGEST_BODY = 64 * 1024 * 1024


class Reply(NamedTuple):
    """An answer. Names of headers are in lower case."""

    status: int
    headers: Dict[str, str]
    body: bytes


class NetworkError(Exception):
    """No whole answer came."""

    def __init__(self, message: str, *, lost: float = 0.0, is_out_of_time: bool = False) -> None:
        super().__init__(message)
        self.lost = lost
        """Seconds in which no connection stood, or an answer had begun and did not go on."""
        self.is_out_of_time = is_out_of_time


class Limits(NamedTuple):
    """Seconds that an exchange may take: to connect, in all, and for an answer once it has begun."""

    connect: float
    total: float
    answer: Optional[float] = None


def send(method: str, url: str, headers: Mapping[str, str], body: Optional[bytes], limits: Limits) -> Reply:
    """Sends a request and reads the whole answer. Raises NetworkError."""
    exchange = _Exchange(method, url, headers, body, limits)
    try:
        threading.Thread(target=exchange.run, name="deepfix-http", daemon=True).start()
    except RuntimeError:
        exchange.run()  # the interpreter ends and starts no thread any more: the socket's own timeouts must do
    return exchange.wait()


class _Exchange:
    # The thread may hang in a name look-up or a dripping header; whoever waits does not.
    def __init__(self, method: str, url: str, headers: Mapping[str, str], body: Optional[bytes], limits: Limits) -> None:
        self._method, self._headers, self._body, self._limits = method, dict(headers), body, limits
        self._url = urlsplit(url)
        self._changed = threading.Condition()
        self._start = time.monotonic()
        self._connected_at: Optional[float] = None
        self._began_at: Optional[float] = None
        self._connection: Optional[http.client.HTTPConnection] = None
        self._reply: Optional[Reply] = None
        self._error: Optional[BaseException] = None
        self._gave_up = False

    def run(self) -> None:
        try:
            reply = self._exchange()
            self._note(reply=reply)
        except Exception as error:  # whatever it is, the waiting side tells it
            self._note(error=error)
        finally:
            if self._connection is not None:
                self._connection.close()

    def wait(self) -> Reply:
        with self._changed:
            while self._reply is None and self._error is None:
                end, what = self._limit()
                left = end - time.monotonic()
                if left <= 0:
                    self._gave_up = True
                    self._hang_up()
                    raise NetworkError(what, lost=self._lost(), is_out_of_time=True)
                self._changed.wait(left)
            if self._reply is not None:
                return self._reply
            raise NetworkError(_said(self._error), lost=self._lost()) from self._error

    def _exchange(self) -> Reply:
        connection = self._connect()
        connection.request(self._method, self._target(), body=self._body, headers=self._headers)
        if connection.sock is not None:
            select.select([connection.sock], [], [], self._limits.total)
        self._note(began=True)
        response = connection.getresponse()
        chunks, size = [], 0
        while True:
            chunk = response.read(65536)
            if not chunk:
                break
            size += len(chunk)
            if size > LARGEST_BODY:
                raise http.client.HTTPException("the answer is larger than 64 MB")
            chunks.append(chunk)
        return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, b"".join(chunks))

    def _connect(self) -> http.client.HTTPConnection:
        host = self._url.hostname or ""
        if self._url.scheme == "https":
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(host, self._url.port, timeout=self._limits.connect, context=ssl.create_default_context())
        else:
            connection = http.client.HTTPConnection(host, self._url.port, timeout=self._limits.connect)
        self._connection = connection
        connection.connect()
        if connection.sock is not None:
            connection.sock.settimeout(self._limits.total)
        self._note(connected=True)
        return connection

    def _target(self) -> str:
        return (self._url.path or "/") + (f"?{self._url.query}" if self._url.query else "")

    def _note(self, *, connected: bool = False, began: bool = False, reply: Optional[Reply] = None, error: Optional[BaseException] = None) -> None:
        with self._changed:
            now = time.monotonic()
            if connected:
                self._connected_at = now
                if self._gave_up:
                    raise OSError("given up")
            if began:
                self._began_at = now
            self._reply, self._error = reply or self._reply, error or self._error
            self._changed.notify_all()

    def _limit(self) -> "tuple[float, str]":
        total = self._start + self._limits.total
        if self._connected_at is None:
            end = self._start + self._limits.connect
            return (end, f"no connection within {self._limits.connect:.3g} s") if end < total else (total, f"no connection within {self._limits.total:.3g} s")
        if self._began_at is not None and self._limits.answer is not None and self._began_at + self._limits.answer < total:
            return self._began_at + self._limits.answer, f"the answer began and was not whole {self._limits.answer:.3g} s later"
        return total, f"no answer within {self._limits.total:.3g} s"

    def _lost(self) -> float:
        now = time.monotonic()
        if self._connected_at is None:
            return now - self._start
        return now - self._began_at if self._began_at is not None else 0.0

    def _hang_up(self) -> None:
        sock = self._connection.sock if self._connection is not None else None
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def _said(error: Optional[BaseException]) -> str:
    if isinstance(error, http.client.IncompleteRead):
        return "the connection was closed within the answer"
    if isinstance(error, http.client.RemoteDisconnected):
        return "the connection was closed without an answer"
    if isinstance(error, http.client.HTTPException):
        return f"the answer is not HTTP ({type(error).__name__}: {''.join(c for c in str(error)[:80] if c.isprintable())})"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    return str(error) or type(error).__name__
