"""Intrinsic functions come to what CloudFormation makes of them."""

import pytest

from local.template.model import Assembly, Identity, Stack, TemplateError
from local.template.resolver import Resolver

BUCKET = {"Type": "AWS::S3::Bucket", "Properties": {"Tags": [{"Ref": "AWS::NoValue"}, "x"]}}


def stack(name="Data", **sections):
    return Stack(name, {"Resources": {"Bucket": BUCKET}} | sections)


def resolver_of(*stacks, identify=None):
    def by_name(resource):
        return Identity(resource.logical_id.lower(), {"Arn": f"arn:aws:s3:::{resource.logical_id.lower()}"})

    return Resolver(Assembly(list(stacks)), identify or by_name, account="123456789012", region="eu-west-1")


@pytest.mark.parametrize(
    ("node", "value"),
    [
        ({"Ref": "Bucket"}, "bucket"),
        ({"Ref": "AWS::Region"}, "eu-west-1"),
        ({"Ref": "Size"}, 3),
        ({"Fn::GetAtt": ["Bucket", "Arn"]}, "arn:aws:s3:::bucket"),
        ({"Fn::GetAtt": "Bucket.Arn"}, "arn:aws:s3:::bucket"),
        ({"Fn::Join": ["/", [{"Fn::GetAtt": ["Bucket", "Arn"]}, "*"]]}, "arn:aws:s3:::bucket/*"),
        ({"Fn::Sub": "${AWS::AccountId}-${Bucket.Arn}-${!Literal}"}, "123456789012-arn:aws:s3:::bucket-${Literal}"),
        ({"Fn::Sub": ["${Name}-${Bucket}", {"Name": {"Ref": "AWS::StackName"}}]}, "Data-bucket"),
        ({"Fn::Select": [1, {"Fn::Split": ["-", "a-b-c"]}]}, "b"),
        ({"Fn::If": ["Big", "yes", "no"]}, "yes"),
        ({"Fn::If": ["Small", "yes", "no"]}, "no"),
        ({"Fn::FindInMap": ["Sizes", "eu", "ram"]}, 512),
        ({"a": [{"Ref": "Bucket"}], "b": {"Ref": "AWS::NoValue"}, "c": {"Ref": "Bucket", "also": 1}},
         {"a": ["bucket"], "c": {"Ref": "Bucket", "also": 1}}),
    ],
)  # fmt: skip
def test_an_intrinsic_function_comes_to_its_value(node, value):
    own = stack(
        Parameters={"Size": {"Type": "Number", "Default": 3}},
        Conditions={
            "Big": {"Fn::Equals": [{"Ref": "Size"}, 3]},
            "Small": {"Fn::Not": [{"Condition": "Big"}]},
        },
        Mappings={"Sizes": {"eu": {"ram": 512}}},
    )
    assert resolver_of(own).value(own, node) == value


def test_an_import_is_followed_into_the_exporting_stack():
    exporter = stack(Outputs={"Out": {"Value": {"Ref": "Bucket"}, "Export": {"Name": "Data:Bucket"}}})
    importer = Stack("Api", {"Resources": {}})
    assert resolver_of(importer, exporter).value(importer, {"Fn::ImportValue": "Data:Bucket"}) == "bucket"


def test_a_resource_is_identified_once_and_only_when_something_refers_to_it():
    asked = []

    def identify(resource):
        asked.append(resource.logical_id)
        return Identity("b")

    own = stack()
    resolver = resolver_of(own, identify=identify)
    assert asked == []
    resolver.value(own, [{"Ref": "Bucket"}, {"Ref": "Bucket"}])
    assert asked == ["Bucket"]


def test_a_circle_is_named():
    own = Stack("S", {"Resources": {"A": {"Type": "T", "Properties": {"x": {"Ref": "B"}}},
                                    "B": {"Type": "T", "Properties": {"x": {"Ref": "A"}}}}})  # fmt: skip
    resolver = None

    def identify(resource):
        return Identity(resolver.properties(resource)["x"])

    resolver = resolver_of(own, identify=identify)
    with pytest.raises(TemplateError, match="A → B → A"):
        resolver.value(own, {"Ref": "A"})


@pytest.mark.parametrize(
    ("node", "words"),
    [
        ({"Ref": "Nobody"}, "Nobody"),
        ({"Fn::GetAtt": ["Bucket", "Colour"]}, "Colour"),
        ({"Fn::ImportValue": "Nothing"}, "Nothing"),
        ({"Fn::Cidr": []}, "Fn::Cidr"),
    ],
)
def test_a_reference_that_leads_nowhere_is_an_error_that_says_so(node, words):
    own = stack()
    with pytest.raises(TemplateError, match=words):
        resolver_of(own).value(own, node)


def test_no_value_disappears_from_lists_and_objects():
    own = stack()
    assert resolver_of(own).properties(own.resources["Bucket"]) == {"Tags": ["x"]}
