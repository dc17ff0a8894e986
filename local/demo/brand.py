"""The demonstration brand: from registration to a published product, all through the public API."""

import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from local.client import Api, Upload
from local.demo.product import DemoProduct

BRAND = "Atelier Nord"
EMAIL = "owner@atelier-nord.example"
CONFIG_FILE = "demo-config.json"
SEED_STEPS = 4

CodeFor = Callable[[str], Awaitable[str]]
"""Waits for the code that was mailed to an address."""
Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Seeded:
    """A brand that is ready to sell: the owner's sign-in, the shop page's key and product."""

    brand: str
    email: str
    password: str
    access_token: str
    publishable_key: str
    product_id: str
    product_name: str


async def seed(api: Api, code_for: CodeFor, product: DemoProduct, page_origins: list[str], step: Step) -> Seeded:
    """Register, confirm, sign in, allow the pages, make a key, publish the product.

    ``step`` is told each finished part.

    Raises:
        ApiProblem: the API refused something, a product that cannot be published included.
    """
    password = f"Demo-{secrets.token_urlsafe(12)}-7"
    await api.register(EMAIL, password, BRAND)
    step("brand registered")
    await api.confirm(EMAIL, await code_for(EMAIL))
    token = await api.login(EMAIL, password)
    step("owner signed in")
    await api.speak(token, list(product.translations))
    await api.allow_origins(token, page_origins)
    key = await api.publishable_key(token, "demo shop")
    step("shop allowed")
    product_id = await _publish(api, token, product)
    step("product published")
    return Seeded(BRAND, EMAIL, password, token, key, product_id, product.name)


async def _publish(api: Api, token: str, product: DemoProduct) -> str:
    product_id = await api.create_product(token, product.draft())
    photo = Upload("photo", product.photo_name, product.photo_type, product.photo)
    change = {"photo_upload_id": await api.upload(token, product_id, photo)}
    if product.model is not None:
        model = Upload("model", "model.glb", "model/gltf-binary", product.model)
        change["model_upload_id"] = await api.upload(token, product_id, model)
    await api.change_product(token, product_id, change)
    await api.publish(token, product_id)
    return product_id


def write_config(seeded: Seeded, sites: Path) -> Path:
    """What the demo shop page reads: the publishable key and the product, nothing secret."""
    shown = {
        "publishable_key": seeded.publishable_key,
        "product_id": seeded.product_id,
        "brand_name": seeded.brand,
    }
    sites.mkdir(parents=True, exist_ok=True)
    file = sites / CONFIG_FILE
    file.write_text(json.dumps(shown, indent=2) + "\n", encoding="utf-8")
    return file
