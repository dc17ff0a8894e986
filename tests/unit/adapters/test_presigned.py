from urllib.parse import urlsplit

import pytest

from luneo.adapters.s3 import S3Store
from luneo.resources import Bucket

NAME = "luneo-prod-data-bucket"


@pytest.fixture
def region(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    for bucket in (Bucket.UPLOADS, Bucket.PRODUCTION):
        monkeypatch.setenv(bucket.env, NAME)
    return "eu-west-1"


def test_presigned_requests_go_straight_to_the_buckets_region(region: str):
    host = f"{NAME}.s3.{region}.amazonaws.com"
    url = S3Store().download_url(Bucket.PRODUCTION, "ten/print.pdf", file_name="print.pdf")
    form = S3Store().upload_form(Bucket.UPLOADS, "ten/photo.png", "image/png", 1)
    assert {urlsplit(url).netloc, urlsplit(form.url).netloc} == {host}


def test_an_address_without_a_name_keeps_the_bucket_in_the_path(region: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:8788")
    url = S3Store().download_url(Bucket.PRODUCTION, "ten/print.pdf", file_name="print.pdf")
    assert url.startswith(f"http://127.0.0.1:8788/{NAME}/ten/print.pdf?")
