"""Work that has to be done even where a framework tells nobody that a training failed: when its callback goes, or the process ends."""

from __future__ import annotations

import sys
import weakref
from typing import Any, Callable, Optional


class AtEnd:
    """Does something once: when told to, else when the owner is gone or the process ends."""

    def __init__(self, owner: Any, work: Callable[[Optional[BaseException]], None]) -> None:
        self._finalizer = weakref.finalize(owner, _run, work)

    def cancel(self) -> None:
        """It is done already."""
        self._finalizer.detach()


def _run(work: Callable[[Optional[BaseException]], None]) -> None:
    # The exception that ends the process has been shown by then, and is kept here.
    failure = getattr(sys, "last_exc", None) or getattr(sys, "last_value", None)
    work(failure if isinstance(failure, BaseException) else RuntimeError("the training ended without its last hook"))
