"""Where work runs that AWS would do after answering: asynchronous invocations and event deliveries."""

import logging
from collections.abc import Callable

from local.moto_mends.settings import current

log = logging.getLogger(__name__)


def run_detached(what: str, work: Callable[[], object]) -> None:
    """Do ``work`` on the settings' executor, or here and now when there is none; its failure is only logged.

    In-process tests have no executor, so that an event has arrived when its publisher returns.
    """

    def guarded() -> None:
        try:
            work()
        except Exception:
            log.exception("%s failed", what)

    background = current.settings.background
    if background is None:
        guarded()
        return
    try:
        background.submit(guarded)
    except RuntimeError:  # the executor was shut down: the cloud is going away, and so is its traffic
        log.debug("%s was dropped: the local cloud is stopping", what)
