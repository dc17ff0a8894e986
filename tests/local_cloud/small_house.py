"""A throw-away tree with everything the local cloud reads: stacks that write a ready assembly, and a few functions."""

import json
import textwrap
from pathlib import Path

ACCOUNT = "123456789012"


def get_att(name, attribute="Arn"):
    return {"Fn::GetAtt": [name, attribute]}


def ref(name):
    return {"Ref": name}


def function(stem, *statements, **variables):
    principal = {"Service": "lambda.amazonaws.com"}
    trust = {"Statement": [{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}]}
    policies = [{"PolicyName": "Declared", "PolicyDocument": {"Statement": list(statements)}}]
    name = stem.capitalize()
    return {
        f"{name}Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {"AssumeRolePolicyDocument": trust, "Policies": policies},
        },
        name: {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Handler": f"functions.{stem}.handler",
                "Runtime": "python3.11",
                "Role": get_att(f"{name}Role"),
                "Code": {"S3Bucket": "assets", "S3Key": "source.zip"},
                "Timeout": 5,
                "Environment": {"Variables": variables},
            },
        },
    }


def route(key, stem, api="Http", **more):
    name = "".join(part for part in f"{key}{stem}" if part.isalnum())
    return {
        f"{name}Integration": {
            "Type": "AWS::ApiGatewayV2::Integration",
            "Properties": {"ApiId": ref(api), "IntegrationUri": get_att(stem.capitalize())},
        },
        f"{name}Route": {
            "Type": "AWS::ApiGatewayV2::Route",
            "Properties": {
                "ApiId": ref(api),
                "RouteKey": key,
                "Target": {"Fn::Join": ["/", ["integrations", ref(f"{name}Integration")]]},
                **more,
            },
        },
    }


def allow(action, *resources):
    return {"Effect": "Allow", "Action": action, "Resource": list(resources)}


def distribution():
    headers = {
        "SecurityHeadersConfig": {
            "ContentSecurityPolicy": {
                "ContentSecurityPolicy": {"Fn::Join": ["", ["connect-src wss://", ref("Socket"), _HOST, "/live"]]},
                "Override": True,
            },
            "ContentTypeOptions": {"Override": True},
        },
        "CustomHeadersConfig": {"Items": [{"Header": "Cache-Control", "Value": "max-age=300", "Override": False}]},
    }
    strip = "function handler(e) { e.request.uri = e.request.uri.replace(/^\\/[^/]+/, ''); return e.request; }"
    index = (
        "function handler(e) {"
        " if (e.request.uri === '/moved') return {statusCode: 301, headers: {location: {value: '/'}}};"
        " if (e.request.uri.endsWith('/')) e.request.uri += 'index.html'; return e.request; }"
    )
    return {
        "Headers": {
            "Type": "AWS::CloudFront::ResponseHeadersPolicy",
            "Properties": {"ResponseHeadersPolicyConfig": headers},
        },
        "Strip": {"Type": "AWS::CloudFront::Function", "Properties": {"FunctionCode": strip}},
        "Index": {"Type": "AWS::CloudFront::Function", "Properties": {"FunctionCode": index}},
        "Distribution": {
            "Type": "AWS::CloudFront::Distribution",
            "Properties": {
                "DistributionConfig": {
                    "DefaultRootObject": "index.html",
                    "Origins": [
                        {"Id": "sites", "DomainName": get_att("Sites", "RegionalDomainName")},
                        {"Id": "media", "DomainName": get_att("Media", "RegionalDomainName")},
                        {"Id": "api", "DomainName": {"Fn::Join": ["", [ref("Http"), _HOST]]}},
                    ],
                    "DefaultCacheBehavior": _behaviour("sites", "Index") | {"ResponseHeadersPolicyId": ref("Headers")},
                    "CacheBehaviors": [
                        {"PathPattern": "/api/*", "TargetOriginId": "api", "AllowedMethods": _METHODS},
                        {"PathPattern": "/media/*", **_behaviour("media", "Strip")},
                    ],
                }
            },
        },
    }


_HOST = ".execute-api.eu-west-1.amazonaws.com"
_METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]


