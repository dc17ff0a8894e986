from luneo import settings
from luneo.pipeline.messages import Generation, StepDone
from luneo.pipeline.refusals import ANY_STEP
from luneo.ports.signing import SignerMisconfigured
from luneo.resources import Bucket, Layer, Secret, Table
from luneo.wiring import pipeline
from luneo.workflow.task import task


@task(
    uses=[
        Table.BRANDS.read,
        Table.GENERATIONS.read_write,
        Table.PROGRESS.write,
        Bucket.MEDIA.read,
        Bucket.PRODUCTION.read_write,
        Secret.PROVENANCE.read,
    ],
    errors=[*ANY_STEP, SignerMisconfigured],
    # Nothing of them runs here; their versions and licences are part of the manifest.
    layers=[Layer.IMAGING, Layer.THREE_D, Layer.PROVENANCE],
    memory_mb=1024,
    timeout_s=20,
    settings=[settings.SIGNER],
)
def handler(message: Generation) -> StepDone:
    """Write the manifest (every file with its hash, size and origin) and the bundle for the workshop."""
    return pipeline.publish(message)
