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
    layers=[Layer.IMAGING, Layer.THREE_D],
    memory_mb=1769,
    timeout_s=40,
    settings=[settings.SIGNER],
)
def handler(message: Generation) -> StepDone:
    """Put the design on the product's 3D model."""
    return pipeline.export_3d(message)
