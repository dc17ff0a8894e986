from luneo import settings
from luneo.pipeline.messages import Generation, StepDone
from luneo.pipeline.refusals import ANY_STEP
from luneo.ports.images import ProviderThrottled, ProviderUnavailable
from luneo.resources import Bucket, Layer, Model, Table
from luneo.wiring import pipeline
from luneo.wiring.providers import GENERATION_TASK_S
from luneo.workflow.task import task


@task(
    uses=[
        Table.BRANDS.read,
        Table.GENERATIONS.read_write,
        Table.PROGRESS.write,
        Table.PROVIDERS.read_write,
        Bucket.PRODUCTION.read_write,
        Model.UPSCALING.invoke,
    ],
    errors=[*ANY_STEP, ProviderThrottled, ProviderUnavailable],
    layers=[Layer.IMAGING],
    memory_mb=1769,
    timeout_s=GENERATION_TASK_S,
    settings=[settings.IMAGE_PROVIDER],
)
def handler(message: Generation) -> StepDone:
    """Have an artwork made finer that is too coarse for its zone, behind a claim; or go on without."""
    return pipeline.add_detail(message)
