"""The models that an OpenAI account can use."""

from datetime import date

import openai

from luneo.adapters.openai.failures import harmless_silence, translated
from luneo.providers.retirement import OfferedModel


def offered_models(client: openai.OpenAI) -> list[OfferedModel]:
    """Every model of the account, with the end that is announced for it.

    Raises:
        ProviderMisconfigured: the key is not accepted.
        ProviderThrottled, ProviderUnavailable: OpenAI does not answer properly.
    """
    with harmless_silence(), translated():
        return [OfferedModel(model.id, _day(model.shutdown_date)) for model in client.models.list()]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
