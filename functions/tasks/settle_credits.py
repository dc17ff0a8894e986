from luneo.pipeline.messages import Generation, StepDone
from luneo.pipeline.refusals import ANY_STEP, ReservationLost
from luneo.resources import Table
from luneo.wiring import pipeline
from luneo.workflow.task import task


@task(
    uses=[Table.GENERATIONS.read_write, Table.PROGRESS.write, Table.LEDGER.read_write, Table.OUTBOX.write],
    errors=[*ANY_STEP, ReservationLost],
    timeout_s=20,
)
def handler(message: Generation) -> StepDone:
    """Spend the reserved price; from here on the design is the shopper's."""
    return pipeline.settle_credits(message)
