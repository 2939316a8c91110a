"""What a callback or recorder was told to do."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from typing import Any, Mapping, Optional, Sequence

from .client import DEFAULT_SERVER
from .validation import Faults, check_options

MODES = ("fallback", "strict", "local")
ANALYSIS_MODES = ("sync", "async")


@dataclass
class Settings:
    """Arguments shared by all callbacks and watch(). Wrong ones raise ValidationError at once, before any training."""

    dataset_name: Optional[str] = None
    """Name of the data set; else that of its class."""
    train_dataset: Any = None
    """The training data, for its statistics: a data set, data loader, or pair of inputs and targets."""
    val_dataset: Any = None
    """The validation data, likewise."""
    metric_names: Optional[Sequence[str]] = None
    """Metrics to keep besides losses, accuracies and learning rate; None keeps all."""
    batch_size: Optional[int] = None
    """Rows a batch, where it cannot be seen."""
    server_url: str = DEFAULT_SERVER
    """The DeepFix server."""
    analysis_mode: str = "sync"
    """sync waits for the analysis and prints it; async leaves it to a thread that never holds the process."""
    poll_interval: Optional[float] = None
    """async: seconds between two looks; None follows PollingConfig."""
    max_wait_time: float = 300.0
    """async: seconds after which the thread gives up looking."""
    enable_analysis: bool = True
    """False records and uploads only."""
    offline_mode: bool = False
    """True never uses the network: everything goes to a folder that `deepfix analyze FOLDER` reads."""
    max_retries: int = 3
    """Retries of each request after the first."""
    timeout: float = 70.0
    """Seconds that the end of training may take in all, upload and analysis included."""
    mode: str = "fallback"
    """fallback warns and goes on, strict raises, local analyses with the deepfix program of this machine."""
    analysis_options: Optional[Mapping[str, Any]] = None
    """analysis_options of the request."""
    run_deepchecks: bool = False
    """True runs deepchecks on the data sets, where it is installed."""
    log_to_mlflow: bool = False
    """True has the result written back to the run."""
    api_key: Optional[str] = None
    """API key of the server; else DEEPFIX_API_KEY."""
    offline_dir: Optional[str] = None
    """Where folders of offline runs are made: DEEPFIX_OFFLINE_DIR, else ./deepfix-offline."""

    def __post_init__(self) -> None:
        faults = Faults()
        faults.text("dataset_name", self.dataset_name, 256)
        if self.metric_names is not None and (isinstance(self.metric_names, str) or not all(isinstance(n, str) for n in self.metric_names)):
            faults.add("metric_names", "must be a list of names", self.metric_names)
        faults.number("batch_size", self.batch_size, 1, 1e9)
        if not isinstance(self.server_url, str) or not self.server_url.lower().startswith(("http://", "https://")):
            faults.add("server_url", "must be an http or https address", self.server_url)
        faults.choice("analysis_mode", self.analysis_mode, ANALYSIS_MODES)
        faults.number("poll_interval", self.poll_interval, 0.05, 3600)
        faults.number("max_wait_time", self.max_wait_time, 0, 86400)
        faults.number("max_retries", self.max_retries, 0, 100)
        faults.number("timeout", self.timeout, 1, 3600)
        faults.choice("mode", self.mode, MODES)
        check_options(faults, self.analysis_options)
        faults.raise_any()

    @property
    def offline_root(self) -> str:
        """The folder of offline runs."""
        return self.offline_dir or os.environ.get("DEEPFIX_OFFLINE_DIR") or "deepfix-offline"


NAMES = tuple(f.name for f in fields(Settings))
