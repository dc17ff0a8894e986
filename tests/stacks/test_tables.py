from typing import ClassVar

import pytest
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from luneo.resources import Table
from luneo.storage import ExpiringModel, LuneoModel
from stacks.tables import ContradictoryModels, Key, models, table_designs


class ByOwner(GlobalSecondaryIndex):
    class Meta:
        index_name = "by_owner"
        projection = AllProjection()

    owner = UnicodeAttribute(hash_key=True)
    made = NumberAttribute(range_key=True)


class Row(LuneoModel):
    class Meta(LuneoModel.Meta):
        table: ClassVar[Table] = Table.DESIGNS
        stream: ClassVar[bool] = True

    zone = UnicodeAttribute(hash_key=True)
    alpha = UnicodeAttribute(range_key=True)
    owner = UnicodeAttribute()
    made = NumberAttribute()
    by_owner = ByOwner()


class Ticket(ExpiringModel):
    class Meta(ExpiringModel.Meta):
        table: ClassVar[Table] = Table.DESIGNS

    zone = UnicodeAttribute(hash_key=True)
    alpha = UnicodeAttribute(range_key=True)


class Other(LuneoModel):
    class Meta(LuneoModel.Meta):
        table: ClassVar[Table] = Table.DESIGNS

    alpha = UnicodeAttribute(hash_key=True)


def test_the_partition_key_comes_first_whatever_the_names():
    (design,) = table_designs([Row])
    assert design.keys == (Key("zone", "S", "HASH"), Key("alpha", "S", "RANGE"))


def test_models_of_one_table_add_up():
    (design,) = table_designs([Row, Ticket])
    assert design.stream
    assert design.expiry == "expires"
    assert [index.name for index in design.indexes] == ["by_owner"]
    assert design.key_kinds == {"zone": "S", "alpha": "S", "owner": "S", "made": "N"}


def test_models_that_disagree_about_keys_are_refused():
    with pytest.raises(ContradictoryModels, match="Row, Other"):
        table_designs([Row, Other])


def test_models_of_tests_do_not_reach_the_stacks():
    assert not {Row, Ticket, Other} & set(models())


def test_every_table_of_a_model_is_deployed_as_the_model_says(prod):
    deployed = {resource.name: resource.properties for resource in prod.of("AWS::DynamoDB::Table")}
    designs = table_designs()
    assert len(deployed) == len(designs)
    for design in designs:
        table = deployed["Table" + "".join(part.capitalize() for part in design.table.value.split("-"))]
        assert [(key["AttributeName"], key["KeyType"]) for key in table["KeySchema"]] == [
            (key.name, key.role) for key in design.keys
        ]
        indexes = {
            index["IndexName"]: index["KeySchema"][0]["AttributeName"]
            for index in table.get("GlobalSecondaryIndexes", [])
        }
        assert indexes == {index.name: index.keys[0].name for index in design.indexes}
        assert table.get("TimeToLiveSpecification", {}).get("AttributeName") == design.expiry
        assert ("StreamSpecification" in table) == design.stream
        assert table["SSESpecification"]["SSEType"] == "KMS"
        assert table["BillingMode"] == "PAY_PER_REQUEST"


def test_every_table_a_function_uses_has_a_model(whole):
    used = {
        grant.resource for function in whole.functions for grant in function.uses if isinstance(grant.resource, Table)
    }
    assert used <= {design.table for design in table_designs()}


def test_data_is_protected_in_prod_and_disposable_in_dev(prod, dev):
    for assembly, kept in ((prod, True), (dev, False)):
        tables = assembly.of("AWS::DynamoDB::Table")
        assert {table.properties["DeletionProtectionEnabled"] for table in tables} == {kept}
        assert {
            table.properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] for table in tables
        } == {kept}
        holding = [*tables, *assembly.of("AWS::S3::Bucket"), *assembly.of("AWS::KMS::Key")]
        assert {resource.deletion_policy for resource in holding} == {"Retain" if kept else "Delete"}
