import json
import subprocess

import pytest

from luneo import settings
from luneo.resources import Bucket
from stacks.delivery import INLINE_STYLE_PATHS
from tests.stacks.assembly import strings


@pytest.fixture(params=["local", "prod"])
def assembly(request, assemblies):
    return assemblies(request.param)


def config(assembly):
    return assembly.text(assembly.named("Distribution").properties["DistributionConfig"])


def test_every_bucket_is_private_encrypted_and_tls_only(assembly):
    policies = {
        assembly.text(it.properties["Bucket"]): assembly.text(it.properties["PolicyDocument"]["Statement"])
        for it in assembly.of("AWS::S3::BucketPolicy")
    }
    buckets = assembly.of("AWS::S3::Bucket")
    assert len(buckets) == len(Bucket) + 1
    for bucket in buckets:
        assert set(bucket.properties["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket.properties["BucketEncryption"]
        refusal = policies[f"<{bucket.name}>"][0]
        assert (refusal["Effect"], refusal["Principal"]) == ("Deny", "*")
        assert refusal["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_only_this_distribution_reads_what_is_served(assembly):
    for bucket in (Bucket.MEDIA, Bucket.SITES):
        policy = assembly.text(assembly.named(f"{bucket.value.capitalize()}Policy").properties["PolicyDocument"])
        (reading,) = [it for it in policy["Statement"] if it["Effect"] == "Allow"]
        assert reading["Action"] == ["s3:GetObject"]
        assert reading["Principal"] == {"Service": "cloudfront.amazonaws.com"}
        assert reading["Condition"]["StringEquals"]["AWS:SourceArn"].endswith(":distribution/<Distribution>")


@pytest.mark.parametrize(("bucket", "method"), [("Uploads", "POST"), ("Production", "GET")])
def test_a_page_of_any_origin_may_send_the_presigned_request_and_no_other(assembly, bucket, method):
    (rule,) = assembly.named(f"Bucket{bucket}").properties["CorsConfiguration"]["CorsRules"]
    assert rule["AllowedMethods"] == [method]


def test_buckets_without_presigned_requests_answer_no_other_origin(assembly):
    for bucket in ("Media", "Sites"):
        assert "CorsConfiguration" not in assembly.named(f"Bucket{bucket}").properties


def test_paths_lead_where_the_contract_says(assembly):
    behaviours = [(it["PathPattern"], it["TargetOriginId"]) for it in config(assembly)["CacheBehaviors"]]
    assert behaviours == [
        ("/api/openapi.json", "sites"),
        ("/api/*", "api"),
        ("/media/*", "media"),
        ("/v1/*", "sites"),
        ("/v*.*.*/*", "sites"),
        ("/generation/*", "sites"),
        ("/reference/*", "sites"),
    ]
    assert config(assembly)["DefaultCacheBehavior"]["TargetOriginId"] == "sites"


def headers(assembly, name):
    return assembly.text(assembly.named(f"{name}Headers").properties["ResponseHeadersPolicyConfig"])


def content_policy(assembly, name):
    return headers(assembly, name)["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]


def test_pages_have_a_strict_content_security_policy(assembly):
    security = headers(assembly, "Pages")["SecurityHeadersConfig"]
    policy = content_policy(assembly, "Pages")
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "wss://<ProgressSocket>.execute-api." in policy
    assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31_536_000
    assert security["FrameOptions"]["FrameOption"] == "DENY"


def test_only_pages_with_foreign_parts_may_style_themselves_inline(assembly):
    default = config(assembly)["DefaultCacheBehavior"]
    behaviours = {it["PathPattern"]: it for it in config(assembly)["CacheBehaviors"]}
    for path in INLINE_STYLE_PATHS:
        assert behaviours[path]["ResponseHeadersPolicyId"] == "<StyledPagesHeaders.Id>"
        assert behaviours[path]["FunctionAssociations"] == default["FunctionAssociations"]
    relaxed = content_policy(assembly, "Pages").replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
    assert content_policy(assembly, "StyledPages") == relaxed


def test_pages_may_read_production_files_from_their_bucket(assembly):
    directives = content_policy(assembly, "Pages").split("; ")
    (connects,) = [it for it in directives if it.startswith("connect-src ")]
    assert "https://<BucketProduction.RegionalDomainName>/" in connects.split()


def test_brands_pages_of_any_origin_may_load_the_widget(assembly):
    behaviours = {it["PathPattern"]: it["ResponseHeadersPolicyId"] for it in config(assembly)["CacheBehaviors"]}
    assert behaviours["/v1/*"] == "<WidgetHeaders.Id>"
    assert headers(assembly, "Widget")["CorsConfig"]["AccessControlAllowOrigins"] == {"Items": ["*"]}


def test_media_and_versioned_widgets_never_change_under_their_address(assembly):
    behaviours = {it["PathPattern"]: it["ResponseHeadersPolicyId"] for it in config(assembly)["CacheBehaviors"]}
    assert behaviours["/media/*"] == behaviours["/v*.*.*/*"] == "<LastingHeaders.Id>"
    items = {it["Header"]: it["Value"] for it in headers(assembly, "Lasting")["CustomHeadersConfig"]["Items"]}
    assert items["Cache-Control"].endswith("immutable")
    assert items["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_api_gets_no_cors_headers_from_the_edge(assembly):
    assert "CorsConfig" not in headers(assembly, "Api")


def test_answers_of_the_api_are_not_kept(assembly):
    (api,) = [it for it in config(assembly)["CacheBehaviors"] if it["PathPattern"] == "/api/*"]
    assert api["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    assert "DELETE" in api["AllowedMethods"]


def test_the_origin_key_is_sent_and_known_to_functions_but_stands_in_no_template(prod, local):
    (api,) = [it for it in config(prod)["Origins"] if it["Id"] == "api"]
    (header,) = api["OriginCustomHeaders"]
    assert header["HeaderValue"] == "{{resolve:secretsmanager:<OriginKey>:SecretString}}"
    function = prod.named("HealthLive").properties["Environment"]["Variables"]
    assert prod.text(function[settings.ORIGIN_KEY]) == header["HeaderValue"]
    assert not any("resolve:secretsmanager" in text for text in strings(local.templates))


def test_the_firewall_stands_before_every_deployed_stage(prod, local):
    assert config(prod)["WebACLId"]
    assert "WebACLId" not in config(local)
    rules = {it["Name"] for it in prod.named("Firewall").properties["Rules"]}
    assert "Floods" in rules
    assert "AWSManagedRulesCommonRuleSet" in rules


def test_a_laptops_assembly_has_no_custom_resources(local):
    assert not [
        str(it) for it in local.all() if it.kind.startswith(("Custom::", "AWS::CloudFormation::CustomResource"))
    ]
    assert not [name for name in local.templates if name in {"edge", "observability"}]


def run_edge_function(assembly, name, uri):
    code = assembly.named(name).properties["FunctionCode"]
    script = f"{code}\nconsole.log(JSON.stringify(handler({{request: {{uri: {json.dumps(uri)}}}}})))"
    ran = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True, timeout=30)
    return json.loads(ran.stdout)


@pytest.mark.parametrize(
    ("uri", "becomes"),
    [("/", "/index.html"), ("/reference/", "/reference/index.html"), ("/v1/luneo.js", "/v1/luneo.js")],
)
def test_folders_are_served_by_their_index(prod, uri, becomes):
    assert run_edge_function(prod, "DirectoryIndex", uri) == {"uri": becomes}


def test_a_folder_without_its_slash_is_sent_to_the_one_with_it(prod):
    answer = run_edge_function(prod, "DirectoryIndex", "/reference")
    assert answer["statusCode"] == 301
    assert answer["headers"]["location"]["value"] == "/reference/"


def test_media_paths_become_keys(prod):
    assert run_edge_function(prod, "DropFirstSegment", "/media/t1/products/p/a.png") == {"uri": "/t1/products/p/a.png"}
