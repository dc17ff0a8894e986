from luneo.credits.contention import Contended
from luneo.products.preparation import Compiled, PreparationOvertaken, PreparationStep
from luneo.resources import Table
from luneo.wiring import preparation
from luneo.workflow.task import task


@task(
    uses=[Table.PRODUCTS.read_write, Table.OUTBOX.write],
    errors=[PreparationOvertaken, Contended],
)
def handler(run: Compiled) -> PreparationStep:
    """Show shoppers the whole version in one write, and tell of it."""
    return preparation.publish_product(run)
