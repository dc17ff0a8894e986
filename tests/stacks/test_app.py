import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from luneo.resources import Layer
from stacks import bundle, delivery
from stacks.app import build, main, new_app
from stacks.environments import InvalidEnvironment, environment
from tests.stacks.assembly import Assembly


def test_the_command_writes_the_assembly_where_it_is_told(tmp_path):
    main(["-o", str(tmp_path), "-c", "stage=local"])
    assert "data" in Assembly(tmp_path, "local").templates
    assert (tmp_path / "manifest.json").exists()


def test_the_cdk_command_lines_context_and_folder_are_honoured(tmp_path):
    variables = os.environ | {
        "CDK_OUTDIR": str(tmp_path),
        "CDK_CONTEXT_JSON": json.dumps({"stage": "dev", "assets": "source", "aws:cdk:bundling-stacks": ["**"]}),
    }
    subprocess.run([sys.executable, "-m", "stacks.app"], check=True, capture_output=True, env=variables, timeout=120)
    assert "edge" in Assembly(tmp_path, "dev").templates


def test_prod_with_the_offline_provider_is_not_synthesised(tmp_path):
    with pytest.raises(InvalidEnvironment):
        main(["-o", str(tmp_path), "-c", "stage=prod", "-c", "assets=source", "-c", "image_provider=offline"])
    assert not list(tmp_path.iterdir())


def test_a_laptops_assets_are_the_source_folders(local):
    paths = {
        file["source"]["path"]
        for document in local.folder.glob("*.assets.json")
        for file in json.loads(document.read_text())["files"].values()
        if file["source"]["packaging"] == "zip"
    }
    assert {path.rsplit("/", 1)[-1] for path in paths} >= {"core", "web", "imaging"}
    assert all(Path(path).is_dir() for path in paths)


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    """Bundled files of a deployment, small."""
    monkeypatch.setattr(bundle, "FUNCTIONS", tmp_path / "functions")
    monkeypatch.setattr(bundle, "LAYERS", tmp_path / "layers")
    monkeypatch.setattr(delivery, "SITES", tmp_path / "sites")
    monkeypatch.setattr(delivery, "ROOT", tmp_path)
    layers = (f"layers/{layer.value}/python/a.py" for layer in Layer)
    for name in ("functions/functions/a.py", "sites/index.html", *layers):
        file = tmp_path / name
        file.parent.mkdir(parents=True)
        # Assets of equal content are one asset.
        file.write_text(name)
    return tmp_path


def test_a_deployment_uploads_what_was_bundled_and_the_pages(workshop, whole):
    build(new_app(workshop / "out"), environment({"stage": "dev"}), whole).synth()
    assembly = Assembly(workshop / "out", "dev")
    paths = {
        str((workshop / "out" / file["source"]["path"]).resolve())
        for document in assembly.folder.glob("*.assets.json")
        for file in json.loads(document.read_text())["files"].values()
    }
    layers = {layer for function in whole.functions for layer in function.layers}
    assert {str(workshop / "layers" / layer.value) for layer in layers} | {str(workshop / "functions")} <= paths
    assert str(workshop / "sites") in paths
    (uploading,) = assembly.of("Custom::CDKBucketDeployment")
    assert uploading.properties["Prune"] is False
    assert uploading.properties["DistributionPaths"] == ["/*"]


def test_a_deployment_without_its_pages_is_refused_with_the_command_that_makes_them(workshop, whole):
    (workshop / "sites" / "index.html").unlink()
    (workshop / "sites").rmdir()
    with pytest.raises(bundle.BundleFailed, match="npm run build"):
        build(new_app(workshop / "out"), environment({"stage": "dev"}), whole)
