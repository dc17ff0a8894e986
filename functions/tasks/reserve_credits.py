from luneo.credits.ledger import OutOfCredits
from luneo.pipeline.messages import Generation, StepDone
from luneo.pipeline.refusals import ANY_STEP
from luneo.resources import Table
from luneo.wiring import pipeline
from luneo.workflow.task import task


@task(
    uses=[Table.GENERATIONS.read_write, Table.PROGRESS.write, Table.LEDGER.read_write],
    errors=[*ANY_STEP, OutOfCredits],
    timeout_s=20,
)
def handler(message: Generation) -> StepDone:
    """Set the price of a generation aside before anything is paid for."""
    return pipeline.reserve_credits(message)
