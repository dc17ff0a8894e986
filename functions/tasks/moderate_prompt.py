from luneo import settings
from luneo.pipeline.messages import Generation, StepDone
from luneo.pipeline.refusals import ANY_STEP, PromptRejected
from luneo.ports.images import ProviderThrottled, ProviderUnavailable
from luneo.resources import Layer, Secret, Table
from luneo.wiring import pipeline
from luneo.workflow.task import task


@task(
    uses=[Table.GENERATIONS.read_write, Table.PROGRESS.write, Table.BRANDS.read, Secret.OPENAI.read],
    errors=[*ANY_STEP, PromptRejected, ProviderThrottled, ProviderUnavailable],
    layers=[Layer.PROVIDERS],
    timeout_s=30,
    settings=[settings.IMAGE_PROVIDER, settings.IMAGE_MODEL],
)
def handler(message: Generation) -> StepDone:
    """Judge the prompt under the brand's policy and word it for the provider, with the style."""
    return pipeline.moderate_prompt(message)
