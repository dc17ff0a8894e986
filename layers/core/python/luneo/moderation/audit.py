"""The audit entry of a refusal: whose, at which stage, for what; never the text or the picture."""

from luneo import metrics
from luneo.moderation.decision import Decision
from luneo.observe import logger


def note_refusal(decision: Decision, *, tenant_id: str, subject: str, of: str) -> None:
    """Write the entry and count it. ``subject`` is a pseudonymous id, ``of`` the id of what was refused."""
    logger.info(
        "audit",
        action="moderation.refused",
        tenant=tenant_id,
        subject=subject,
        of=of,
        stage=decision.stage.value,
        category=decision.category.value,
        rule=decision.rule.value,
        source=decision.source,
        reading=decision.reading,
    )
    metrics.measure(metrics.Metric.MODERATION_REFUSED, judged=decision.stage.value, category=decision.category.value)
