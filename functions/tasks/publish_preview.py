from luneo.pipeline.messages import Generation, PreviewShown
from luneo.pipeline.refusals import ANY_STEP
from luneo.resources import Table
from luneo.wiring import pipeline
from luneo.workflow.task import task


@task(
    uses=[Table.GENERATIONS.read_write, Table.PROGRESS.write],
    errors=[*ANY_STEP],
    timeout_s=20,
)
def handler(message: Generation) -> PreviewShown:
    """Show the shopper the preview; the answer says whether there is a model to texture."""
    return pipeline.publish_preview(message)
