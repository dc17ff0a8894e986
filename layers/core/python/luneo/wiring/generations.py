"""Builders of the generation endpoints."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luneo.errors import DomainError
    from luneo.generations.asking import Asking
    from luneo.generations.changing import Changes
    from luneo.generations.lettering import Lettering
    from luneo.generations.repository import Generations
    from luneo.generations.service import GenerationService
    from luneo.generations.wish import StreamAccess
    from luneo.identity.caller import Caller


def asking(caller: "Caller") -> "Asking":
    """Asks for generations on behalf of the caller."""
    from luneo.credits.ledger import Ledger
    from luneo.generations.asking import Asking, Parts
    from luneo.generations.execution import DesignMachine
    from luneo.generations.repository import Generations
    from luneo.generations.targets import ProductTargets
    from luneo.storage import now

    generations, ledger = Generations(caller.tenant), Ledger(caller.tenant)

    def fail(generation_id: str, error: "DomainError") -> None:
        from luneo.generations.outcome import Endings

        Endings(generations, ledger).fail(generation_id, error.slug, error.detail)

    parts = Parts(
        generations=generations,
        ledger=ledger,
        targets=ProductTargets(caller.tenant),
        machine=DesignMachine(),
        fail=fail,
        open_stream=_open_stream,
        changes=lambda: _changes(caller, generations),
        now=now,
    )
    return Asking(caller, parts)


def _changes(caller: "Caller", generations: "Generations") -> "Changes":
    from luneo.adapters.s3 import S3Store
    from luneo.generations.changing import Changes
    from luneo.wiring.providers import abilities

    return Changes(caller, generations, S3Store(), abilities(caller.tenant))


def generation_service(caller: "Caller") -> "GenerationService":
    """Looks after the generations that the caller may see."""
    from luneo.adapters.s3 import S3Store
    from luneo.credits.ledger import Ledger
    from luneo.generations.repository import Generations
    from luneo.generations.service import GenerationService, Parts
    from luneo.progress.events import EventLog

    parts = Parts(
        generations=Generations(caller.tenant),
        ledger=Ledger(caller.tenant),
        events=EventLog(caller.tenant),
        store=S3Store(),
        open_stream=_open_stream,
    )
    return GenerationService(caller, parts)


def lettering(caller: "Caller") -> "Lettering":
    """Shows texts on the products of the caller's tenant."""
    from luneo.generations.lettering import Lettering
    from luneo.generations.targets import ProductTargets

    return Lettering(ProductTargets(caller.tenant))


def _open_stream(caller: "Caller") -> "StreamAccess":
    from luneo.generations.wish import StreamAccess
    from luneo.progress import tickets

    return StreamAccess(url=tickets.stream_url(), ticket=tickets.issue(caller))
