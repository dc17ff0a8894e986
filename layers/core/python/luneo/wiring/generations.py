"""Builders of the generation endpoints."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luneo.generations.service import GenerationService
    from luneo.identity.caller import Caller


def generation_service(caller: "Caller") -> "GenerationService":
    """Generations on behalf of the caller."""
    from luneo.adapters.s3 import S3Store
    from luneo.credits.ledger import Ledger
    from luneo.generations.execution import DesignMachine
    from luneo.generations.repository import Generations
    from luneo.generations.service import GenerationService, Parts
    from luneo.generations.targets import ProductTargets
    from luneo.progress import tickets
    from luneo.progress.events import EventLog
    from luneo.storage import now

    parts = Parts(
        generations=Generations(caller.tenant),
        ledger=Ledger(caller.tenant),
        targets=ProductTargets(caller.tenant),
        machine=DesignMachine(),
        events=EventLog(caller.tenant),
        store=S3Store(),
        issue_ticket=tickets.issue,
        stream_url=tickets.stream_url,
        now=now,
    )
    return GenerationService(caller, parts)
