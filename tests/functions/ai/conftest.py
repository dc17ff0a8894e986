from collections.abc import Callable
from datetime import timedelta

import pytest

from luneo.credits.contention import write_together
from luneo.credits.ledger import Ledger
from luneo.generations.models import GenerationRow
from luneo.generations.repository import Change, Generations
from luneo.identity.caller import Caller
from luneo.ids import Prefix, new_id
from luneo.progress.schemas import Event, EventType
from luneo.schema import rfc3339
from luneo.storage import now
from tests import factories
from tests.fakes.products import published_product, target
from tests.stack import Stack

MakeRow = Callable[..., GenerationRow]


@pytest.fixture
def shopper(cloud: Stack) -> Caller:
    """A shopper of a brand with credits."""
    caller = factories.shopper()
    with cloud.everything():
        write_together(Ledger(caller.tenant).add_first_grant)
    return caller


@pytest.fixture
def product(cloud: Stack, shopper: Caller) -> str:
    """A product of the shopper's brand, without a model."""
    with cloud.everything():
        return published_product(shopper.tenant, with_model=False)


@pytest.fixture
def generation(cloud: Stack) -> MakeRow:
    """Store a generation that a caller asked for, ``events`` told and credits held; other facts are set on its row."""

    def make(
        caller: Caller, *, age_s: int = 0, events: int = 0, reserved: bool = False, **facts: object
    ) -> GenerationRow:
        moment, generation_id = now() - timedelta(seconds=age_s), new_id(Prefix.GENERATION)
        row = GenerationRow(
            caller.tenant.partition,
            generation_id,
            tenant_id=caller.tenant.tenant_id,
            subject=caller.subject,
            product_id=new_id(Prefix.PRODUCT),
            target=target().model_dump(mode="json"),
            style="woodcut",
            seed=1,
            credits=1,
            prompt="a fox",
            listed=f"{rfc3339(moment)}#{generation_id}",
            created_at=moment,
            updated_at=moment,
        )
        for name, value in facts.items():
            setattr(row, name, value)
        with cloud.everything():
            generations = Generations(caller.tenant)
            assert generations.create(row)
            for number in range(events):
                step = Event(EventType.STEP, {"number": number})
                generations.change(row, lambda _row, step=step: Change((step,)))
            if reserved:
                ledger = Ledger(caller.tenant)
                write_together(ledger.add_first_grant)
                write_together(lambda writes: ledger.add_reservation(writes, generation_id, 1))
        return row

    return make
