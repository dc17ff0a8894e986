"""Alarms to one topic, each beside what it watches; none on stages that want none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stacks.base import LuneoStack

_PERIOD_S = 300


@dataclass(frozen=True, slots=True)
class Metric:
    """One CloudWatch metric."""

    namespace: str
    name: str
    dimensions: Mapping[str, str]
    statistic: str = "Sum"


@dataclass(frozen=True, slots=True)
class Alarms:
    """Makes alarms that tell ``topic_arn``; without one it makes none."""

    topic_arn: str | None

    def add(self, stack: LuneoStack, name: str, says: str, metrics: tuple[Metric, ...], above: float = 0) -> None:
        """Alarm when the metrics' sum over five minutes is above a bound."""
        if self.topic_arn is None:
            return
        properties = {
            "AlarmDescription": says,
            "AlarmActions": [self.topic_arn],
            "OKActions": [self.topic_arn],
            "ComparisonOperator": "GreaterThanThreshold",
            "EvaluationPeriods": 1,
            "Threshold": above,
            "TreatMissingData": "notBreaching",
            "Metrics": [*(_query(index, metric) for index, metric in enumerate(metrics)), _sum(len(metrics))],
        }
        stack.resource(name, "AWS::CloudWatch::Alarm", properties)


def _query(index: int, metric: Metric) -> Mapping[str, Any]:
    where = [{"Name": name, "Value": value} for name, value in metric.dimensions.items()]
    what = {"Namespace": metric.namespace, "MetricName": metric.name, "Dimensions": where}
    stat = {"Metric": what, "Period": _PERIOD_S, "Stat": metric.statistic}
    return {"Id": f"m{index}", "ReturnData": False, "MetricStat": stat}


def _sum(count: int) -> Mapping[str, Any]:
    total = "+".join(f"FILL(m{index}, 0)" for index in range(count))
    return {"Id": "total", "Expression": total, "Label": "total", "ReturnData": True}
