"""A brand's catalogue, and the machine that prepares its products."""

import json
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from functions.products.get import handler as get
from functions.products.publish import handler as publish
from luneo import aws
from luneo.identity.caller import Caller
from luneo.products.models import Product
from luneo.products.repository import ProductRepository
from luneo.products.schemas import PublishedProduct
from luneo.resources import Bucket, Machine
from luneo.settings import physical_name
from tests import factories
from tests.events import http_event
from tests.functions.products import arrange
from tests.stack import Answer
from tests.workflow.conftest import Workbench, wait_until


@dataclass(kw_only=True)
class Press(Workbench):
    """Products are arranged and published through the API's own functions."""

    owner: Caller

    @property
    def cloud(self) -> Any:
        """What arranges products elsewhere; here the environment is everybody's, as executions run beside."""
        return SimpleNamespace(call=self.answer, names=self.stack.names)

    def answer(self, handler: Any, event: dict[str, Any]) -> Answer:
        response = self.call(handler, event)
        body = response.get("body")
        return Answer(response["statusCode"], response["headers"], json.loads(body) if body else None)

    def product(self, *, photo: bytes | None = None, model: bytes | None = None, **members: Any) -> str:
        """A product that is ready to be published, but for what its files turn out to be."""
        product_id = arrange.add_product(self.cloud, self.owner, **members)
        self.give(product_id, "photo", factories.photo() if photo is None else photo)
        if model is not None:
            self.give(product_id, "model", model)
        return product_id

    def give(self, product_id: str, kind: str, data: bytes) -> None:
        upload_id = arrange.add_upload(self.cloud, self.owner, product_id, kind, data or None)
        self.change(product_id, **{f"{kind}_upload_id": upload_id})

    def change(self, product_id: str, **members: Any) -> Answer:
        return arrange.change(self.cloud, self.owner, product_id, **members)

    def ask(self, product_id: str) -> Answer:
        """Ask for the publication."""
        return self.answer(publish, http_event(publish, caller=self.owner, path={"product_id": product_id}))

    def shown(self, product_id: str) -> Answer:
        """The product as its brand sees it."""
        return self.answer(get, http_event(get, caller=self.owner, path={"product_id": product_id}))

    def publish(self, product_id: str) -> dict[str, Any]:
        """Ask, wait for the execution's end; the product as it is shown then."""
        asked = self.ask(product_id)
        assert asked.status == 202, asked.json
        return self.finish(product_id)

    def finish(self, product_id: str) -> dict[str, Any]:
        self.await_end(self.row(product_id).preparation["id"])
        return self.shown(product_id).json

    def await_end(self, preparation_id: str) -> str:
        """Wait for an execution's end; its status."""
        client = aws.client("stepfunctions")
        arn = self.execution(preparation_id)
        wait_until(
            lambda: client.describe_execution(executionArn=arn)["status"] != "RUNNING", "the execution does not end"
        )
        return str(client.describe_execution(executionArn=arn)["status"])

    def execution(self, preparation_id: str) -> str:
        machine = physical_name(Machine.PREPARE_PRODUCT)
        return f"{machine.replace(':stateMachine:', ':execution:')}:{preparation_id}"

    def execution_names(self) -> list[str]:
        """Of all preparations so far, the oldest first."""
        arn = physical_name(Machine.PREPARE_PRODUCT)
        found = aws.client("stepfunctions").list_executions(stateMachineArn=arn)["executions"]
        return [each["name"] for each in sorted(found, key=lambda each: each["startDate"])]

    def lose_uploads(self) -> None:
        """Everything that brands uploaded is gone."""
        s3, bucket = aws.client("s3"), self.stack.names[Bucket.UPLOADS.env]
        for item in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
            s3.delete_object(Bucket=bucket, Key=item["Key"])

    def row(self, product_id: str) -> Product:
        return ProductRepository(self.tenant).get(product_id)

    def published(self, product_id: str) -> PublishedProduct:
        return ProductRepository(self.tenant).published(product_id)

    def media(self, key: str) -> dict[str, Any]:
        return aws.client("s3").get_object(Bucket=self.stack.names[Bucket.MEDIA.env], Key=key)

    def media_keys(self) -> list[str]:
        listed = aws.client("s3").list_objects_v2(Bucket=self.stack.names[Bucket.MEDIA.env])
        return sorted(item["Key"] for item in listed.get("Contents", []))
