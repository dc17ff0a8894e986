"""The whole local cloud, started once: synthesised stacks, real functions in processes of their own, a real browser."""

import asyncio
import dataclasses
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, sync_playwright

from local.browser import FLAGS, executable
from local.client import Api
from local.cloud import ROOT, SITES, LocalCloud
from local.demo.brand import Seeded, seed, write_config
from local.demo.product import ProductOptions, product_of
from luneo.credits.models import BALANCE_ROW, JOB_LEAD
from luneo.resources import Table

Result = TypeVar("Result")
WAITS_SHORTENED_TO = 0.02


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is end to end."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.e2e)


@dataclasses.dataclass(frozen=True)
class Running:
    """The cloud with one brand in it, ready to sell."""

    cloud: LocalCloud
    brand: Seeded

    @property
    def origin(self) -> str:
        return self.cloud.origin

    def api(self, work: Callable[[Api], Awaitable[Result]]) -> Result:
        """Do something with a client of the API."""

        async def session() -> Result:
            async with Api(self.origin) as api:
                return await work(api)

        # While a browser is open its own loop runs in this thread.
        with ThreadPoolExecutor(1) as elsewhere:
            return elsewhere.submit(asyncio.run, session()).result()

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        """One call of the API; refusals are raised as ApiProblem."""
        return self.api(lambda api: api.call(method, path, body, **more))

    def shopper(self) -> str:
        """A fresh shopper's token."""
        session = self.api(lambda api: api.open_session(self.brand.publishable_key, self.brand.product_id, self.origin))
        return str(session["token"])

    def ledger(self) -> "Books":
        """The brand's credits as the table itself holds them."""
        dynamodb = self.cloud.aws["dynamodb"]
        table = self.cloud.physical_name(Table.LEDGER)
        rows = dynamodb.scan(TableName=table, ConsistentRead=True)["Items"]
        balance = next(row for row in rows if row["row"]["S"] == BALANCE_ROW)
        states = Counter(row["state"]["S"] for row in rows if row["row"]["S"].startswith(JOB_LEAD))
        numbers = {name: int(balance[name]["N"]) for name in ("granted", "available", "reserved", "spent")}
        return Books(**numbers, states=states)

    def generate(self, prompt: str, *, token: str | None = None, **more: Any) -> dict[str, Any]:
        """Ask for a design as a shopper, follow it to its end; the generation as its brand sees it."""
        shopper = token or self.shopper()
        wish = {"product_id": self.brand.product_id, "prompt": prompt, "style": "woodcut"} | more

        async def through(api: Api) -> dict[str, Any]:
            accepted = await api.generate(shopper, wish, self.origin)
            async for _ in api.follow(accepted):
                pass
            return await api.generation(self.brand.access_token, accepted["id"])

        return self.api(through)


@dataclasses.dataclass(frozen=True)
class Books:
    """A brand's credits, and how many jobs are in which state."""

    granted: int
    available: int
    reserved: int
    spent: int
    states: "Counter[str]"

    @property
    def balanced(self) -> bool:
        return self.granted == self.available + self.reserved + self.spent and self.spent == self.states["committed"]


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built pages, in a folder of their own: what tests write there, no running shop reads."""
    folder = tmp_path_factory.mktemp("sites")
    if (ROOT / SITES).is_dir():
        shutil.copytree(ROOT / SITES, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def running(sites: Path) -> Iterator[Running]:
    """The cloud, on free ports, with the demonstration brand; shared by all tests here."""
    with LocalCloud(port=0, aws_port=0, sites=sites, time_scale=WAITS_SHORTENED_TO) as cloud:

        async def furnish() -> Seeded:
            async with Api(cloud.origin) as api:
                product = product_of(ProductOptions())
                return await seed(api, cloud.code_for, product, [cloud.origin], lambda _step: None)

        brand = asyncio.run(furnish())
        write_config(brand, sites)
        yield Running(cloud, brand)


@pytest.fixture(scope="module")
def browser(sites: Path) -> Iterator[Browser]:
    """One browser for a module's tests; it ends with them, for its loop would be in the way of others."""
    assert (sites / "index.html").exists(), "The pages are not built: npm run build"
    found = executable()
    assert found, "There is no browser: make browser"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()