def _behaviour(origin, edge_function):
    called = {"EventType": "viewer-request", "FunctionARN": get_att(edge_function, "FunctionARN")}
    return {"TargetOriginId": origin, "FunctionAssociations": [called]}


def resources():
    return {
        "Rows": {
            "Type": "AWS::DynamoDB::Table",
            "Properties": {
                "AttributeDefinitions": [
                    {"AttributeName": "pk", "AttributeType": "S"},
                    {"AttributeName": "owner", "AttributeType": "S"},
                ],
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                "GlobalSecondaryIndexes": [
                    {
                        "IndexName": "by-owner",
                        "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}],
                        "Projection": {"ProjectionType": "ALL"},
                    }
                ],
                "BillingMode": "PAY_PER_REQUEST",
                "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
                "TimeToLiveSpecification": {"AttributeName": "expires", "Enabled": True},
                "SSESpecification": {"SSEEnabled": True},
            },
        },
        "Media": {
            "Type": "AWS::S3::Bucket",
            "Properties": {
                "CorsConfiguration": {
                    "CorsRules": [{"AllowedOrigins": ["*"], "AllowedMethods": ["POST"], "MaxAge": 3600, "Id": "forms"}]
                },
                "LifecycleConfiguration": {
                    "Rules": [{"Id": "Old", "Status": "Enabled", "ExpirationInDays": 30, "Prefix": "tmp/"}]
                },
            },
        },
        "Sites": {"Type": "AWS::S3::Bucket"},
        "Key": {
            "Type": "AWS::SecretsManager::Secret",
            "Properties": {
                "GenerateSecretString": {
                    "SecretStringTemplate": '{"kind": "test"}',
                    "GenerateStringKey": "key",
                    "PasswordLength": 40,
                    "ExcludePunctuation": True,
                }
            },
        },
        "Pool": {
            "Type": "AWS::Cognito::UserPool",
            "Properties": {
                "UserPoolName": "people",
                "UsernameAttributes": ["email"],
                "LambdaConfig": {"PreTokenGenerationConfig": {"LambdaArn": get_att("Echo"), "LambdaVersion": "V2_0"}},
            },
        },
        "PoolClient": {
            "Type": "AWS::Cognito::UserPoolClient",
            "Properties": {"UserPoolId": ref("Pool"), "ClientName": "app", "GenerateSecret": "false"},
        },
        "Parked": {"Type": "AWS::SQS::Queue", "Properties": {"MessageRetentionPeriod": 1000}},
        "Http": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"ProtocolType": "HTTP", "Name": "http"}},
        "Socket": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"ProtocolType": "WEBSOCKET", "Name": "ws"}},
        "SocketStage": {
            "Type": "AWS::ApiGatewayV2::Stage",
            "Properties": {"ApiId": ref("Socket"), "StageName": "live"},
        },
        "Machine": {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {
                "RoleArn": get_att("EchoRole"),
                "DefinitionString": json.dumps(
                    {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "${Echo}", "End": True}}}
                ),
                "DefinitionSubstitutions": {"Echo": get_att("Echo")},
            },
        },
        "Stream": {
            "Type": "AWS::Lambda::EventSourceMapping",
            "Properties": {
                "EventSourceArn": get_att("Rows", "StreamArn"),
                "FunctionName": ref("Listen"),
                "BatchSize": 10,
                "MaximumRetryAttempts": 1,
                "BisectBatchOnFunctionError": True,
                "DestinationConfig": {"OnFailure": {"Destination": get_att("Parked")}},
            },
        },
        "Rule": {
            "Type": "AWS::Events::Rule",
            "Properties": {
                "EventPattern": {"source": ["test"]},
                "Targets": [{"Id": "f", "Arn": get_att("Listen")}],
            },
        },
        "Strange": {"Type": "AWS::Strange::Thing", "Properties": {}},
        **function("echo", LUNEO_STAGE="local", LUNEO_BUCKET_MEDIA=ref("Media")),
        **function(
            "listen",
            allow("s3:PutObject", {"Fn::Join": ["", [get_att("Media"), "/*"]]}),
            LUNEO_BUCKET_MEDIA=ref("Media"),
        ),
        **function(
            "chat",
            allow("execute-api:ManageConnections", "*"),
            LUNEO_SOCKET_PROGRESS={"Fn::Join": ["", ["https://", ref("Socket"), _HOST, "/live"]]},
        ),
        **function("authorise"),
        "Caller": {
            "Type": "AWS::ApiGatewayV2::Authorizer",
            "Properties": {
                "ApiId": ref("Http"),
                "AuthorizerType": "REQUEST",
                "AuthorizerUri": get_att("Authorise"),
                "IdentitySource": ["$request.header.Authorization"],
                "EnableSimpleResponses": True,
            },
        },
        **route("GET /api/echo/{name}", "echo"),
        **route("POST /api/echo/{name}", "echo"),
        **route("GET /api/private", "echo", AuthorizationType="CUSTOM", AuthorizerId=ref("Caller")),
        **route("$connect", "chat", "Socket"),
        **route("$disconnect", "chat", "Socket"),
        **route("say", "chat", "Socket"),
        **distribution(),
    }


