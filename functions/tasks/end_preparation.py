from luneo.products.preparation import PreparationFailure, PreparationStep
from luneo.resources import Table
from luneo.wiring import preparation
from luneo.workflow.task import task


@task(uses=[Table.PRODUCTS.read_write])
def handler(run: PreparationFailure) -> PreparationStep:
    """Tell the brand why its product is not published; shoppers see what they saw before."""
    return preparation.end_preparation(run)
