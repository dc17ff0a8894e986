"""Where alarms go, and the one page that shows how the stage fares.

This stack names only the key. The dashboard finds its metrics by searching for the stage's name, and each alarm stands
beside what it watches (:mod:`stacks.alarms`); so nothing here has to be deployed again when a function is added.
"""

import json
import re
from typing import Any

from aws_cdk import App

from luneo.metrics import MILLISECONDS, NAMESPACE, STAGE_DIMENSION, Metric
from stacks.base import LuneoStack, allow, policy, tls_only
from stacks.environments import Environment

_WIDTH, _HEIGHT, _COLUMNS = 12, 6, 2
_PERIOD_S = 300


class ObservabilityStack(LuneoStack):
    """The alarm topic and the dashboard."""

    def __init__(self, app: App, environment: Environment, key_arn: str) -> None:
        super().__init__(app, "observability", environment, "Luneo: alarms and the dashboard")
        self.topic_arn = self._topic(key_arn) if environment.alarms else None
        body = {"DashboardName": environment.prefix, "DashboardBody": json.dumps(self._dashboard())}
        self.resource("Dashboard", "AWS::CloudWatch::Dashboard", body)

    def _topic(self, key_arn: str) -> str:
        named = {"DisplayName": f"{self.environment_data.prefix} alarms", "KmsMasterKeyId": key_arn}
        topic = self.resource("Alarms", "AWS::SNS::Topic", named)
        publishing = allow(
            ["sns:Publish"],
            topic.ref,
            Principal={"Service": "cloudwatch.amazonaws.com"},
            Condition={"StringEquals": {"aws:SourceAccount": self.account}},
        )
        document = policy(publishing, tls_only("sns:Publish", topic.ref))
        guard = {"Topics": [topic.ref], "PolicyDocument": document}
        self.resource("AlarmsPolicy", "AWS::SNS::TopicPolicy", guard)
        if address := self.environment_data.alarm_email:
            mail = {"Protocol": "email", "Endpoint": address, "TopicArn": topic.ref}
            self.resource("AlarmsByMail", "AWS::SNS::Subscription", mail)
        return topic.ref

    def _dashboard(self) -> dict[str, Any]:
        stage = self.environment_data.prefix
        graphs = [
            ("API: requests and faults", [_sum("AWS/ApiGateway,ApiId", ("Count", "4xx", "5xx"))]),
            ("API: latency, p99", [_search("AWS/ApiGateway,ApiId", ("Latency",), "p99")]),
            ("Functions: errors", [_sum("AWS/Lambda,FunctionName", ("Errors",), stage)]),
            ("Functions: throttles", [_sum("AWS/Lambda,FunctionName", ("Throttles",), stage)]),
            ("Functions: duration, p99", [_search("AWS/Lambda,FunctionName", ("Duration",), "p99", stage)]),
            (
                "Generations: executions",
                [_sum("AWS/States,StateMachineArn", ("ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed"))],
            ),
            (
                "Parked events",
                [_search("AWS/SQS,QueueName", ("ApproximateNumberOfMessagesVisible",), "Maximum", stage)],
            ),
            *((f"Luneo: {_words(metric.metric_name)}", [self._own(metric)]) for metric in Metric),
        ]
        return {"widgets": [self._widget(index, *graph) for index, graph in enumerate(graphs)]}

    def _own(self, metric: Metric) -> str:
        """All of the stage's values of one of our metrics: durations at their slow end, all else added up."""
        statistic = "p95" if metric.unit == MILLISECONDS else "Sum"
        schema = ",".join((NAMESPACE, *metric.all_dimensions))
        return _search(schema, (metric.metric_name,), statistic, f'{STAGE_DIMENSION}="{self.environment_data.stage}"')

    def _widget(self, index: int, title: str, searches: list[str]) -> dict[str, Any]:
        row, column = divmod(index, _COLUMNS)
        return {
            "type": "metric",
            "x": column * _WIDTH,
            "y": row * _HEIGHT,
            "width": _WIDTH,
            "height": _HEIGHT,
            "properties": {
                "title": title,
                "region": self.environment_data.region,
                "view": "timeSeries",
                "metrics": [[{"expression": search, "id": f"e{number}"}] for number, search in enumerate(searches)],
            },
        }


def _words(name: str) -> str:
    """``GenerationsEnded`` as ``generations ended``."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()


def _search(schema: str, names: tuple[str, ...], statistic: str, words: str = "") -> str:
    any_name = " OR ".join(f'MetricName="{name}"' for name in names)
    return f"SEARCH('{{{schema}}} ({any_name}) {words}', '{statistic}', {_PERIOD_S})"


def _sum(schema: str, names: tuple[str, ...], words: str = "") -> str:
    return _search(schema, names, "Sum", words)