FUNCTIONS = {
    "echo": """
        import json, os

        def handler(event, context):
            name = (event.get("pathParameters") or {}).get("name")
            if name == "environment":
                return {"statusCode": 200, "body": json.dumps(dict(os.environ))}
            if name == "raise":
                raise ValueError("on purpose")
            return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(event)}
        """,
    "listen": """
        import json, os
        from luneo import aws

        def handler(event, context):
            for record in event.get("Records", [event]):
                key = record["dynamodb"]["Keys"]["pk"]["S"] if "dynamodb" in record else record["detail"]["id"]
                if key.startswith("bad"):
                    raise ValueError(key)
                aws.client("s3").put_object(Bucket=os.environ["LUNEO_BUCKET_MEDIA"], Key=f"seen/{key}", Body=b"x")
        """,
    "chat": """
        import json, os
        from luneo import aws

        def handler(event, context):
            context = event["requestContext"]
            if context["eventType"] == "CONNECT":
                ticket = (event.get("queryStringParameters") or {}).get("ticket")
                return {"statusCode": 200 if ticket == "good one" else 401, "body": "no"}
            if context["eventType"] == "MESSAGE":
                client = aws.client("apigatewaymanagementapi", endpoint_url=os.environ["LUNEO_SOCKET_PROGRESS"])
                client.post_to_connection(ConnectionId=context["connectionId"], Data=b"pushed")
                try:
                    client.post_to_connection(ConnectionId="nobody=", Data=b"x")
                except client.exceptions.GoneException:
                    return {"statusCode": 200, "body": "answered"}
            return {"statusCode": 200}
        """,
    "authorise": """
        def handler(event, context):
            return {"isAuthorized": event["identitySource"] == ["good"], "context": {"who": "me"}}
        """,
}

APP = """
import json, os, pathlib

out = pathlib.Path(os.environ["CDK_OUTDIR"])
out.mkdir(parents=True)
assets = {"files": {"a": {"source": {"path": os.getcwd()}, "destinations": {"x": {"objectKey": "source.zip"}}}}}
(out / "Small.template.json").write_text(pathlib.Path("template.json").read_text())
(out / "Small.assets.json").write_text(json.dumps(assets))
stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "Small.template.json"}}
(out / "manifest.json").write_text(json.dumps({"artifacts": {"Small": stack}}))
"""


def build(root: Path) -> Path:
    """Write the tree below a folder; the folder."""
    for folder in ("stacks", "functions", "statemachines", "layers", "build/sites"):
        (root / folder).mkdir(parents=True)
    (root / "template.json").write_text(json.dumps({"Resources": resources()}))
    (root / "stacks" / "__init__.py").touch()
    (root / "stacks" / "app.py").write_text(APP)
    (root / "functions" / "__init__.py").touch()
    for stem, code in FUNCTIONS.items():
        (root / "functions" / f"{stem}.py").write_text(textwrap.dedent(code))
    (root / "build" / "sites" / "index.html").write_text("<h1>shop</h1>")
    (root / "secret.txt").write_text("not for the web")
    return root
