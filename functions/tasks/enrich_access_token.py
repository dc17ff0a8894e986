from typing import Any

from luneo.accounts.service import claims_for
from luneo.resources import Table
from luneo.wiring.accounts import user_directory
from luneo.workflow.subscriber import PoolTrigger, subscriber


@subscriber(PoolTrigger("PreTokenGenerationConfig"), uses=[Table.USERS.read], timeout_s=5)
def handler(event: dict[str, Any]) -> dict[str, Any]:
    """Put a member's brand, role and user id into the access token.

    A subject without a brand gets a token without them, which opens nothing.
    """
    user = user_directory().by_subject(event["request"]["userAttributes"]["sub"])
    added = {"accessTokenGeneration": {"claimsToAddOrOverride": claims_for(user)}}
    return event | {"response": {"claimsAndScopeOverrideDetails": added}}
