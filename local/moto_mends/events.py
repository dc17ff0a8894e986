"""EventBridge: every target gets the event, and no target's trouble reaches the publisher.

moto 5.2.5 raises ``NotImplementedError`` into ``PutEvents`` for a Lambda or Step Functions target, loses the
event for the rule's remaining targets when one fails, serves disabled rules, ignores ``Input``, ``InputPath``
and the dead-letter queue, leaves ``account`` out, and adds a field of its own. Here each target is served by
itself, by default after the publisher has its answer; what cannot be delivered goes to the target's
dead-letter queue. A Lambda target is invoked asynchronously, as in AWS, so the function's own failure is not a
failed delivery.
"""

import copy
import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from moto.events.models import Rule
from moto.sqs.models import sqs_backends

from local.moto_mends.awslambda import invoke_function_asynchronously
from local.moto_mends.background import run_detached
from local.moto_mends.event_input import target_input
from local.moto_mends.stepfunctions import get_backend as get_states_backend

log = logging.getLogger(__name__)

_send_to_targets = Rule.send_to_targets


def _send_each(
    rule: Any,
    original_event: Mapping[str, Any],
    transform_input: bool = True,  # noqa: FBT001, FBT002  # moto's signature
) -> None:
    """Stand in for ``Rule.send_to_targets``. Without transformation (archives) moto's own way is kept."""
    if not transform_input:
        _send_to_targets(rule, original_event, transform_input)
        return
    if rule.state != "ENABLED" or not rule.event_pattern.matches_event(original_event):
        return
    for target in list(rule.targets):
        run_detached(
            f"The delivery of {original_event['detail-type']!r} by rule {rule.name}",
            partial(_deliver_or_dead_letter, rule, target, original_event),
        )


def _deliver_or_dead_letter(rule: Any, target: Mapping[str, Any], event: Mapping[str, Any]) -> None:
    try:
        _deliver(rule, target, event)
    except Exception as error:
        queue_arn = target.get("DeadLetterConfig", {}).get("Arn")
        if queue_arn is None:
            raise
        log.warning("%s went to the dead-letter queue: %s", event["detail-type"], error)
        _send_message(queue_arn, json.dumps(_as_published(event)))


def _deliver(rule: Any, target: Mapping[str, Any], event: Mapping[str, Any]) -> None:
    service = target["Arn"].split(":")[2]
    if service not in {"lambda", "states", "sqs"}:
        _deliver_as_moto_does(rule, target, event)
        return
    text = target_input(target, _as_published(event))
    if service == "lambda":
        invoke_function_asynchronously(target["Arn"], text.encode())
    elif service == "states":
        _, _, _, region, account, *_ = target["Arn"].split(":")
        get_states_backend(account, region).start_execution(target["Arn"], "", text)
    else:
        _send_message(target["Arn"], text, target.get("SqsParameters", {}).get("MessageGroupId"))


def _deliver_as_moto_does(rule: Any, target: Mapping[str, Any], event: Mapping[str, Any]) -> None:
    only = copy.copy(rule)
    only.targets = [target]
    _send_to_targets(only, event)


def _send_message(queue_arn: str, body: str, group_id: str | None = None) -> None:
    _, _, _, region, account, queue = queue_arn.split(":")
    sqs_backends[account][region].send_message(queue_name=queue, message_body=body, group_id=group_id)


def _as_published(event: Mapping[str, Any]) -> dict[str, Any]:
    """The event as EventBridge writes it: an ISO time, and nothing of moto's."""
    published = {name: value for name, value in event.items() if name != "ingestion-time"}
    moment = event["time"]
    if not isinstance(moment, str):
        published["time"] = datetime.fromtimestamp(float(moment), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return published


def install() -> None:
    """Put the mend in place."""
    Rule.send_to_targets = _send_each
