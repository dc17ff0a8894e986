from luneo.pipeline.messages import Generation, StepDone
from luneo.pipeline.refusals import ANY_STEP, NotProducible
from luneo.resources import Bucket, Layer, Table
from luneo.wiring import pipeline
from luneo.workflow.task import task


@task(
    uses=[Table.GENERATIONS.read_write, Table.PROGRESS.write, Bucket.PRODUCTION.read_write],
    errors=[*ANY_STEP, NotProducible],
    layers=[Layer.IMAGING],
    memory_mb=1769,
    timeout_s=60,
)
def handler(message: Generation) -> StepDone:
    """Hold what will be produced against what the shopper was shown."""
    return pipeline.check_production(message)
