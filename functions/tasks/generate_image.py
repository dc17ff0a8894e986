from luneo import settings
from luneo.generations.changing import NotChangeable
from luneo.pipeline.messages import Generation, StepDone
from luneo.pipeline.refusals import ANY_STEP
from luneo.ports.images import (
    OutcomeUnknown,
    ProviderMisconfigured,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from luneo.resources import Bucket, Layer, Model, Secret, Table
from luneo.wiring import pipeline
from luneo.wiring.providers import GENERATION_TASK_S
from luneo.workflow.task import task


@task(
    uses=[
        Table.BRANDS.read,
        Table.GENERATIONS.read_write,
        Table.PROGRESS.write,
        Table.PROVIDERS.read_write,
        Bucket.MEDIA.write,
        Bucket.PRODUCTION.read_write,
        Secret.OPENAI.read,
        Model.TEXT_TO_IMAGE.invoke,
        Model.INPAINTING.invoke,
    ],
    errors=[
        *(*ANY_STEP, NotChangeable, OutcomeUnknown),
        *(ProviderMisconfigured, ProviderRejected, ProviderThrottled, ProviderUnavailable),
    ],
    layers=[Layer.IMAGING, Layer.PROVIDERS],
    memory_mb=1769,
    timeout_s=GENERATION_TASK_S,
    settings=[settings.IMAGE_PROVIDER, settings.IMAGE_MODEL],
)
def handler(message: Generation) -> StepDone:
    """Have the picture made, behind a claim so that it is paid for once; partial pictures go out on the way."""
    return pipeline.generate_image(message)
