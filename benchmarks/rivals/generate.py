"""``POST /api/ai/generate`` as one would write it in an afternoon: one file, boto3, pydantic, the same eight AWS calls.

No framework, no declarations, no structured log, no problem documents: the least that does the same job, written
straight down. It reads the same environment and the same event as ours.
"""

import hashlib
import json
import os
import secrets
import time
from typing import Any

import boto3
from pydantic import BaseModel, Field

dynamodb = boto3.client("dynamodb")
stepfunctions = boto3.client("stepfunctions")


class GenerateBody(BaseModel):
    product_id: str
    prompt: str = Field(min_length=1, max_length=1000)
    style: str
    zone: str | None = None
    seed: int | None = None


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    context = event["requestContext"]["authorizer"]["lambda"]
    body = GenerateBody.model_validate_json(event["body"])
    partition = f"TENANT#{context['tenant']}"
    scope = f"{partition}#{context['subject']}"
    now = time.time()
    _count_request(scope, now)
    key = _claim(scope, event, now)
    product = dynamodb.get_item(
        TableName=os.environ["LUNEO_TABLE_PRODUCTS"],
        Key={"partition": {"S": partition}, "row": {"S": body.product_id}},
        ConsistentRead=True,
    )["Item"]
    balance = dynamodb.get_item(
        TableName=os.environ["LUNEO_TABLE_LEDGER"],
        Key={"partition": {"S": partition}, "row": {"S": "BALANCE"}},
        ConsistentRead=True,
    )["Item"]
    if int(balance["available"]["N"]) < 1 or not product:
        return {"statusCode": 402, "body": "no credits"}
    answer = _start(partition, body, context)
    dynamodb.update_item(
        TableName=os.environ["LUNEO_TABLE_IDEMPOTENCY"],
        Key=key,
        UpdateExpression="SET #s = :s, body = :b",
        ExpressionAttributeNames={"#s": "status"},
        ExpressionAttributeValues={":s": {"N": "202"}, ":b": {"S": json.dumps(answer)}},
    )
    return {"statusCode": 202, "headers": {"content-type": "application/json"}, "body": json.dumps(answer)}


def _count_request(scope: str, now: float) -> None:
    dynamodb.update_item(
        TableName=os.environ["LUNEO_TABLE_RATE_LIMITS"],
        Key={"scope": {"S": scope}, "route": {"S": "bare generate"}},
        UpdateExpression="SET arrival = :a, expires = :e",
        ConditionExpression="attribute_not_exists(arrival) OR arrival <= :n",
        ExpressionAttributeValues={":a": {"N": str(now)}, ":e": {"N": str(int(now) + 60)}, ":n": {"N": str(now + 60)}},
    )


def _claim(scope: str, event: dict[str, Any], now: float) -> dict[str, Any]:
    digest = hashlib.sha256(event["headers"]["idempotency-key"].encode()).hexdigest()
    key = {"scope": {"S": scope}, "key": {"S": f"bare generate#{digest}"}}
    fingerprint = {"fingerprint": {"S": hashlib.sha256(event["body"].encode()).hexdigest()}}
    dynamodb.put_item(
        TableName=os.environ["LUNEO_TABLE_IDEMPOTENCY"],
        Item=key | fingerprint | {"expires": {"N": str(int(now) + 86400)}, "locked_until": {"N": str(int(now) + 60)}},
        ConditionExpression="attribute_not_exists(#s)",
        ExpressionAttributeNames={"#s": "scope"},
    )
    return key


def _start(partition: str, body: GenerateBody, context: dict[str, Any]) -> dict[str, Any]:
    generation = f"bare_{secrets.token_hex(13)}"
    dynamodb.put_item(
        TableName=os.environ["LUNEO_TABLE_GENERATIONS"],
        Item={
            "partition": {"S": partition},
            "row": {"S": generation},
            "prompt": {"S": body.prompt},
            "style": {"S": body.style},
            "listed": {"S": generation},
            "status": {"S": "queued"},
        },
        ConditionExpression="attribute_not_exists(#r)",
        ExpressionAttributeNames={"#r": "row"},
    )
    stepfunctions.start_execution(
        stateMachineArn=os.environ["LUNEO_MACHINE_GENERATE_DESIGN"],
        name=generation,
        input=json.dumps({"tenant_id": context["tenant"], "generation_id": generation, "correlation_id": "bare"}),
    )
    ticket = secrets.token_urlsafe(32)
    dynamodb.put_item(
        TableName=os.environ["LUNEO_TABLE_CONNECTIONS"],
        Item={
            "partition": {"S": f"TICKET#{hashlib.sha256(ticket.encode()).hexdigest()}"},
            "row": {"S": "TICKET"},
            "expires": {"N": str(int(time.time()) + 60)},
            "owner": {"S": context["subject"]},
        },
    )
    return {
        "id": generation,
        "status": "queued",
        "stream": {"url": os.environ["LUNEO_SOCKET_PROGRESS"], "ticket": ticket},
    }
