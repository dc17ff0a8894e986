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
        Bucket.PRODUCTION.read_write,
        Secret.PROVENANCE.read,
    ],
    errors=[*ANY_STEP, SignerMisconfigured],
    layers=[Layer.IMAGING],
    memory_mb=1769,
    timeout_s=80,
    settings=[settings.SIGNER],
)
def handler(message: Generation) -> StepDone:
    """Write the files that a printer takes."""
    return pipeline.print_export(message)
