"""Moderation of what brands upload: nothing that the moderator refuses, or says nothing about, is shown to shoppers."""

from PIL.Image import Image, Resampling

from luneo.identity.caller import TenantContext
from luneo.imaging.safe import encode_jpeg
from luneo.moderation.audit import note_refusal
from luneo.moderation.decision import Stage, by_provider
from luneo.moderation.policy import Policy
from luneo.ports.images import Moderator
from luneo.products.refusals import UploadRejected

# Enough to judge by, and far below what providers accept inline.
JUDGED_SIDE_PX = 1024
_QUALITY = 80


class UploadJudge:
    """Judges files of one brand by its policy; ``subject`` asks to have them shown."""

    def __init__(self, tenant: TenantContext, subject: str, moderator: Moderator, policy: Policy) -> None:
        self._tenant = tenant
        self._subject = subject
        self._moderator = moderator
        self._policy = policy

    def judge(self, picture: Image, upload_id: str, pointer: str) -> None:
        """Let a picture pass; ``pointer`` is its place in the request.

        Raises:
            UploadRejected: the moderator finds something that the policy refuses.
            ProviderUnavailable, ProviderThrottled: there is no verdict, so it does not pass.
        """
        small = picture.copy()
        small.thumbnail((JUDGED_SIDE_PX, JUDGED_SIDE_PX), Resampling.BILINEAR)
        verdict = self._moderator.check_image(encode_jpeg(small, _QUALITY), "image/jpeg")
        decision = by_provider(Stage.UPLOAD, verdict, self._policy)
        if decision is None:
            return
        note_refusal(decision, tenant_id=self._tenant.tenant_id, subject=self._subject, of=upload_id)
        raise UploadRejected(decision, pointer)
