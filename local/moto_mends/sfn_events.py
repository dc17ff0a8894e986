"""Execution status changes on the default event bus, which moto does not send.

AWS publishes one for each status of an execution of a Standard workflow: source ``aws.states``, detail-type
``Step Functions Execution Status Change``, the dates in milliseconds since the epoch.
"""

import json
from datetime import datetime
from typing import Any

from moto.events.models import events_backends
from moto.stepfunctions.parser.asl.utils.encoding import to_json_str

from local.moto_mends.background import run_detached


def publish_status(execution: Any) -> None:
    """Announce the execution's present status; express workflows are silent, as in AWS."""
    if str(execution.sm_type).upper().endswith("EXPRESS"):
        return
    entry = {
        "Source": "aws.states",
        "DetailType": "Step Functions Execution Status Change",
        "Resources": [execution.exec_arn],
        "Detail": json.dumps(_detail(execution)),
    }
    backend = events_backends[execution.account_id][execution.region_name]
    run_detached(f"The status event of {execution.exec_arn}", lambda: backend.put_events([entry]))


def _detail(execution: Any) -> dict[str, Any]:
    succeeded = execution.status == "SUCCEEDED"
    return {
        "executionArn": execution.exec_arn,
        "stateMachineArn": execution.state_machine.arn,
        "name": execution.name,
        "status": execution.status,
        "startDate": _milliseconds(execution.start_date),
        "stopDate": _milliseconds(execution.stop_date),
        "input": to_json_str(execution.input_data, separators=(",", ":")),
        "output": to_json_str(execution.output, separators=(",", ":")) if succeeded else None,
        "inputDetails": {"included": True},
        "outputDetails": {"included": True} if succeeded else None,
        "error": execution.error,
        "cause": execution.cause,
    }


def _milliseconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp() * 1000)
