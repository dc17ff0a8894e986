from luneo import settings
from luneo.pipeline.messages import Generation, StepDone
from luneo.pipeline.refusals import ANY_STEP, NotFabricable
from luneo.ports.signing import SignerMisconfigured
from luneo.resources import Bucket, Layer, Secret, Table
from luneo.wiring import pipeline
from luneo.workflow.task import task


@task(
    uses=[
        Table.GENERATIONS.read_write,
        Table.PROGRESS.write,
        Bucket.PRODUCTION.read_write,
        Secret.PROVENANCE.read,
    ],
    errors=[*ANY_STEP, NotFabricable, SignerMisconfigured],
    layers=[Layer.IMAGING, Layer.PROVENANCE],
    memory_mb=1769,
    timeout_s=60,
    settings=[settings.SIGNER],
)
def handler(message: Generation) -> StepDone:
    """Put right what the product's process could not make of the picture, or refuse it."""
    return pipeline.mend_artwork(message)
