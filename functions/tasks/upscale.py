from luneo.pipeline.messages import Generation, StepDone
from luneo.pipeline.refusals import ANY_STEP
from luneo.resources import Bucket, Layer, Table
from luneo.wiring import pipeline
from luneo.workflow.task import task


@task(
    uses=[Table.GENERATIONS.read_write, Table.PROGRESS.write, Bucket.PRODUCTION.read_write],
    errors=[*ANY_STEP],
    layers=[Layer.IMAGING],
    memory_mb=1769,
    timeout_s=50,
)
def handler(message: Generation) -> StepDone:
    """Bring the artwork to the pixels that the print needs."""
    return pipeline.upscale(message)
