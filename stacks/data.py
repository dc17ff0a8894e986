"""What is stored: tables as the models describe them, buckets, secrets, the event bus, and the key to them all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws_cdk import App, CfnResource

from luneo.resources import Bucket, Bus, Secret
from stacks.base import LuneoStack, allow, attribute, policy, tls_only
from stacks.directory import Deployed, Directory
from stacks.environments import Environment
from stacks.tables import Index, Key, TableDesign, table_designs

_ACCESS_LOG_DAYS = 90
_STALE_VERSION_DAYS = 30
_GENERATED_KEY_LENGTH = 64
_KIND = "AWS::S3::Bucket"

# What CloudFront reads is public by nature: Amazon's own key spares a circle between the key and the distribution.
SERVED_BY_CDN = frozenset({Bucket.MEDIA, Bucket.SITES})
# What browsers do with these by presigned requests, which are the permission; the page's origin adds nothing.
_SIGNED_REQUESTS = {Bucket.UPLOADS: "POST", Bucket.PRODUCTION: "GET"}
_VERSIONED = frozenset({Bucket.PRODUCTION, Bucket.SITES})
# The member of each secret's JSON document. Ours are generated for good; the others begin as a random value that opens
# nothing, until the operator enters the real one.
_GENERATED = {Secret.SHOPPER_TOKENS: "key"}
_ENTERED = {Secret.OPENAI: "api_key", Secret.PROVENANCE: "private_key"}
_BESIDE = {Secret.PROVENANCE: " and its certificates as certificate_chain, all PEM"}


@dataclass(frozen=True, slots=True)
class TableFacts:
    """A deployed table, for those that subscribe to it."""

    name: str
    stream_arn: str | None


class DataStack(LuneoStack):
    """Everything that outlives a deployment; it names no other stack."""

    def __init__(self, app: App, environment: Environment, directory: Directory) -> None:
        super().__init__(app, "data", environment, "Luneo: tables, buckets, secrets, the bus and the key")
        self.key_arn = self._key()
        self.access_logs = self._access_logs()
        self.tables = {design.table: self._table(design, directory) for design in table_designs()}
        self.buckets = {bucket: self._bucket(bucket, directory) for bucket in Bucket}
        for secret in Secret:
            self._secret(secret, directory)
        for bus in Bus:
            self._bus(bus, directory)

    def _key(self) -> str:
        owner = {"AWS": f"arn:{self.partition}:iam::{self.account}:root"}
        # An encrypted topic refuses alarms unless CloudWatch may use its key.
        alarms = allow(
            ["kms:Decrypt", "kms:GenerateDataKey"],
            "*",
            Principal={"Service": "cloudwatch.amazonaws.com"},
            Condition={"StringEquals": {"aws:SourceAccount": self.account}},
        )
        document = policy(allow(["kms:*"], "*", Principal=owner), alarms)
        properties = {"Description": "Luneo's data at rest", "EnableKeyRotation": True, "KeyPolicy": document}
        key = self.lasting("Key", "AWS::KMS::Key", properties)
        alias = {"AliasName": f"alias/{self.environment_data.prefix}", "TargetKeyId": key.ref}
        self.resource("KeyAlias", "AWS::KMS::Alias", alias)
        return attribute(key)

    def _table(self, design: TableDesign, directory: Directory) -> TableFacts:
        table = self.lasting(_pascal("Table", design.table.value), "AWS::DynamoDB::Table", self._properties(design))
        table_arn = attribute(table)
        rows = (table_arn, *(f"{table_arn}/index/{index.name}" for index in design.indexes))
        # Only reads go through an index.
        arns = {"*": (table_arn,), "read": rows, "read_write": rows}
        stream_arn = attribute(table, "StreamArn") if design.stream else None
        if stream_arn:
            arns["stream"] = (stream_arn,)
        directory.add(design.table, Deployed({design.table.env: table.ref}, arns, self.key_arn, "dynamodb"))
        return TableFacts(table.ref, stream_arn)

    def _properties(self, design: TableDesign) -> Mapping[str, Any]:
        kinds = sorted(design.key_kinds.items())
        return {
            "AttributeDefinitions": [{"AttributeName": name, "AttributeType": kind} for name, kind in kinds],
            "KeySchema": _key_schema(design.keys),
            "GlobalSecondaryIndexes": [_index(index) for index in design.indexes] or None,
            "BillingMode": "PAY_PER_REQUEST",
            "TimeToLiveSpecification": {"AttributeName": design.expiry, "Enabled": True} if design.expiry else None,
            "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"} if design.stream else None,
            "PointInTimeRecoverySpecification": {
                "PointInTimeRecoveryEnabled": self.environment_data.point_in_time_recovery
            },
            "SSESpecification": {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": self.key_arn},
            "DeletionProtectionEnabled": self.environment_data.keep_data,
        }

    def _bucket(self, bucket: Bucket, directory: Directory) -> CfnResource:
        key_arn = None if bucket in SERVED_BY_CDN else self.key_arn
        versioned = bucket in _VERSIONED
        properties = {
            "BucketEncryption": _encryption(key_arn),
            "CorsConfiguration": _from_any_page(_SIGNED_REQUESTS[bucket]) if bucket in _SIGNED_REQUESTS else None,
            "LifecycleConfiguration": {"Rules": _lifecycle(versioned=versioned)},
            "LoggingConfiguration": {
                "DestinationBucketName": self.access_logs.ref,
                "LogFilePrefix": f"s3/{bucket.value}/",
            },
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            "PublicAccessBlockConfiguration": _NOTHING_PUBLIC,
            "VersioningConfiguration": {"Status": "Enabled"} if versioned else None,
        }
        made = self.lasting(_pascal("Bucket", bucket.value), _KIND, properties)
        if bucket not in SERVED_BY_CDN:
            # The others' policy names the distribution, so it stands in the delivery stack.
            private_bucket_policy(self, _pascal("Bucket", f"{bucket.value}-policy"), made)
        objects = {"*": (f"{attribute(made)}/*",)}
        directory.add(bucket, Deployed({bucket.env: made.ref}, objects, key_arn, "s3"))
        return made

    def _access_logs(self) -> CfnResource:
        properties = {
            "BucketEncryption": _encryption(None),
            "LifecycleConfiguration": {
                "Rules": [{"Id": "Forget", "Status": "Enabled", "ExpirationInDays": _ACCESS_LOG_DAYS}]
            },
            # CloudFront's standard logs are written through an access list.
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]},
            "PublicAccessBlockConfiguration": _NOTHING_PUBLIC,
        }
        logs = self.lasting("AccessLogs", _KIND, properties)
        writers = allow(
            ["s3:PutObject"],
            f"{attribute(logs)}/s3/*",
            Principal={"Service": "logging.s3.amazonaws.com"},
            Condition={"StringEquals": {"aws:SourceAccount": self.account}},
        )
        private_bucket_policy(self, "AccessLogsPolicy", logs, writers)
        return logs

    def _secret(self, secret: Secret, directory: Directory) -> None:
        member = _GENERATED.get(secret) or _ENTERED[secret]
        note = (
            "" if secret in _GENERATED else f": enter the real one as the JSON member {member}{_BESIDE.get(secret, '')}"
        )
        properties = {
            "Description": f"Luneo: {secret.value}{note}",
            "KmsKeyId": self.key_arn,
            "GenerateSecretString": {
                "SecretStringTemplate": "{}",
                "GenerateStringKey": member,
                "PasswordLength": _GENERATED_KEY_LENGTH,
                "ExcludePunctuation": True,
            },
        }
        made = self.lasting(_pascal("Secret", secret.value), "AWS::SecretsManager::Secret", properties)
        directory.add(secret, Deployed({secret.env: made.ref}, {"*": (made.ref,)}, self.key_arn, "secretsmanager"))

    def _bus(self, bus: Bus, directory: Directory) -> None:
        name = {"Name": f"{self.environment_data.prefix}-{bus.value}"}
        made = self.resource(_pascal("Bus", bus.value), "AWS::Events::EventBus", name)
        directory.add(bus, Deployed({bus.env: made.ref}, {"*": (attribute(made),)}))


def private_bucket_policy(stack: LuneoStack, name: str, bucket: CfnResource, *statements: dict[str, Any]) -> None:
    """Attach a policy that refuses plain HTTP, and allows what the statements allow."""
    bucket_arn = attribute(bucket)
    document = policy(tls_only("s3:*", bucket_arn, f"{bucket_arn}/*"), *statements)
    stack.resource(name, "AWS::S3::BucketPolicy", {"Bucket": bucket.ref, "PolicyDocument": document})


def _pascal(kind: str, value: str) -> str:
    return kind + "".join(part.capitalize() for part in value.split("-"))


def _key_schema(keys: tuple[Key, ...]) -> list[Mapping[str, str]]:
    return [{"AttributeName": key.name, "KeyType": key.role} for key in keys]


def _index(index: Index) -> Mapping[str, Any]:
    attributes = {"NonKeyAttributes": list(index.projected)} if index.projected else {}
    return {
        "IndexName": index.name,
        "KeySchema": _key_schema(index.keys),
        "Projection": {"ProjectionType": index.projection} | attributes,
    }


def _from_any_page(method: str) -> Mapping[str, Any]:
    rule = {"AllowedOrigins": ["*"], "AllowedMethods": [method], "AllowedHeaders": ["*"], "MaxAge": 3600}
    return {"CorsRules": [rule]}


def _encryption(key_arn: str | None) -> Mapping[str, Any]:
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key_arn} if key_arn else {"SSEAlgorithm": "AES256"}
    rule = {"ServerSideEncryptionByDefault": default, "BucketKeyEnabled": key_arn is not None}
    return {"ServerSideEncryptionConfiguration": [rule]}


def _lifecycle(*, versioned: bool) -> list[Mapping[str, Any]]:
    unfinished = {"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}}
    rules: list[Mapping[str, Any]] = [{"Id": "UnfinishedUploads", "Status": "Enabled", **unfinished}]
    if versioned:
        days = {"NoncurrentVersionExpiration": {"NoncurrentDays": _STALE_VERSION_DAYS}}
        rules.append({"Id": "ReplacedVersions", "Status": "Enabled", **days})
    return rules


_NOTHING_PUBLIC = {
    "BlockPublicAcls": True,
    "BlockPublicPolicy": True,
    "IgnorePublicAcls": True,
    "RestrictPublicBuckets": True,
}
