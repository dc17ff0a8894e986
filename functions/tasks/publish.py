from luneo.pipeline.messages import Generation, StepDone
from luneo.pipeline.refusals import ANY_STEP
from luneo.resources import Bucket, Table
from luneo.wiring import pipeline
from luneo.workflow.task import task


@task(
    uses=[Table.GENERATIONS.read_write, Table.PROGRESS.write, Bucket.MEDIA.read, Bucket.PRODUCTION.read_write],
    errors=[*ANY_STEP],
    memory_mb=1024,
    timeout_s=20,
)
def handler(message: Generation) -> StepDone:
    """Write the manifest (every file with its hash, size and origin) and the bundle for the workshop."""
    return pipeline.publish(message)
