"""Builders of the design domain."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luneo.designs.repository import SharedDesigns
    from luneo.designs.service import DesignService
    from luneo.identity.caller import Caller


def design_service(caller: "Caller") -> "DesignService":
    """The caller's designs."""
    from luneo.designs.generations import StoredGenerations
    from luneo.designs.repository import DesignRepository
    from luneo.designs.service import DesignService
    from luneo.storage import now

    return DesignService(caller, DesignRepository(caller), StoredGenerations(), now)


def shared_designs() -> "SharedDesigns":
    """Designs by their links."""
    from luneo.designs.repository import SharedDesigns

    return SharedDesigns()
