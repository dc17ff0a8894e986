"""Least privilege, both ways: a call beyond a function's declaration is refused, a grant that nobody uses is told.

While a function runs, every AWS call of its thread is judged by the local cloud's guard with the policy that its
declaration means. What is used is kept for the session; ``tests/contract/test_grants.py`` looks at it in the end.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from unittest import mock

import botocore.client
import botocore.signers

from local.guard import install as guards
from local.guard.calls import socket_of
from local.guard.policy import Hint, RolePolicy, Statement
from luneo import settings
from luneo.function import Function
from luneo.resources import Bucket, Grant, Machine, Model, Pool, Resource, Secret, Socket, Table

NAME = "name"
"""What a grant without IAM actions gives: the resource's name in the environment."""
_READ, _WRITE = "read", "write"


@dataclass(frozen=True)
class Place:
    """Where the resources are: their physical names by environment variable."""

    names: Mapping[str, str]
    account: str
    region: str

    def arn(self, resource: Resource) -> str:
        """The resource's ARN; what is in it follows behind a slash."""
        name = self.names[resource.env]
        services = {Table: ("dynamodb", "table/"), Pool: ("cognito-idp", "userpool/"), Socket: ("execute-api", "")}
        if isinstance(resource, Bucket):
            return f"arn:aws:s3:::{name}"
        if isinstance(resource, Model):
            return f"arn:aws:bedrock:{settings.BEDROCK_REGION}::foundation-model/{name}"
        if type(resource) not in services:
            return name
        service, lead = services[type(resource)]
        name = "/".join(socket_of(name)) if isinstance(resource, Socket) else name
        return f"arn:aws:{service}:{self.region}:{self.account}:{lead}{name}"

    def covered(self, grant: Grant) -> tuple[str, ...]:
        """The ARNs that the stacks put into the grant's statement."""
        arn = self.arn(grant.resource)
        match grant.resource:
            case Table():
                return (arn, f"{arn}/index/*")
            case Bucket() | Socket():
                return (f"{arn}/*",)
            case Machine() if grant.access == "inspect":
                return (f"{arn.replace(':stateMachine:', ':execution:')}:*",)
            case _:
                return (arn,)

    @cached_property
    def hints(self) -> tuple[Hint, ...]:
        """How a declaration would grant each resource."""
        kinds = [Table, Bucket, Secret, Machine, Model, Pool, Socket]
        return tuple(
            Hint(
                f"{kind.__name__}.{resource.name}",
                self.arn(resource),
                {word: list(actions) for word, actions in resource.accesses.items()},
            )
            for kind in kinds
            for resource in kind
        )


@dataclass(frozen=True, slots=True)
class _Running:
    function: Function
    place: Place

    @property
    def policy(self) -> RolePolicy:
        uses = self.function.uses
        statements = [Statement(True, grant.actions, self.place.covered(grant)) for grant in uses]
        return RolePolicy(self.function.module, tuple(statements), self.place.hints)


_running: ContextVar[_Running | None] = ContextVar("running", default=None)
_used: dict[str, set[tuple[Resource, str]]] = defaultdict(set)


class _Guard(guards.Guard):
    """The local guard for whichever function runs in this thread; a test itself may do anything."""

    def check(self, client: Any, operation: str, params: dict[str, Any]) -> None:
        if _running.get() is not None:
            super().check(client, operation, params)

    def may_list(self, bucket: str) -> bool:
        return _running.get() is None or super().may_list(bucket)


class _Policy:
    """The policy of whichever function runs in this thread; it notes what is used."""

    def allows(self, action: str, arn: str) -> bool:
        running = _running.get()
        for grant in running.function.uses:
            if Statement(True, grant.actions, running.place.covered(grant)).covers(action, arn):
                _used[running.function.module].add((grant.resource, action))
                return True
        return False

    def refusal(self, action: str, arn: str) -> str:
        return _running.get().policy.refusal(action, arn)


@contextmanager
def guarding(account: str) -> Iterator[None]:
    """Judge the calls of all functions, and note which granted names they ask for."""
    required = settings._required

    def noted(name: str) -> str:
        if running := _running.get():
            named = [grant.resource for grant in running.function.uses if grant.resource.env == name]
            _used[running.function.module] |= {(resource, NAME) for resource in named}
        return required(name)

    with ExitStack() as patches:
        for owner, name in (
            (botocore.client.BaseClient, "_make_api_call"),
            (botocore.signers, "generate_presigned_url"),
            (botocore.signers, "generate_presigned_post"),
        ):
            patches.enter_context(mock.patch.object(owner, name, getattr(owner, name)))
        patches.enter_context(mock.patch.object(settings, "_required", noted))
        with mock.patch.object(guards, "Guard", _Guard):
            guards.install(_Policy(), account)
        yield


@contextmanager
def running(function: Function, place: Place) -> Iterator[None]:
    """Judge this thread's calls as the function's."""
    token = _running.set(_Running(function, place))
    try:
        yield
    finally:
        _running.reset(token)


def judge(client: Any, operation: str, params: dict[str, Any]) -> None:
    """Judge a call that a fake answers: moto has no such service, or a test wants no network.

    Raises:
        ClientError: the running function is not granted it.
    """
    if running := _running.get():
        _Guard(_Policy(), running.place.account).check(client, operation, params)


def unused(functions: Iterable[Function]) -> list[str]:
    """What the functions ask for and never used in this session, in words."""
    return [
        f"{function.module} never used {part} of {grant}"
        for function in functions
        for grant in function.uses
        if grant.access != "stream"  # read by the event source, not by the function
        for part, actions in _parts(grant).items()
        if not _used[function.module] & {(grant.resource, action) for action in actions}
    ]


def _parts(grant: Grant) -> dict[str, tuple[str, ...]]:
    """What must each be used at least once: of ``read_write`` both sides."""
    if not grant.actions:
        return {"the name": (NAME,)}
    if grant.access == f"{_READ}_{_WRITE}":
        accesses = grant.resource.accesses
        return {f"the right to {word}": accesses[word] for word in (_READ, _WRITE)}
    return {"any action": grant.actions}
