"""Where the deployed resources are: what a grant needs to become a policy statement and environment variables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from luneo.errors import DomainError
from luneo.resources import Grant, Resource
from stacks.base import allow

# A customer-managed key is used in the caller's name. Reading opens envelopes; writing makes them.
_KEY_READ = ("kms:Decrypt", "kms:DescribeKey")
_KEY_WRITE = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey")
_READ_ONLY = frozenset({"read", "stream"})


class NotDeployed(DomainError):
    """A function is granted something that no stack creates."""

    slug = "resource-not-deployed"
    title = "A granted resource has no definition"


@dataclass(frozen=True, slots=True)
class Deployed:
    """One resource as the stacks made it.

    ``environment`` is what a granted function is told; ``arns`` the ARNs a policy names, by access word (``*``: any
    other word). ``key_arn`` is the KMS key its content is encrypted with, ``key_service`` the service that uses it.
    """

    environment: Mapping[str, str]
    arns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    key_arn: str | None = None
    key_service: str | None = None

    def arns_for(self, access: str) -> tuple[str, ...]:
        """The ARNs that a grant of this access covers."""
        return self.arns[access] if access in self.arns else self.arns["*"]


class Directory:
    """Every resource deployed so far, by its name in :mod:`luneo.resources`."""

    def __init__(self, region: str) -> None:
        self._region = region
        self._deployed: dict[Resource, Deployed] = {}

    def add(self, resource: Resource, deployed: Deployed) -> None:
        """Make a resource known to the stacks that follow."""
        self._deployed[resource] = deployed

    def __getitem__(self, resource: Resource) -> Deployed:
        """Look a resource up.

        Raises:
            NotDeployed: no stack before this one creates it.
        """
        if resource not in self._deployed:
            raise NotDeployed(
                f"{resource} is used by a function, but nothing defines it yet: a table needs a model, "
                "a machine its file in statemachines/, anything else a stack that comes earlier."
            )
        return self._deployed[resource]

    def statements(self, grants: Iterable[Grant]) -> list[dict[str, Any]]:
        """The policy statements of a declaration's ``uses``: one a grant, and one for the keys they imply."""
        wanted = [grant for grant in dict.fromkeys(grants) if grant.actions]
        named = [allow(list(it.actions), list(self[it.resource].arns_for(it.access))) for it in wanted]
        return named + self._key_statements(wanted)

    def _key_statements(self, grants: Iterable[Grant]) -> list[dict[str, Any]]:
        uses: dict[str, tuple[set[str], set[str]]] = {}
        for grant in grants:
            deployed = self[grant.resource]
            if deployed.key_arn:
                actions, services = uses.setdefault(deployed.key_arn, (set(), set()))
                actions.update(_KEY_READ if grant.access in _READ_ONLY else _KEY_WRITE)
                services.add(f"{deployed.key_service}.{self._region}.amazonaws.com")
        return [
            allow(sorted(actions), [key], Condition={"StringEquals": {"kms:ViaService": sorted(services)}})
            for key, (actions, services) in uses.items()
        ]

    def environment(self, grants: Iterable[Grant]) -> dict[str, str]:
        """The environment variables a declaration's ``uses`` bring."""
        variables: dict[str, str] = {}
        for grant in grants:
            variables |= self[grant.resource].environment
        return variables
