"""The local cloud as one context manager: engines, provisioning, workers, gateway, events."""

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from local import assembly
from local.engines.loopback import listen
from local.records import Mailbox, Records
from local.workers.sources import Sources
from local.workers.worker import Outcome, Zygote
from luneo.errors import DomainError
from luneo.resources import Resource
from luneo.settings import Stage
from stacks.environments import ENVIRONMENTS

if TYPE_CHECKING:
    from local.gateway.server import Gateway
    from local.provision.run import Provisioned
    from local.provision.workbench import Clients
    from local.workers.function import DeployedFunction
    from local.workers.pool import WorkerPool

ROOT = Path(__file__).parent.parent
DECLARED_ORIGIN = ENVIRONMENTS[Stage.LOCAL].public_url or ""
GATEWAY_PORT = urlsplit(DECLARED_ORIGIN).port or 0
AWS_PORT = GATEWAY_PORT + 1
SITES = Path("build", "sites")
STATE = Path("build", "local")


class Engine(StrEnum):
    """What serves DynamoDB."""

    MOTO = "moto"
    LOCAL = "local"


class NotReady(DomainError):
    """A function was called before the local cloud was up."""

    status = 503
    slug = "local-cloud-not-ready"
    title = "The local cloud is not up yet"


def _silent(*_: object) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told what happens: log lines, refused calls, mailed codes, finished steps of the start.

    ``invoked`` hears each run of a function (module, memory in MB, milliseconds), ``called`` each call of AWS (its
    operation and body); nobody listening costs nothing.
    """

    line: Callable[[str, str], None] = _silent
    refusal: Callable[[str], None] = _silent
    code: Callable[[str, str, str], None] = _silent
    step: Callable[[str], None] = _silent
    invoked: Callable[[str, int, float], None] = _silent
    called: Callable[[str, bytes], None] | None = None


@dataclass(slots=True)
class LocalCloud:
    """``with LocalCloud() as cloud:`` brings up everything the stacks describe; leaving the block ends all of it.

    Port 0 takes a free one. ``root`` is the checkout, ``sites`` the folder of built pages where it is not the
    checkout's, ``state`` the one for logs and used grants. ``time_scale`` shortens the state machines' waits and retry
    intervals, for tests.

    Raises:
        DomainError: a port is taken, an engine is missing, or the stacks do not synthesise.
    """

    port: int = GATEWAY_PORT
    aws_port: int = AWS_PORT
    engine: Engine = Engine.MOTO
    root: Path = ROOT
    sites: Path | None = None
    state: Path = ROOT / STATE
    fresh: bool = False
    time_scale: float = 1.0
    listeners: Listeners = field(default_factory=Listeners)
    timings: dict[str, float] = field(default_factory=dict, init=False)
    _open: ExitStack = field(default_factory=ExitStack, init=False)
    _origin: str = field(default="", init=False)
    _deployed: "Provisioned | None" = field(default=None, init=False)
    _aws: "Clients | None" = field(default=None, init=False)
    _gateway: "Gateway | None" = field(default=None, init=False)
    _pool: "WorkerPool | None" = field(default=None, init=False)
    _mail: Mailbox = field(init=False)
    _by_name: "Mapping[str, DeployedFunction]" = field(default_factory=dict, init=False)

    @property
    def pages(self) -> Path:
        """The folder of built pages: the given one, else the checkout's."""
        return self.sites or self.root / SITES

    @property
    def origin(self) -> str:
        """Pages, media, API and WebSockets: ``http://127.0.0.1:8787``."""
        return self._origin

    @property
    def deployed(self) -> "Provisioned":
        """What stands in the embedded AWS."""
        if self._deployed is None:
            raise NotReady("Enter the context manager first.")
        return self._deployed

    @property
    def gateway(self) -> "Gateway":
        """What serves the origin."""
        if self._gateway is None:
            raise NotReady("Enter the context manager first.")
        return self._gateway

    @property
    def aws(self) -> "Clients":
        """Clients of the embedded AWS, by service name."""
        if self._aws is None:
            raise NotReady("Enter the context manager first.")
        return self._aws

    @property
    def functions(self) -> "tuple[DeployedFunction, ...]":
        """Every function, with its environment."""
        return tuple(self._by_name.values())

    @property
    def mail(self) -> Mailbox:
        """The codes that were mailed."""
        return self._mail

    def __enter__(self) -> Self:
        self._mail = Mailbox(self.listeners.code)
        try:
            self._start()
        except BaseException:
            self._open.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def physical_name(self, resource: Resource) -> str:
        """The deployed name, ARN or URL of a resource, as granted functions are told it.

        Raises:
            NotReady: no function uses the resource.
        """
        found = next((it.environment[resource.env] for it in self.functions if resource.env in it.environment), None)
        if found is None:
            raise NotReady(f"No function is granted {resource}.")
        return found

    async def code_for(self, email: str) -> str:
        """The code that was mailed to an address; waits for it."""
        return await asyncio.to_thread(self.mail.code_for, email)

    def invoke(self, function: str, payload: bytes) -> tuple[bytes, bool]:
        """Run a function by its physical name: its answer, and whether it failed."""
        outcome = self._run(function, payload)
        return outcome.payload, outcome.failed

    def _start(self) -> None:
        listener = listen(self.port)
        self._open.callback(listener.close)
        # The zygote first: it loads its libraries while everything else starts.
        zygote = Zygote()
        self._open.callback(zygote.close)
        with ThreadPoolExecutor(1) as executor:
            synthesis = executor.submit(
                assembly.synthesise, self.root, self.root / STATE / "assembly", fresh=self.fresh
            )
            self._start_on(listener, zygote, synthesis)

    def _start_on(self, listener: Any, zygote: Zygote, synthesis: "Future[Path]") -> None:
        with self._timed("engines"):
            from local.gateway.build import build_site
            from local.gateway.server import Gateway

            gateway = Gateway(listener)
            self._origin = gateway.origin
            moto, endpoints = self._engines()
        with self._timed("synthesis"):
            templates = assembly.read(synthesis.result())
        with self._timed("provisioning"):
            from local.provision.run import provision
            from local.provision.workbench import Clients

            self._aws = Clients(endpoints)
            self._deployed = provision(templates, self._aws)
        with self._timed("gateway"):
            from local.events.run import Events, pollers_of
            from local.provision.edges import Addresses

            addresses = Addresses(self._origin, endpoints.aws, DECLARED_ORIGIN)
            self._workers(zygote, addresses, endpoints.environment())
            site = build_site(self._deployed, addresses, self._aws, self.invoke, self.pages, moto.jwks_url)
            events = Events(pollers_of(self._deployed, self._aws, self.invoke))
            # Last opened, first closed: nothing new comes in, then what is under way ends with its process.
            self._open.callback(events.stop)
            events.start()
            self._open.callback(gateway.stop)
            gateway.start(site)
            self._gateway = gateway

    def _engines(self) -> tuple[Any, Any]:
        from local.engines import DynamoDbLocal, MotoServer
        from local.provision.workbench import Endpoints

        moto = MotoServer(
            self.aws_port,
            invoke_lambda=self._invoke_for_moto,
            deliver_code=self._mail.deliver,
            time_scale=self.time_scale,
            on_request=self.listeners.called,
        )
        self._open.enter_context(moto)
        if self.engine is Engine.MOTO:
            return moto, Endpoints(moto.endpoint_url, moto.endpoint_url)
        dynamodb = self._open.enter_context(DynamoDbLocal())
        return moto, Endpoints(moto.endpoint_url, dynamodb.endpoint_url)

    def _workers(self, zygote: Zygote, addresses: Any, platform_environment: dict[str, str]) -> None:
        from local.provision.functions import deployed_functions
        from local.workers.pool import WorkerPool

        functions = deployed_functions(self.deployed, addresses, platform_environment)
        self._by_name = functions
        records = Records(self.state, on_line=self.listeners.line, on_refusal=self.listeners.refusal)
        sources = Sources([self.root / "functions", self.root / "layers" / "core" / "python"])
        self._pool = WorkerPool(zygote, functions, sources, observe=records.observe)
        self._open.callback(zygote.close)
        self._open.callback(self._pool.close)

    def _run(self, function: str, payload: bytes, request_id: str | None = None) -> Outcome:
        if self._pool is None:
            raise NotReady(f"{function} was called while the local cloud was starting.")
        started = time.perf_counter()
        outcome = self._pool.invoke(function, payload, request_id)
        deployed = self._by_name[function]
        self.listeners.invoked(deployed.module, deployed.memory_mb, (time.perf_counter() - started) * 1000)
        return outcome

    def _invoke_for_moto(self, function: str, payload: bytes, context: Any) -> Any:
        from local.moto_mends import InvocationResult

        outcome = self._run(function, payload, context.request_id)
        return InvocationResult(outcome.payload, "Unhandled" if outcome.failed else None, outcome.log)

    @contextmanager
    def _timed(self, step: str) -> Any:
        started = time.perf_counter()
        yield
        self.timings[step] = time.perf_counter() - started
        self.listeners.step(step)
