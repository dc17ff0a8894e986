from luneo.pipeline.messages import Ended, Failure
from luneo.pipeline.refusals import ANY_STEP
from luneo.resources import Table
from luneo.wiring import pipeline
from luneo.workflow.task import task


@task(
    uses=[Table.GENERATIONS.read_write, Table.PROGRESS.write, Table.LEDGER.read_write, Table.OUTBOX.write],
    errors=[*ANY_STEP],
    timeout_s=20,
)
def handler(message: Failure) -> Ended:
    """Give back what was reserved and tell the shopper why."""
    return pipeline.fail_generation(message)
