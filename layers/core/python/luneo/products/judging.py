"""Moderation of what brands upload: nothing that the moderator refuses, or says nothing about, is shown to shoppers."""

from PIL.Image import Image, Resampling

from luneo.errors import Fault
from luneo.identity.caller import Caller
from luneo.imaging.safe import encode_jpeg
from luneo.moderation.audit import note_refusal
from luneo.moderation.decision import Decision, Refused, Stage, by_provider
from luneo.moderation.policy import Policy
from luneo.moderation.schemas import moderation_view
from luneo.ports.images import Moderator

# Enough to judge by, and far below what providers accept inline.
JUDGED_SIDE_PX = 1024
_QUALITY = 80


class UploadRejected(Refused):
    """A file breaks the rules; ``errors`` says which, ``moderation`` why."""

    slug = "upload-rejected"
    title = "This file cannot be shown"

    def __init__(self, decision: Decision, pointer: str) -> None:
        view = moderation_view(decision.facts(), to_brand=True).model_dump(mode="json")
        super().__init__(decision, faults=[Fault(pointer, decision.detail)], moderation=view)


class UploadJudge:
    """Judges files on behalf of one caller, by the policy of its brand."""

    def __init__(self, caller: Caller, moderator: Moderator, policy: Policy) -> None:
        self._caller = caller
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
        tenant = self._caller.tenant.tenant_id
        note_refusal(decision, tenant_id=tenant, subject=self._caller.subject, of=upload_id)
        raise UploadRejected(decision, pointer)
