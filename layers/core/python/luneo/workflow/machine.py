"""Starting executions of state machines, each at most once by its name."""

import json
from collections.abc import Mapping
from typing import Any

from luneo import aws
from luneo.errors import DomainError
from luneo.resources import Machine
from luneo.settings import physical_name


class MachineUnavailable(DomainError):
    """Step Functions does not take the run."""

    status = 503
    slug = "machine-unavailable"
    title = "The work cannot be started at the moment"
    retryable = True


def start_once(machine: Machine, name: str, message: Mapping[str, Any], *, otherwise: str) -> None:
    """Start the machine with this input, unless an execution of this name was started before.

    Raises:
        MachineUnavailable: Step Functions refuses or does not answer; its detail is ``otherwise``.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    client = aws.client("stepfunctions")
    try:
        client.start_execution(stateMachineArn=physical_name(machine), name=name, input=json.dumps(message))
    except client.exceptions.ExecutionAlreadyExists:
        return
    except (BotoCoreError, ClientError) as error:
        raise MachineUnavailable(otherwise) from error
