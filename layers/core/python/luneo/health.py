"""Whether Luneo answers, and whether what it stands on does."""

from collections.abc import Callable, Mapping

from luneo import aws
from luneo.errors import DomainError
from luneo.resources import Bucket, Table
from luneo.schema import View
from luneo.settings import physical_name

TIMEOUT_S = 1
PROBE_KEY = "readiness-probe"

Probe = Callable[[], None]


class HealthView(View):
    """That something answers."""

    status: str = "ok"


class ReadinessView(View):
    """That everything answers, part by part."""

    status: str = "ok"
    dependencies: dict[str, str]


class NotReady(DomainError):
    """A part that Luneo stands on does not answer; ``dependencies`` says which."""

    status = 503
    slug = "not-ready"
    title = "Not ready"
    retryable = True


class Unreachable(Exception):
    """A probe found nobody."""


def readiness(probes: Mapping[str, Probe]) -> ReadinessView:
    """Ask every part.

    Raises:
        NotReady: at least one does not answer.
    """
    dependencies = {name: _outcome(probe) for name, probe in probes.items()}
    failing = [name for name, outcome in dependencies.items() if outcome != "ok"]
    if failing:
        detail = f"Not answering: {', '.join(failing)}."
        raise NotReady(detail, headers={"retry-after": "5"}, dependencies=dependencies)
    return ReadinessView(dependencies=dependencies)


def _outcome(probe: Probe) -> str:
    try:
        probe()
    except Unreachable:
        return "failing"
    return "ok"


def probe_dynamodb() -> None:
    """Read a row that is not there.

    Raises:
        Unreachable: no answer, or a refusal.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    key = {"partition": {"S": PROBE_KEY}, "row": {"S": PROBE_KEY}}
    client = aws.client("dynamodb", connect_timeout=TIMEOUT_S, read_timeout=TIMEOUT_S)
    try:
        client.get_item(TableName=physical_name(Table.BRANDS), Key=key)
    except (BotoCoreError, ClientError) as error:
        raise Unreachable from error


def probe_s3() -> None:
    """Read an object that is not there; S3 answers "denied" for one where listing is not granted.

    Raises:
        Unreachable: no answer, or no bucket.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    client = aws.client("s3", connect_timeout=TIMEOUT_S, read_timeout=TIMEOUT_S)
    try:
        client.get_object(Bucket=physical_name(Bucket.MEDIA), Key=PROBE_KEY)
    except ClientError as error:
        if error.response["Error"]["Code"] not in {"NoSuchKey", "AccessDenied"}:
            raise Unreachable from error
    except BotoCoreError as error:
        raise Unreachable from error
