"""The real server and a stateful MLflow, as processes on free ports of this machine."""

from __future__ import annotations

import atexit
import os
import pathlib
import shutil
import socket
import subprocess
import time
import urllib.request

ROOT = pathlib.Path(__file__).parents[3]
_SERVER = ROOT / "src/DeepFix.Server/bin/Debug/net10.0/DeepFix.Server.dll"
_MLFLOW = ROOT / "tests/DeepFix.FakeMlflow/bin/Debug/net10.0/DeepFix.FakeMlflow.dll"
_started = {}


def missing():
    """Why they cannot be started; None where they can."""
    if shutil.which("dotnet") is None:
        return "dotnet is not on PATH"
    absent = [p.name for p in (_SERVER, _MLFLOW) if not p.exists()]
    return f"{' and '.join(absent)} not built: dotnet build DeepFix.slnx" if absent else None


def mlflow():
    """Address of the MLflow server."""
    if "mlflow" not in _started:
        process = subprocess.Popen(["dotnet", str(_MLFLOW)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        atexit.register(_stop, process)
        _started["mlflow"] = process.stdout.readline().strip()
    return _started["mlflow"]


def server():
    """Address of the DeepFix server."""
    if "server" not in _started:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{free.getsockname()[1]}"
        environment = {**os.environ, "DOTNET_CLI_TELEMETRY_OPTOUT": "1", "Logging__LogLevel__Default": "Warning"}
        process = subprocess.Popen(["dotnet", str(_SERVER), "--urls", url], cwd=_SERVER.parent, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        atexit.register(_stop, process)
        _wait(url + "/health/live", process)
        _started["server"] = url
    return _started["server"]


def _wait(url, process):
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer")


def _stop(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
