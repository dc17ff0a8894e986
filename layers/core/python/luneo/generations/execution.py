"""Executions of the state machine that makes designs."""

import hashlib
from dataclasses import asdict, dataclass

from luneo import aws
from luneo.resources import Machine
from luneo.settings import physical_name
from luneo.workflow.machine import start_once

NAME_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Run:
    """One generation's way through the machine: its input."""

    tenant_id: str
    generation_id: str
    correlation_id: str


def execution_name(tenant_id: str, generation_id: str) -> str:
    """The execution's name; the same generation can run only once."""
    return hashlib.sha256(f"{tenant_id}\0{generation_id}".encode()).hexdigest()[:NAME_LENGTH]


class DesignMachine:
    """The deployed state machine."""

    def start(self, run: Run) -> None:
        """Start the run, unless it was started before.

        Raises:
            MachineUnavailable: Step Functions refuses or does not answer.
        """
        name = execution_name(run.tenant_id, run.generation_id)
        otherwise = "Designs cannot be made at the moment. Nothing was charged; try again."
        start_once(Machine.GENERATE_DESIGN, name, asdict(run), otherwise=otherwise)

    def is_running(self, tenant_id: str, generation_id: str) -> bool:
        """Whether the generation's run is still under way."""
        client = aws.client("stepfunctions")
        machine = physical_name(Machine.GENERATE_DESIGN)
        arn = f"{machine.replace(':stateMachine:', ':execution:')}:{execution_name(tenant_id, generation_id)}"
        try:
            return bool(client.describe_execution(executionArn=arn)["status"] == "RUNNING")
        except client.exceptions.ExecutionDoesNotExist:
            return False
