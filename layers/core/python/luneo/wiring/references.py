"""Builders of the brand's reference pictures."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luneo.identity.caller import Caller
    from luneo.products.judging import UploadJudge
    from luneo.references.service import ReferenceService


def reference_service(caller: "Caller") -> "ReferenceService":
    """The reference pictures of the caller's brand."""
    from luneo.adapters.s3 import S3Store
    from luneo.products.repository import UploadRepository
    from luneo.references.repository import ReferenceRepository
    from luneo.references.service import ReferenceService
    from luneo.storage import now

    return ReferenceService(
        caller.tenant, ReferenceRepository(caller.tenant), UploadRepository(caller.tenant), S3Store(), now
    )


def upload_judge(caller: "Caller") -> "UploadJudge":
    """Who judges what the caller uploads; its function needs the imaging and the providers' layer."""
    from luneo.products.judging import UploadJudge
    from luneo.wiring import providers
    from luneo.wiring.moderation import rules_of

    return UploadJudge(caller.tenant, caller.subject, providers.moderator(), rules_of(caller.tenant).policy)
