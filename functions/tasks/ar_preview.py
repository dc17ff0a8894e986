from luneo import settings
from luneo.pipeline.messages import Generation, StepDone
from luneo.pipeline.refusals import ANY_STEP
from luneo.ports.signing import SignerMisconfigured
from luneo.resources import Bucket, Layer, Secret, Table
from luneo.wiring import pipeline
from luneo.workflow.task import task


@task(
    uses=[
        Table.GENERATIONS.read_write,
        Table.PROGRESS.write,
        Bucket.MEDIA.read_write,
        Bucket.PRODUCTION.read,
        Secret.PROVENANCE.read,
    ],
    errors=[*ANY_STEP, SignerMisconfigured],
    layers=[Layer.IMAGING, Layer.THREE_D, Layer.PROVENANCE],
    memory_mb=1769,
    timeout_s=50,
    settings=[settings.SIGNER],
)
def handler(message: Generation) -> StepDone:
    """Make the model for Apple devices, and its poster."""
    return pipeline.ar_preview(message)
