from luneo.ports.objects import StorageUnavailable
from luneo.products.preparation import PreparationOvertaken, PreparationRun, Verdict
from luneo.products.rules import NotPublishable
from luneo.resources import Bucket, Layer, Table
from luneo.wiring import preparation
from luneo.workflow.task import task


@task(
    uses=[Table.PRODUCTS.read, Bucket.UPLOADS.read, Bucket.MEDIA.read],
    errors=[NotPublishable, PreparationOvertaken, StorageUnavailable],
    layers=[Layer.IMAGING, Layer.THREE_D],
    memory_mb=1769,
    timeout_s=60,
)
def handler(run: PreparationRun) -> Verdict:
    """Open the photo and the model, and find everything that could not be produced."""
    return preparation.lint_product(run)
