from luneo.pipeline.messages import Generation, StepDone
from luneo.pipeline.refusals import ANY_STEP
from luneo.resources import Bucket, Table
from luneo.wiring import pipeline
from luneo.workflow.task import task


@task(
    uses=[Table.GENERATIONS.read_write, Table.PROGRESS.write, Bucket.PRODUCTION.write],
    errors=[*ANY_STEP],
    timeout_s=20,
)
def handler(message: Generation) -> StepDone:
    """Write the manifest: every file with its hash, size and origin."""
    return pipeline.publish(message)
