import pytest

from luneo.catalogue import catalogue
from stacks.app import synthesise
from tests.stacks.assembly import Assembly


@pytest.fixture(scope="session")
def assemblies(tmp_path_factory):
    """Each stage's assembly, synthesised once when first asked for."""
    made = {}

    def assembly(stage, **context):
        key = (stage, *sorted(context.items()))
        if key not in made:
            folder = tmp_path_factory.mktemp(f"cdk-{stage}")
            made[key] = Assembly(synthesise({"stage": stage, "assets": "source", **context}, folder), stage)
        return made[key]

    return assembly


@pytest.fixture(scope="session")
def local(assemblies):
    return assemblies("local")


@pytest.fixture(scope="session")
def dev(assemblies):
    return assemblies("dev")


@pytest.fixture(scope="session")
def prod(assemblies):
    return assemblies("prod")


@pytest.fixture(scope="session")
def whole():
    return catalogue()
