from luneo.ports.objects import StorageUnavailable
from luneo.products.preparation import Linted, PhotoCompiled, PreparationOvertaken
from luneo.products.rules import NotPublishable
from luneo.resources import Bucket, Layer, Table
from luneo.wiring import preparation
from luneo.workflow.task import task


@task(
    uses=[Table.PRODUCTS.read, Bucket.UPLOADS.read, Bucket.MEDIA.read_write],
    errors=[NotPublishable, PreparationOvertaken, StorageUnavailable],
    layers=[Layer.IMAGING],
    memory_mb=1769,
    timeout_s=60,
)
def handler(run: Linted) -> PhotoCompiled:
    """Store the photo as shoppers get it, and each zone's maps: shape, light and mask."""
    return preparation.compile_photo(run)
