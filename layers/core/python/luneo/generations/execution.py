"""Executions of the state machine that makes designs."""

import hashlib
import json
from dataclasses import asdict, dataclass

from luneo import aws
from luneo.errors import DomainError
from luneo.resources import Machine
from luneo.settings import physical_name

NAME_LENGTH = 64


class MachineUnavailable(DomainError):
    """Step Functions does not take the run."""

    status = 503
    slug = "machine-unavailable"
    title = "Designs cannot be made at the moment"
    retryable = True


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
        from botocore.exceptions import BotoCoreError, ClientError

        client = aws.client("stepfunctions")
        name = execution_name(run.tenant_id, run.generation_id)
        try:
            client.start_execution(
                stateMachineArn=physical_name(Machine.GENERATE_DESIGN), name=name, input=json.dumps(asdict(run))
            )
        except client.exceptions.ExecutionAlreadyExists:
            return
        except (BotoCoreError, ClientError) as error:
            raise MachineUnavailable("Designs cannot be made at the moment. Nothing was charged; try again.") from error

    def is_running(self, tenant_id: str, generation_id: str) -> bool:
        """Whether the generation's run is still under way."""
        client = aws.client("stepfunctions")
        machine = physical_name(Machine.GENERATE_DESIGN)
        arn = f"{machine.replace(':stateMachine:', ':execution:')}:{execution_name(tenant_id, generation_id)}"
        try:
            return bool(client.describe_execution(executionArn=arn)["status"] == "RUNNING")
        except client.exceptions.ExecutionDoesNotExist:
            return False
