from luneo import settings
from luneo.pipeline.messages import Generation, PictureJudged
from luneo.pipeline.refusals import ANY_STEP, ImageRejected
from luneo.ports.images import ProviderThrottled, ProviderUnavailable
from luneo.resources import Bucket, Layer, Secret, Table
from luneo.wiring import pipeline
from luneo.workflow.task import task


@task(
    uses=[
        Table.GENERATIONS.read_write,
        Table.PROGRESS.write,
        Table.BRANDS.read,
        Bucket.PRODUCTION.read,
        Secret.OPENAI.read,
    ],
    errors=[*ANY_STEP, ImageRejected, ProviderThrottled, ProviderUnavailable],
    layers=[Layer.PROVIDERS],
    timeout_s=40,
    settings=[settings.IMAGE_PROVIDER, settings.IMAGE_MODEL],
)
def handler(message: Generation) -> PictureJudged:
    """Judge the picture before anybody sees it whole."""
    return pipeline.moderate_image(message)
