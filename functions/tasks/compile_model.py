from luneo.ports.objects import StorageUnavailable
from luneo.products.preparation import ModelMade, PreparationOvertaken, PreparationRun
from luneo.products.rules import NotPublishable
from luneo.resources import Bucket, Layer, Table
from luneo.wiring import preparation
from luneo.workflow.task import task


@task(
    uses=[Table.PRODUCTS.read, Bucket.UPLOADS.read, Bucket.MEDIA.read_write],
    errors=[NotPublishable, PreparationOvertaken, StorageUnavailable],
    layers=[Layer.IMAGING, Layer.THREE_D],
    memory_mb=1769,
    timeout_s=60,
)
def handler(run: PreparationRun) -> ModelMade:
    """Store the model in the plain form that designs are put on."""
    return preparation.compile_model(run)
