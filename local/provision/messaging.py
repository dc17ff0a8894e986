"""Queues, topics, event buses and rules."""

import json
from typing import Any

from local.provision.workbench import Workbench, arn, name_of
from local.template.model import Identity, Resource

_QUEUE_ATTRIBUTES = (
    "VisibilityTimeout",
    "MessageRetentionPeriod",
    "DelaySeconds",
    "ReceiveMessageWaitTimeSeconds",
    "FifoQueue",
    "ContentBasedDeduplication",
)


def queue(resource: Resource, bench: Workbench) -> Identity:
    """An SQS queue with its redrive policy."""
    wanted = bench.properties(resource)
    name = name_of(resource, wanted.get("QueueName"), longest=75)
    attributes = {member: _attribute(wanted[member]) for member in _QUEUE_ATTRIBUTES if member in wanted}
    if redrive := wanted.get("RedrivePolicy"):
        attributes["RedrivePolicy"] = json.dumps(redrive)
    if wanted.get("FifoQueue") and not name.endswith(".fifo"):
        name += ".fifo"
    made = bench.call("sqs", "create_queue", QueueName=name, Attributes=attributes)
    return Identity(made["QueueUrl"], {"Arn": arn("sqs", name), "QueueName": name, "QueueUrl": made["QueueUrl"]})


def _attribute(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def topic(resource: Resource, bench: Workbench) -> Identity:
    """An SNS topic."""
    wanted = bench.properties(resource)
    name = name_of(resource, wanted.get("TopicName"))
    made = bench.call("sns", "create_topic", Name=name)
    return Identity(made["TopicArn"], {"TopicArn": made["TopicArn"], "TopicName": name})


def subscription(resource: Resource, bench: Workbench) -> Identity:
    """A subscription to a topic."""
    made = bench.call("sns", "subscribe", **bench.properties(resource))
    return Identity(made["SubscriptionArn"], {"Arn": made["SubscriptionArn"]})


def bus(resource: Resource, bench: Workbench) -> Identity:
    """An event bus."""
    name = name_of(resource, bench.properties(resource).get("Name"))
    made = bench.call("events", "create_event_bus", Name=name)
    return Identity(name, {"Arn": made["EventBusArn"], "Name": name})


def rule(resource: Resource, _bench: Workbench) -> Identity:
    """A rule's name; :func:`finish_rule` makes it, since its targets refer to everything else."""
    name = name_of(resource, str(resource.properties.get("Name") or ""))
    return Identity(name, {"Arn": arn("events", f"rule/{name}")})


def finish_rule(resource: Resource, bench: Workbench) -> None:
    """The rule and its targets. A schedule is the ticker's business: moto's never fires."""
    wanted = bench.properties(resource)
    if "EventPattern" not in wanted:
        return
    name, bus_name = bench.resolver.identity(resource).ref, wanted.get("EventBusName", "default")
    pattern = json.dumps(wanted["EventPattern"])
    state = wanted.get("State", "ENABLED")
    bench.call("events", "put_rule", Name=name, EventBusName=bus_name, EventPattern=pattern, State=state)
    if targets := wanted.get("Targets"):
        bench.call("events", "put_targets", Rule=name, EventBusName=bus_name, Targets=targets)
