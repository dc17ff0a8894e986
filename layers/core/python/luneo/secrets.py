"""Secrets by their grant, through Powertools' Parameters: fetched once, kept some minutes."""

from typing import Any

from luneo import aws
from luneo.resources import Secret
from luneo.settings import physical_name

KEEP_S = 300


def secret(which: Secret) -> dict[str, Any]:
    """The secret's JSON document.

    Raises:
        aws_lambda_powertools.utilities.parameters.exceptions.GetParameterError: it cannot be read.
    """
    from aws_lambda_powertools.utilities.parameters import SecretsProvider

    provider = _providers.setdefault(physical_name(which), SecretsProvider(boto3_client=aws.client("secretsmanager")))
    document: dict[str, Any] = provider.get(physical_name(which), max_age=KEEP_S, transform="json")
    return document


_providers: dict[str, Any] = {}
