"""Dashboard and alarms speak of the figures that the functions write."""

import json

from luneo.metrics import NAMESPACE, Metric
from luneo.workflow.errors import DETAILS


def searches(assembly):
    (dashboard,) = assembly.of("AWS::CloudWatch::Dashboard")
    widgets = json.loads(dashboard.properties["DashboardBody"])["widgets"]
    return [row[0]["expression"] for widget in widgets for row in widget["properties"]["metrics"]]


def test_every_figure_has_its_graph_for_this_stage_alone(prod):
    for metric in Metric:
        schema = "{" + ",".join((NAMESPACE, *metric.all_dimensions)) + "}"
        (search,) = [text for text in searches(prod) if schema in text and f'"{metric.metric_name}"' in text]
        assert 'stage="prod"' in search


def test_generations_that_fail_on_our_account_raise_an_alarm(prod):
    alarm = prod.named("GenerationsFailingOnUs").properties
    watched = [query["MetricStat"]["Metric"] for query in alarm["Metrics"] if "MetricStat" in query]
    assert {metric["MetricName"] for metric in watched} == {Metric.GENERATIONS_ENDED.metric_name}
    dimensions = [{item["Name"]: item["Value"] for item in metric["Dimensions"]} for metric in watched]
    assert {item["reason"] for item in dimensions} == set(DETAILS)
    assert all(set(item) == set(Metric.GENERATIONS_ENDED.all_dimensions) for item in dimensions)
