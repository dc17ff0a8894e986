import pytest

from luneo.ids import Prefix, is_id, new_id


@pytest.mark.parametrize("prefix", Prefix)
def test_a_new_id_has_the_form_of_its_kind_only(prefix):
    made = new_id(prefix)
    assert is_id(prefix, made)
    assert not any(is_id(other, made) for other in Prefix if other is not prefix)


def test_ids_are_distinct():
    assert len({new_id(Prefix.EVENT) for _ in range(1000)}) == 1000


@pytest.mark.parametrize("text", ["", "prd_", "prd_" + "i" * 26, "prd_" + "0" * 27, "prd_" + "0" * 26 + "\n"])
def test_what_only_looks_like_an_id_is_none(text):
    assert not is_id(Prefix.PRODUCT, text)
