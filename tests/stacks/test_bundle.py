import shutil
import struct
import sys
from pathlib import Path

import botocore
import pytest

from luneo.resources import Layer
from stacks import bundle, trim
from stacks.layers import LayerDesign


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    """A small checkout of its own, built into its own folder."""
    monkeypatch.setattr(bundle, "ROOT", tmp_path)
    monkeypatch.setattr(bundle, "FUNCTIONS", tmp_path / "build" / "assets" / "functions")
    monkeypatch.setattr(bundle, "LAYERS", tmp_path / "build" / "layers")
    for name in ("functions/email/send.py", "layers/core/python/luneo/ids.py", "functions/__pycache__/old.pyc"):
        file = tmp_path / name
        file.parent.mkdir(parents=True)
        file.write_text("ANSWER = 42\n")
    return tmp_path


def test_the_functions_root_holds_the_folder_functions_and_nothing_else(workshop):
    bundle.bundle(compile_with=bundle.no_bytecode, only=[Layer.CORE])
    files = {str(path.relative_to(bundle.FUNCTIONS)) for path in bundle.FUNCTIONS.rglob("*") if path.is_file()}
    assert files == {"functions/email/send.py"}


def test_bytecode_is_made_with_unchecked_hashes(workshop):
    bundle.bundle(compile_with=bundle.compiler(sys.executable), only=[Layer.CORE])
    for folder in (bundle.FUNCTIONS, bundle.LAYERS / "core"):
        (compiled,) = folder.rglob("*.pyc")
        # PEP 552: bit 0 says hash-based, bit 1 says that the source is looked at.
        assert struct.unpack("<I", compiled.read_bytes()[4:8])[0] == 0b01


def test_a_layer_over_its_budget_is_refused(workshop):
    design = LayerDesign(Layer.CORE, 0, (), (), frozenset())
    with pytest.raises(bundle.BundleFailed, match="allows 0 MB"):
        bundle.build_layer(design, bundle.no_bytecode)


def test_a_layer_kept_from_a_build_without_bytecode_gets_its_bytecode(workshop, monkeypatch):
    installed = []

    def install(design, _lock, site):
        installed.append(design.layer)
        site.mkdir(parents=True)
        (site / "package.py").write_text("ANSWER = 42\n")

    lock = workshop / "layers" / "web" / bundle.LOCK
    lock.parent.mkdir(parents=True)
    lock.write_text("")
    monkeypatch.setattr(bundle, "_install", install)
    for compile_with in (bundle.no_bytecode, bundle.compiler(sys.executable)):
        bundle.bundle(compile_with=compile_with, only=[Layer.WEB])
    assert installed == [Layer.WEB]
    assert [path.suffix for path in (bundle.LAYERS / "web").rglob("__pycache__/*")] == [".pyc"]


def test_a_removed_function_does_not_stay_in_the_bundle(workshop):
    bundle.bundle(compile_with=bundle.no_bytecode, only=[Layer.CORE])
    (workshop / "functions" / "email" / "send.py").rename(workshop / "functions" / "email" / "post.py")
    bundle.bundle(compile_with=bundle.no_bytecode, only=[Layer.CORE])
    assert [path.name for path in (bundle.FUNCTIONS / "functions" / "email").iterdir()] == ["post.py"]


@pytest.mark.parametrize(("machine", "refused"), [(183, False), (62, True)])
def test_code_for_another_processor_is_refused(tmp_path, machine, refused):
    library = tmp_path / "fast.cpython-313.so"
    library.write_bytes(b"\x7fELF" + bytes(14) + struct.pack("<H", machine))
    if refused:
        with pytest.raises(bundle.BundleFailed, match=r"fast\.cpython-313\.so"):
            bundle.refuse_foreign_code(tmp_path)
    else:
        bundle.refuse_foreign_code(tmp_path)


def test_a_compiler_that_fails_says_so(workshop):
    with pytest.raises(bundle.BundleFailed, match="cannot be compiled"):
        bundle.bundle(compile_with=bundle.compiler("/bin/false"), only=[])


def test_only_the_services_that_are_called_keep_their_data(tmp_path, monkeypatch):
    whole = Path(botocore.__file__).parent / "data"
    data = tmp_path / "botocore" / "data"
    for service in ("dynamodb", "sqs"):
        shutil.copytree(whole / service, data / service)
    for shared in whole.glob("*.json"):
        shutil.copy(shared, data)
    monkeypatch.setattr(trim, "botocore_services", lambda: frozenset({"dynamodb"}))
    trim.trim(tmp_path, ())
    assert {path.name for path in data.iterdir()} == {"dynamodb", *(path.name for path in whole.glob("*.json"))}
    assert [path.name for path in data.parent.iterdir()] == ["data"]


def test_tests_and_stubs_are_left_out_and_metadata_stays(tmp_path):
    for name in (
        "numpy/tests/test_a.py",
        "numpy/a.pyi",
        "numpy/a.py",
        "numpy-2.dist-info/METADATA",
        "numpy-2.dist-info/RECORD",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    trim.trim(tmp_path, ("**/tests", "**/*.pyi", "**/*.dist-info/RECORD"))
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()} == {
        "numpy/a.py",
        "numpy-2.dist-info/METADATA",
    }


def test_called_services_are_read_from_the_code():
    source = 'from luneo import aws\naws.client("s3", signature_version="s3v4")\naws.session()\nother.client("ec2")\n'
    assert list(trim.services_in(source)) == ["s3"]


def test_the_services_luneo_calls_are_found():
    assert {"dynamodb", "s3", "secretsmanager", "stepfunctions"} <= trim.botocore_services()


def test_a_layers_own_files_lie_beside_what_its_lock_brings_and_are_always_todays(workshop, monkeypatch):
    folder = workshop / "layers" / "three_d"
    own = folder / "python" / "luneo_fonts"
    own.mkdir(parents=True)
    (folder / bundle.LOCK).write_text("")
    monkeypatch.setattr(bundle, "_install", lambda _design, _lock, site: (site / "noto").mkdir(parents=True))
    for name in ("old.ttf", "new.ttf"):
        (own / name).write_text("")
        bundle.bundle(compile_with=bundle.no_bytecode, only=[Layer.THREE_D])
        (own / name).unlink()
    site = bundle.LAYERS / "three_d" / "python"
    assert {str(path.relative_to(site)) for path in site.rglob("*")} == {"noto", "luneo_fonts", "luneo_fonts/new.ttf"}
