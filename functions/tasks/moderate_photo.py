from luneo import settings
from luneo.ports.images import ProviderThrottled, ProviderUnavailable
from luneo.ports.objects import StorageUnavailable
from luneo.products.preparation import PreparationOvertaken, PreparationRun, PreparationStep
from luneo.products.refusals import UploadRejected
from luneo.products.rules import NotPublishable
from luneo.resources import Bucket, Layer, Secret, Table
from luneo.wiring import preparation
from luneo.workflow.task import task


@task(
    uses=[Table.PRODUCTS.read, Table.BRANDS.read, Bucket.UPLOADS.read, Bucket.MEDIA.read, Secret.OPENAI.read],
    errors=[
        NotPublishable,
        UploadRejected,
        ProviderThrottled,
        ProviderUnavailable,
        PreparationOvertaken,
        StorageUnavailable,
    ],
    layers=[Layer.IMAGING, Layer.PROVIDERS],
    memory_mb=1024,
    timeout_s=40,
    settings=[settings.IMAGE_PROVIDER, settings.IMAGE_MODEL],
)
def handler(run: PreparationRun) -> PreparationStep:
    """Judge the photo before anything of it is stored where shoppers are served from."""
    return preparation.judge_photo(run)
