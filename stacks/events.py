"""What happens by itself: change streams, schedules and event patterns, each with a queue for what failed."""

from collections.abc import Iterable, Mapping
from typing import Any

from aws_cdk import App, CfnResource

from luneo.resources import Bus, Table
from luneo.workflow.subscriber import EventPattern, Every, Subscription, TableStream
from stacks.alarms import Metric
from stacks.base import LuneoStack, allow, attribute, policy, tls_only
from stacks.data import TableFacts
from stacks.environments import Environment
from stacks.lambdas import Lambdas, Shared

_EVENTS = "events.amazonaws.com"
_KEEP_PARKED_S = 14 * 24 * 3600
_DELIVERY_RETRIES = 8
_DELIVERY_AGE_S = 3600
_ASYNC_RETRIES = 2
_AWS = "aws."


class EventsStack(LuneoStack):
    """Every subscriber that is not a trigger of the user pool."""

    def __init__(
        self,
        app: App,
        environment: Environment,
        shared: Shared,
        tables: Mapping[Table, TableFacts],
        subscriptions: Iterable[Subscription],
    ) -> None:
        super().__init__(app, "events", environment, "Luneo: subscribers")
        self._shared = shared
        self._lambdas = Lambdas(self, shared)
        self._tables = tables
        for subscription in subscriptions:
            self._subscribe(subscription)

    def _subscribe(self, subscription: Subscription) -> None:
        name = subscription.function.logical_name
        queue = self._queue(name)
        function = self._lambdas.add(subscription.function, [allow(["sqs:SendMessage"], [attribute(queue)])])
        source = subscription.source
        if isinstance(source, TableStream):
            self._stream(name, source, function, queue)
        else:
            assert isinstance(source, Every | EventPattern)
            self._rule(name, source, function, queue)

    def _queue(self, name: str) -> CfnResource:
        properties = {"MessageRetentionPeriod": _KEEP_PARKED_S, "SqsManagedSseEnabled": True}
        queue = self.resource(f"{name}Parked", "AWS::SQS::Queue", properties)
        where = {"QueueName": attribute(queue, "QueueName")}
        depth = (Metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", where, "Maximum"),)
        self._shared.alarms.add(self, f"{name}ParkedFilling", f"{name} could not handle events", depth)
        return queue

    def _stream(self, name: str, source: TableStream, function: CfnResource, queue: CfnResource) -> None:
        properties = {
            "EventSourceArn": self._tables[source.table].stream_arn,
            "FunctionName": function.ref,
            # From the oldest change on: what was written before a subscriber's first deployment counts too.
            "StartingPosition": "TRIM_HORIZON",
            "BatchSize": source.batch_size,
            "MaximumRetryAttempts": source.retries,
            "BisectBatchOnFunctionError": True,
            "DestinationConfig": _parked_in(queue),
        }
        self.resource(f"{name}Source", "AWS::Lambda::EventSourceMapping", properties)
        self._guard(name, queue)

    def _rule(self, name: str, source: Every | EventPattern, function: CfnResource, queue: CfnResource) -> None:
        target = {
            "Id": "function",
            "Arn": attribute(function),
            "DeadLetterConfig": {"Arn": attribute(queue)},
            "RetryPolicy": {"MaximumRetryAttempts": _DELIVERY_RETRIES, "MaximumEventAgeInSeconds": _DELIVERY_AGE_S},
        }
        rule = self.resource(f"{name}Rule", "AWS::Events::Rule", {**self._trigger(source), "Targets": [target]})
        self._park_failures(name, function, queue)
        self._lambdas.permit(name, function, _EVENTS, attribute(rule))
        delivering = allow(
            ["sqs:SendMessage"],
            attribute(queue),
            Principal={"Service": _EVENTS},
            Condition={"ArnEquals": {"aws:SourceArn": attribute(rule)}},
        )
        self._guard(name, queue, delivering)

    def _park_failures(self, name: str, function: CfnResource, queue: CfnResource) -> None:
        # The rule's dead letters are events it could not hand over; these are events the function failed on.
        properties = {
            "FunctionName": function.ref,
            "Qualifier": "$LATEST",
            "MaximumRetryAttempts": _ASYNC_RETRIES,
            "DestinationConfig": _parked_in(queue),
        }
        self.resource(f"{name}Retries", "AWS::Lambda::EventInvokeConfig", properties)

    def _trigger(self, source: Every | EventPattern) -> dict[str, Any]:
        if isinstance(source, Every):
            unit = "minute" if source.minutes == 1 else "minutes"
            return {"ScheduleExpression": f"rate({source.minutes} {unit})"}
        pattern: dict[str, Any] = {"source": [source.source], "detail-type": list(source.detail_types)}
        if source.detail:
            pattern["detail"] = {name: list(values) for name, values in source.detail}
        # AWS's own events come on the account's default bus, ours on the domain's.
        own = not source.source.startswith(_AWS)
        bus = {"EventBusName": self._shared.directory[Bus.DOMAIN].environment[Bus.DOMAIN.env]} if own else {}
        return {"EventPattern": pattern, **bus}

    def _guard(self, name: str, queue: CfnResource, *statements: dict[str, Any]) -> None:
        document = policy(tls_only("sqs:*", attribute(queue)), *statements)
        properties = {"Queues": [queue.ref], "PolicyDocument": document}
        self.resource(f"{name}ParkedPolicy", "AWS::SQS::QueuePolicy", properties)


def _parked_in(queue: CfnResource) -> Mapping[str, Any]:
    return {"OnFailure": {"Destination": attribute(queue)}}
