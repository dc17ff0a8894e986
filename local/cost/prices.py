"""AWS's published on-demand prices, in US dollars: the one place they stand.

Region us-east-1, as listed in November 2026, before free tiers, discounts and taxes. Sources: the pricing pages of
Lambda (arm64), Step Functions (Standard), DynamoDB (on demand), S3 (Standard), API Gateway (HTTP and WebSocket),
EventBridge, CloudFront (Europe and North America) and Fargate (Linux on arm64). Check them before a decision hangs on
them, and change them here.
"""

from dataclasses import dataclass
from typing import Final

MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Prices:
    """Dollars for one of each; what is listed by the million is divided already."""

    lambda_gb_second: float = 0.0000133334
    lambda_request: float = 0.20 / MILLION
    state_transition: float = 25.0 / MILLION
    dynamodb_write_unit: float = 0.625 / MILLION
    dynamodb_read_unit: float = 0.125 / MILLION
    s3_put: float = 5.0 / MILLION
    s3_get: float = 0.4 / MILLION
    s3_gb_month: float = 0.023
    http_request: float = 1.0 / MILLION
    socket_message: float = 1.0 / MILLION
    event: float = 1.0 / MILLION
    cdn_gb: float = 0.085
    fargate_vcpu_hour: float = 0.03238
    fargate_gb_hour: float = 0.00356


LISTED: Final = Prices()
