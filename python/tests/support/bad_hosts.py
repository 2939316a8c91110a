"""Hosts that do not answer as they should, each for the length of a with block."""

from __future__ import annotations

import contextlib
import socket
import threading
import time


@contextlib.contextmanager
def down():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def black_hole():
    """Takes no connection and refuses none: its queue is full."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    waiting = []
    for _ in range(4):
        sock = socket.socket()
        sock.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            sock.connect(listener.getsockname())
        waiting.append(sock)
    time.sleep(0.1)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        for sock in [*waiting, listener]:
            sock.close()


def _serving(talk):
    @contextlib.contextmanager
    def host():
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        open_sockets = []

        def accept():
            while True:
                try:
                    sock, _ = listener.accept()
                except OSError:
                    return
                open_sockets.append(sock)
                threading.Thread(target=run, args=(sock,), daemon=True).start()

        def run(sock):
            with contextlib.suppress(OSError):
                sock.recv(65536)
                talk(sock)

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            listener.close()
            for sock in open_sockets:
                sock.close()

    return host


def _drip(data):
    def talk(sock):
        while True:
            for byte in data:
                sock.send(bytes([byte]))
                time.sleep(0.2)

    return talk


def _say(data):
    def talk(sock):
        sock.sendall(data)
        sock.close()

    return talk


silent = _serving(lambda sock: time.sleep(60))
dripping_header = _serving(_drip(b"HTTP/1.1 200 OK\r\nX-Long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"))
dripping_body = _serving(lambda sock: (sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"), _drip(b" ")(sock)))
garbage = _serving(_say(b"\x00\x01\x02 this is no HTTP\r\n\r\n"))
web_page = _serving(_say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>"))
closing = _serving(_say(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"status": '))
ALL = {"down": down, "black hole": black_hole, "silent": silent, "dripping header": dripping_header, "dripping body": dripping_body, "garbage": garbage, "web page": web_page, "closing within the body": closing}
