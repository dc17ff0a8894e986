"""Where the code of functions and layers comes from: the source folders on a laptop, ``build/`` for a deployment."""

from pathlib import Path

from aws_cdk import AssetHashType
from aws_cdk.aws_s3_assets import Asset
from constructs import Construct

from luneo.resources import Layer
from stacks import bundle
from stacks.base import stack_of

ROOT = Path(__file__).parent.parent


def functions_asset(scope: Construct) -> Asset:
    """The folder that holds ``functions``, so that handlers import as ``functions.<domain>.<stem>``.

    With ``functions`` itself as the root, a domain named ``email`` would shadow the standard library.
    """
    return _asset(scope, "Functions", ROOT, bundle.FUNCTIONS)


def layer_asset(scope: Construct, layer: Layer) -> Asset:
    """The folder that becomes ``/opt``; on a laptop the sources: its packages come from the virtual environment."""
    name = "".join(part.capitalize() for part in layer.value.split("_"))
    return _asset(scope, f"{name}Content", ROOT / "layers" / layer.value, bundle.LAYERS / layer.value)


def _asset(scope: Construct, name: str, source: Path, built: Path) -> Asset:
    if stack_of(scope).environment_data.build_assets:
        return Asset(scope, name, path=str(built))
    # Nothing is uploaded from a laptop: a fixed hash spares reading the tree, and a saved file changes no template.
    return Asset(scope, name, path=str(source), asset_hash=f"source-{name}", asset_hash_type=AssetHashType.CUSTOM)
