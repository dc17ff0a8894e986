from luneo.pipeline.messages import Generation, StepDone
from luneo.pipeline.refusals import ANY_STEP
from luneo.resources import Bucket, Layer, Table
from luneo.wiring import pipeline
from luneo.workflow.task import task


@task(
    uses=[Table.GENERATIONS.read_write, Table.PROGRESS.write, Bucket.MEDIA.read_write, Bucket.PRODUCTION.read],
    errors=[*ANY_STEP],
    layers=[Layer.IMAGING, Layer.THREE_D],
    memory_mb=1769,
    timeout_s=50,
)
def handler(message: Generation) -> StepDone:
    """Make the model for Apple devices, and its poster."""
    return pipeline.ar_preview(message)
