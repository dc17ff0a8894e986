from luneo.ports.objects import StorageUnavailable
from luneo.products.preparation import MaterialMaps, MaterialRun, PreparationOvertaken
from luneo.resources import Bucket, Layer, Table
from luneo.wiring import preparation
from luneo.workflow.task import task


@task(
    uses=[Table.PRODUCTS.read, Bucket.MEDIA.read_write],
    errors=[PreparationOvertaken, StorageUnavailable],
    layers=[Layer.IMAGING, Layer.THREE_D],
    memory_mb=1769,
    timeout_s=120,
)
def handler(run: MaterialRun) -> MaterialMaps:
    """Render the model from every side, beginning where its print is seen, and keep all but the artwork."""
    return preparation.photograph_turntable(run)
