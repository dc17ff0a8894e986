"""``GET /api/health`` as a project on boto3 has it: the module its handlers share is imported, nothing is called."""

import json
from typing import Any

import boto3

assert boto3  # what the other handlers of such a project share; this one makes no call


def handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps({"status": "ok"})}
