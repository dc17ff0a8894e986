"""Foundation models on Bedrock: nothing to create, only who may be asked."""

from typing import Final

from luneo.resources import Model
from luneo.settings import BEDROCK_REGION, INFERENCE_PROFILE
from stacks.base import LuneoStack
from stacks.directory import Deployed, Directory
from stacks.environments import Environment

# Where a profile of the United States may have its model run.
_PROFILE_REGIONS: Final = ("us-east-1", "us-east-2", BEDROCK_REGION)


def add_models(environment: Environment, directory: Directory, stack: LuneoStack) -> None:
    """Make the configured models known, by their ids or by those of inference profiles."""
    ids = {
        Model.TEXT_TO_IMAGE: environment.bedrock_model,
        Model.INPAINTING: environment.bedrock_inpainting,
        Model.UPSCALING: environment.bedrock_upscaling,
    }
    for model, model_id in ids.items():
        directory.add(model, Deployed({model.env: model_id}, {"*": _arns(model_id, stack)}))


def _arns(model_id: str, stack: LuneoStack) -> tuple[str, ...]:
    """A foundation model's ARN names no account; who asks a profile needs it and the model wherever it runs."""
    bedrock = f"arn:{stack.partition}:bedrock"
    if not model_id.startswith(INFERENCE_PROFILE):
        return (f"{bedrock}:{BEDROCK_REGION}::foundation-model/{model_id}",)
    behind = model_id.removeprefix(INFERENCE_PROFILE)
    models = (f"{bedrock}:{region}::foundation-model/{behind}" for region in _PROFILE_REGIONS)
    return f"{bedrock}:{BEDROCK_REGION}:{stack.account}:inference-profile/{model_id}", *models
