"""All pollers of an assembly, each in a thread that waits longer while nothing comes."""

import logging
import threading
from collections.abc import Iterator
from typing import Protocol

from botocore.exceptions import BotoCoreError, ClientError

from local.events.mapping import SourceMapping
from local.events.queues import QueuePoller
from local.events.schedules import Invoke, Ticker, period_s, targets_of
from local.events.streams import StreamPoller
from local.provision.run import Provisioned
from local.provision.workbench import Clients

log = logging.getLogger(__name__)
_SHORTEST_S = 0.02
_LONGEST_S = 0.2


class Poller(Protocol):
    """Something that is asked again and again."""

    def step(self) -> bool:
        """Do what is due; whether anything was."""

    def restart(self) -> None:
        """Forget positions after a failure."""


def pollers_of(deployed: Provisioned, aws: Clients, invoke: Invoke) -> Iterator[Poller]:
    """One poller for every event source mapping and every schedule."""
    for resource in deployed.assembly.resources("AWS::Lambda::EventSourceMapping"):
        mapping = SourceMapping.of(deployed.resolver.properties(resource))
        if mapping.service == "dynamodb":
            yield StreamPoller(mapping, aws, invoke)
        else:
            yield QueuePoller(mapping, aws, invoke)
    for resource in deployed.assembly.resources("AWS::Events::Rule"):
        rule = deployed.resolver.properties(resource)
        if "ScheduleExpression" in rule:
            name = deployed.resolver.identity(resource).ref
            yield Ticker(name, period_s(rule["ScheduleExpression"]), targets_of(rule), invoke)


class Events:
    """Runs pollers until stopped."""

    def __init__(self, pollers: Iterator[Poller]) -> None:
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(poller,), name="events", daemon=True) for poller in pollers
        ]

    def start(self) -> None:
        """Begin polling."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End after the batches under way."""
        self._stopping.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def _run(self, poller: Poller) -> None:
        wait = _SHORTEST_S
        while not self._stopping.wait(wait):
            try:
                wait = _SHORTEST_S if poller.step() else min(wait * 1.5, _LONGEST_S)
            except (ClientError, BotoCoreError) as error:
                if self._stopping.is_set():
                    return
                log.warning("events: %s", error)
                poller.restart()
                wait = 1.0
