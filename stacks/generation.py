"""State machines and the tasks they chain: each file of ``statemachines/`` with its placeholders filled in."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from aws_cdk import App, CfnResource

from luneo.errors import DomainError
from luneo.generations.steps import Status
from luneo.metrics import NAMESPACE, SERVICE_DIMENSION, STAGE_DIMENSION
from luneo.metrics import Metric as Ours
from luneo.resources import Machine
from luneo.settings import SERVICE
from luneo.workflow.errors import DETAILS as OUR_FAULTS
from luneo.workflow.task import TaskSpec
from stacks.alarms import Metric
from stacks.assets import ROOT
from stacks.base import LuneoStack, allow, attribute
from stacks.directory import Deployed
from stacks.environments import Environment
from stacks.lambdas import TRACES, Lambdas, Shared

_PLACEHOLDER = re.compile(r"\$\{(\w+)}")
_ENDINGS_IN_GRIEF = ("ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted", "ExecutionThrottled")
# Neither takes a resource in a policy.
_SAMPLING = allow(["xray:GetSamplingRules", "xray:GetSamplingTargets"], "*")
_LOG_DELIVERY = allow(
    [
        "logs:CreateLogDelivery",
        "logs:GetLogDelivery",
        "logs:UpdateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:DescribeResourcePolicies",
        "logs:DescribeLogGroups",
    ],
    "*",
)


class UnknownTask(DomainError):
    """A state machine names a task that no file of ``functions/`` declares."""

    slug = "unknown-task"
    title = "A state machine names an undeclared task"


def definition_file(machine: Machine) -> Path:
    """The ASL document of a machine."""
    return ROOT / "statemachines" / f"{machine.value}.asl.json"


class GenerationStack(LuneoStack):
    """The tasks and the machines, which name each other."""

    def __init__(self, app: App, environment: Environment, shared: Shared, tasks: Iterable[TaskSpec]) -> None:
        super().__init__(app, "generation", environment, "Luneo: from a prompt to files")
        self._shared = shared
        lambdas = Lambdas(self, shared)
        arns = {task.placeholder: attribute(lambdas.add(task.function)) for task in tasks}
        for machine in Machine:
            if definition_file(machine).exists():
                self._machine(machine, arns)
        self._watch_outcomes()

    def _machine(self, machine: Machine, functions: Mapping[str, str]) -> None:
        definition = definition_file(machine).read_text(encoding="utf-8")
        called = dict(_called(machine, definition, functions))
        name = "".join(part.capitalize() for part in machine.value.split("_"))
        made = self.resource(
            f"{name}Machine",
            "AWS::StepFunctions::StateMachine",
            {
                "StateMachineType": "STANDARD",
                "RoleArn": attribute(self._role(name, called)),
                "DefinitionString": definition,
                "DefinitionSubstitutions": called,
                "LoggingConfiguration": self._logging(name, machine),
                "TracingConfiguration": {"Enabled": True},
            },
        )
        self._make_known(name, machine, made)

    def _make_known(self, name: str, machine: Machine, made: CfnResource) -> None:
        execution = f"arn:{self.partition}:states:{self.region}:{self.account}:execution:{attribute(made, 'Name')}:*"
        arns = {"start": (made.ref,), "inspect": (execution,)}
        self._shared.directory.add(machine, Deployed({machine.env: made.ref}, arns))
        where = {"StateMachineArn": made.ref}
        grief = tuple(Metric("AWS/States", metric, where) for metric in _ENDINGS_IN_GRIEF)
        self._shared.alarms.add(self, f"{name}MachineFailing", f"Executions of {machine.value} fail", grief)

    def _watch_outcomes(self) -> None:
        faults = tuple(
            Metric(
                NAMESPACE,
                Ours.GENERATIONS_ENDED.metric_name,
                {SERVICE_DIMENSION: SERVICE, STAGE_DIMENSION: self.environment_data.stage.value}
                | {"outcome": Status.FAILED.value, "reason": reason},
            )
            for reason in OUR_FAULTS
        )
        self._shared.alarms.add(self, "GenerationsFailingOnUs", "Generations fail for reasons of our own", faults)

    def _logging(self, name: str, machine: Machine) -> Mapping[str, object]:
        # Vended logs under this prefix do not fill up the account's resource policy.
        group = f"/aws/vendedlogs/states/{self.environment_data.prefix}-{machine.value}"
        logs = attribute(self.log_group(f"{name}MachineLogs", LogGroupName=group))
        return {
            "Destinations": [{"CloudWatchLogsLogGroup": {"LogGroupArn": logs}}],
            # Every step's fate, but not its data: a prompt does not belong in a log.
            "IncludeExecutionData": False,
            "Level": "ALL",
        }

    def _role(self, name: str, called: Mapping[str, str]) -> CfnResource:
        calling = [allow(["lambda:InvokeFunction"], list(called.values()))] if called else []
        statements = [*calling, TRACES, _SAMPLING, _LOG_DELIVERY]
        return self.role(f"{name}MachineRole", "states.amazonaws.com", statements)


def _called(machine: Machine, definition: str, functions: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for placeholder in sorted(set(_PLACEHOLDER.findall(definition))):
        if placeholder not in functions:
            raise UnknownTask(f"{machine.value}.asl.json names ${{{placeholder}}}, but no @task has that name.")
        yield placeholder, functions[placeholder]
