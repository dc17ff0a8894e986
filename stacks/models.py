"""Foundation models on Bedrock: nothing to create, only who may be asked."""

from luneo.resources import Model
from luneo.settings import BEDROCK_REGION
from stacks.directory import Deployed, Directory
from stacks.environments import Environment


def add_models(environment: Environment, directory: Directory, partition: str) -> None:
    """Make the configured models known; a foundation model's ARN names no account."""
    ids = {Model.TEXT_TO_IMAGE: environment.bedrock_model}
    for model, model_id in ids.items():
        arn = f"arn:{partition}:bedrock:{BEDROCK_REGION}::foundation-model/{model_id}"
        directory.add(model, Deployed({model.env: model_id}, {"*": (arn,)}))
