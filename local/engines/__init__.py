"""The engines of the local cloud: context managers with an ``endpoint_url``, on 127.0.0.1 only."""

from local.engines.dynamodb_local import DynamoDbLocal, fetch_dynamodb_local
from local.engines.errors import EngineUnavailable
from local.engines.moto_server import ACCOUNT_ID, MotoServer

__all__ = ["ACCOUNT_ID", "DynamoDbLocal", "EngineUnavailable", "MotoServer", "fetch_dynamodb_local"]
