"""The CDK app: every stack of one stage.

``python -m stacks.app`` writes the assembly to ``cdk.out``; so does the CDK's command line, which passes its context
(``-c stage=prod``) and its output folder. Both work offline. ``-c assets=source`` looks at the templates of a stage
without bundling anything.
"""

import argparse
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aws_cdk import App

from luneo import settings
from luneo.catalogue import Catalogue, catalogue
from luneo.http.authorizer import AuthorizerSpec
from luneo.http.route import Route
from luneo.http.socket import SocketRoute
from luneo.workflow.subscriber import PoolTrigger, Subscription
from luneo.workflow.task import TaskSpec
from stacks import bundle, environments
from stacks.alarms import Alarms
from stacks.api import AuthorizersStack, DomainStack
from stacks.assets import ROOT
from stacks.data import DataStack
from stacks.delivery import DeliveryStack
from stacks.directory import Directory
from stacks.edge import EdgeStack
from stacks.environments import Environment
from stacks.events import EventsStack
from stacks.gateway import GatewayStack
from stacks.generation import GenerationStack
from stacks.identity import IdentityStack
from stacks.lambdas import Shared
from stacks.models import add_models
from stacks.observability import ObservabilityStack

DEFAULT_OUTPUT = ROOT / "cdk.out"
_CONTEXT = {
    # Assets are read where they lie; copying them would take longer than the rest.
    "aws:cdk:disable-asset-staging": True,
    # An exported value cannot change while another stack imports it: better refused than half deployed.
    "@aws-cdk/core:defaultCrossStackReferences": "strong",
}
# What the command line sets when it runs the app.
_CLI_OUTPUT = "CDK_OUTDIR"
_CLI_CONTEXT = "CDK_CONTEXT_JSON"


@dataclass(frozen=True, slots=True)
class Sorted:
    """The catalogue by the stack each declaration belongs to."""

    domains: Mapping[str, tuple[Route | SocketRoute, ...]]
    tasks: tuple[TaskSpec, ...]
    triggers: tuple[Subscription, ...]
    subscriptions: tuple[Subscription, ...]
    authorizer: AuthorizerSpec | None

    @classmethod
    def of(cls, whole: Catalogue) -> "Sorted":
        """Sort a catalogue."""
        domains: dict[str, list[Route | SocketRoute]] = {}
        routes: tuple[Route | SocketRoute, ...] = (*whole.of(Route), *whole.of(SocketRoute))
        for route in routes:
            domains.setdefault(route.function.domain, []).append(route)
        subscriptions = whole.of(Subscription)
        return cls(
            {name: tuple(routes) for name, routes in sorted(domains.items())},
            whole.of(TaskSpec),
            tuple(it for it in subscriptions if isinstance(it.source, PoolTrigger)),
            tuple(it for it in subscriptions if not isinstance(it.source, PoolTrigger)),
            next(iter(whole.of(AuthorizerSpec)), None),
        )


def build(app: App, environment: Environment, whole: Catalogue) -> App:
    """Add every stack of one stage to the app, in the order :mod:`stacks.base` explains, and return the app."""
    declared = Sorted.of(whole)
    directory = Directory(environment.region)
    data = DataStack(app, environment, directory)
    add_models(environment, directory, data)
    watch = None if environment.on_laptop else ObservabilityStack(app, environment, data.key_arn)
    alarms = Alarms(watch.topic_arn if watch else None)
    gateway = GatewayStack(app, environment, directory, alarms, data.key_arn)
    firewall = None if environment.on_laptop else EdgeStack(app, environment)
    delivery = DeliveryStack(app, environment, data, gateway, firewall.firewall_arn if firewall else None)
    common = {settings.ORIGIN_KEY: gateway.origin_key} if gateway.origin_key else {}
    shared = Shared(directory, delivery.public_url, alarms, common)
    identity = IdentityStack(app, environment, shared, declared.triggers)
    guards = AuthorizersStack(app, environment, shared, gateway, identity, declared.authorizer)
    GenerationStack(app, environment, shared, declared.tasks)
    for domain, routes in declared.domains.items():
        DomainStack(app, environment, shared, gateway, guards.authorizers, domain, routes)
    EventsStack(app, environment, shared, data.tables, declared.subscriptions)
    return app


def synthesise(context: Mapping[str, str], outdir: Path, whole: Catalogue | None = None) -> Path:
    """Write the assembly of the stage that ``context`` names into ``outdir``, and return that folder.

    Raises:
        luneo.errors.DomainError: the context, the declarations, the models and the machines do not fit together.
    """
    environment = environments.environment(context)
    if environment.build_assets:
        bundle.bundle(compile_with=bundle.compiler())
    build(new_app(outdir), environment, whole or catalogue()).synth()
    return outdir


def new_app(outdir: Path) -> App:
    """An empty app that writes into ``outdir`` and leaves assets where they are."""
    return App(outdir=str(outdir), context=_CONTEXT, analytics_reporting=False)


def main(arguments: Sequence[str] | None = None) -> None:
    """Synthesise for the command line."""
    parser = argparse.ArgumentParser(prog="python -m stacks.app", description="Synthesise Luneo's stacks, offline.")
    parser.add_argument("-c", "--context", action="append", default=[], metavar="KEY=VALUE", help="such as stage=prod")
    parser.add_argument("-o", "--output", type=Path, default=Path(os.environ.get(_CLI_OUTPUT, DEFAULT_OUTPUT)))
    given = parser.parse_args(arguments)
    context = json.loads(os.environ.get(_CLI_CONTEXT, "{}")) | dict(pair.split("=", 1) for pair in given.context)
    synthesise({key: context[key] for key in environments.CONTEXT_KEYS if key in context}, given.output)


if __name__ == "__main__":
    main()
