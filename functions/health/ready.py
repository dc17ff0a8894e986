from luneo.health import ReadinessView, probe_dynamodb, probe_s3, readiness
from luneo.http.endpoint import endpoint
from luneo.resources import Bucket, Table


@endpoint("GET", "/api/ready", permission=None, uses=[Table.BRANDS.read, Bucket.MEDIA.read])
def handler() -> ReadinessView:
    """Tell whether everything the API stands on answers; a 503 names what does not."""
    return readiness({"dynamodb": probe_dynamodb, "s3": probe_s3})
