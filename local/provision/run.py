"""One provisioning run over a whole assembly."""

from collections import Counter
from dataclasses import dataclass

from local.provision.edges import nominal
from local.provision.registry import CREATORS, FINISHERS, reason_not_created
from local.provision.workbench import ACCOUNT, REGION, Clients, Workbench
from local.template.model import Assembly, Identity, Resource
from local.template.resolver import Resolver


@dataclass(frozen=True, slots=True)
class Provisioned:
    """What stands after a run. ``left_out`` counts the resources of types that nothing here knows."""

    assembly: Assembly
    resolver: Resolver
    created: int
    left_out: dict[str, int]


def provision(assembly: Assembly, aws: Clients) -> Provisioned:
    """Create everything the assembly describes in the embedded AWS.

    Raises:
        TemplateError: a reference cannot be resolved.
    """
    run = _Run(assembly, aws)
    wanted = [resource for resource in assembly.resources() if run.resolver.is_wanted(resource)]
    left_out = Counter(resource.type for resource in wanted if not _is_known(resource.type))
    for resource in wanted:
        if resource.type in CREATORS:
            run.resolver.identity(resource)
    for resource in wanted:
        if resource.type in FINISHERS:
            FINISHERS[resource.type](resource, run.bench)
    created = sum(resource.type in CREATORS for resource in wanted)
    return Provisioned(assembly, run.resolver, created, dict(left_out))


def _is_known(resource_type: str) -> bool:
    known = resource_type in CREATORS or resource_type in FINISHERS
    return known or reason_not_created(resource_type) is not None


class _Run:
    """Ties the resolver and the creators together: each needs the other."""

    def __init__(self, assembly: Assembly, aws: Clients) -> None:
        self.resolver = Resolver(assembly, self._identify, account=ACCOUNT, region=REGION)
        self.bench = Workbench(aws, self.resolver, assembly.asset)

    def _identify(self, resource: Resource) -> Identity:
        return CREATORS.get(resource.type, nominal)(resource, self.bench)
