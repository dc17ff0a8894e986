"""``GET /api/health`` with nothing but the standard library: no Python handler can start sooner."""

import json
from typing import Any


def handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps({"status": "ok"})}
