from pathlib import Path

import botocore
import pytest
from botocore.loaders import Loader
from botocore.session import Session

from stacks.slim import DATA, slim, without_prose
from stacks.trim import botocore_services

WHOLE = Path(botocore.__file__).parent / DATA.name


def session(data):
    class InPlace(Loader):
        """As in the layer, where the slim data stands where botocore's own stood."""

        BUILTIN_DATA_PATH = str(data)

    made = Session()
    made.register_component("data_loader", InPlace(extra_search_paths=[str(data)], include_default_search_paths=False))
    made.set_credentials("test", "test")
    return made


@pytest.fixture(scope="module")
def slimmed(tmp_path_factory):
    target = tmp_path_factory.mktemp("slim")
    slim(WHOLE, target, botocore_services())
    return target


@pytest.mark.parametrize("service", sorted(botocore_services()))
def test_a_client_of_slim_data_is_the_same_client(slimmed, service):
    ours = session(slimmed).create_client(service, region_name="eu-west-1")
    whole = session(WHOLE).create_client(service, region_name="eu-west-1")
    assert ours.meta.service_model.operation_names == whole.meta.service_model.operation_names
    assert ours.meta.endpoint_url == whole.meta.endpoint_url
    assert ours.meta.service_model.shape_names == whole.meta.service_model.shape_names


def test_a_signed_link_is_the_same_too(slimmed):
    def link(data):
        client = session(data).create_client("s3", region_name="eu-west-1")
        return client.generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"}).partition("?")[0]

    assert link(slimmed) == link(WHOLE)


def test_a_tenth_of_the_data_is_left(slimmed):
    def size(folder, pattern):
        return sum(path.stat().st_size for path in folder.glob(pattern))

    assert size(slimmed, "endpoints.json") < size(WHOLE, "endpoints.json") / 10


def test_a_member_that_is_called_documentation_stays():
    shape = {"members": {"documentation": {"shape": "Text", "documentation": "Prose."}}, "documentationUrl": "x"}
    slimmed = {"members": {"documentation": {"shape": "Text", "documentation": ""}}, "documentationUrl": ""}
    assert without_prose(shape) == slimmed
