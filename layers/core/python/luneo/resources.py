"""Everything a function can be granted, by name.

A declaration says ``uses=[Table.PRODUCTS.read_write, Bucket.UPLOADS.read]``. From that one line come the IAM policy
and the environment variables (``stacks``), the local guard's hint when a call is refused (``local``) and the names that
:mod:`luneo.settings` reads at run time. Importing this costs nothing: no AWS library is touched.
"""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Grant:
    """Permission to use one resource in one way.

    ``access`` is the word written in ``uses=`` (``read``, ``read_write``, ``start`` …); ``actions`` are IAM's names.
    """

    resource: "Resource"
    access: str

    @property
    def actions(self) -> tuple[str, ...]:
        """IAM action names, such as ``dynamodb:GetItem``."""
        return self.resource.accesses[self.access]

    def __str__(self) -> str:
        return f"{type(self.resource).__name__}.{self.resource.name}.{self.access}"


class Resource(Enum):
    """A kind of AWS resource; each member is one of them, its value the name in kebab case."""

    @property
    def accesses(self) -> dict[str, tuple[str, ...]]:
        """What may be asked of this kind: access word to IAM actions."""
        return _ACCESSES[type(self).__name__]

    @property
    def env(self) -> str:
        """The environment variable through which a granted function learns the physical name."""
        return f"LUNEO_{type(self).__name__.upper()}_{self.name}"

    def grant(self, access: str) -> Grant:
        """The grant for one access word.

        Raises:
            KeyError: this kind of resource has no such access.
        """
        if access not in self.accesses:
            raise KeyError(access)
        return Grant(self, access)


class Table(Resource):
    """DynamoDB tables, one an aggregate; keys and indexes stand on the pynamodb models that name them."""

    BRANDS = "brands"
    USERS = "users"
    KEYS = "keys"
    PRODUCTS = "products"
    GENERATIONS = "generations"
    PROGRESS = "progress"
    DESIGNS = "designs"
    LEDGER = "ledger"
    CONNECTIONS = "connections"
    IDEMPOTENCY = "idempotency"
    RATE_LIMITS = "rate-limits"
    OUTBOX = "outbox"
    PROVIDERS = "providers"

    @property
    def read(self) -> Grant:
        """Get, batch get and query."""
        return self.grant("read")

    @property
    def write(self) -> Grant:
        """Put, update, delete, and the condition checks of transactions."""
        return self.grant("write")

    @property
    def read_write(self) -> Grant:
        """Both."""
        return self.grant("read_write")

    @property
    def stream(self) -> Grant:
        """Read the change stream: for a function subscribed to it."""
        return self.grant("stream")


class Bucket(Resource):
    """S3 buckets: what a brand uploads, what the CDN serves, what production fetches, the static pages."""

    UPLOADS = "uploads"
    MEDIA = "media"
    PRODUCTION = "production"
    SITES = "sites"

    @property
    def read(self) -> Grant:
        """Get objects."""
        return self.grant("read")

    @property
    def write(self) -> Grant:
        """Put objects, and sign uploads."""
        return self.grant("write")

    @property
    def read_write(self) -> Grant:
        """Both."""
        return self.grant("read_write")

    @property
    def delete(self) -> Grant:
        """Delete objects."""
        return self.grant("delete")


class Secret(Resource):
    """Secrets Manager secrets."""

    SHOPPER_TOKENS = "shopper-tokens"
    OPENAI = "openai"
    PROVENANCE = "provenance"

    @property
    def read(self) -> Grant:
        """Read the present value."""
        return self.grant("read")


class Machine(Resource):
    """Step Functions state machines; the value is the file's stem in ``statemachines/``."""

    GENERATE_DESIGN = "generate_design"
    PREPARE_PRODUCT = "prepare_product"

    @property
    def start(self) -> Grant:
        """Start an execution."""
        return self.grant("start")

    @property
    def inspect(self) -> Grant:
        """Look at an execution's state."""
        return self.grant("inspect")


class Pool(Resource):
    """Cognito user pools. ``env`` holds the pool's id, ``client_env`` the app client's."""

    MEMBERS = "members"

    @property
    def client_env(self) -> str:
        """The environment variable that holds the app client's id."""
        return f"{self.env}_CLIENT"

    @property
    def sign_in(self) -> Grant:
        """The unauthenticated flows (sign up, confirm, sign in, refresh, reset): no IAM action is needed."""
        return self.grant("sign_in")

    @property
    def look_up(self) -> Grant:
        """Find a user by name: for a sign-up that was interrupted."""
        return self.grant("look_up")


class Socket(Resource):
    """WebSocket APIs; ``env`` holds the management endpoint's URL."""

    PROGRESS = "progress"

    @property
    def push(self) -> Grant:
        """Send to open connections."""
        return self.grant("push")

    @property
    def connect(self) -> Grant:
        """Tell clients where to connect; that takes no IAM action."""
        return self.grant("connect")


class Bus(Resource):
    """EventBridge buses."""

    DOMAIN = "domain"

    @property
    def put(self) -> Grant:
        """Publish events."""
        return self.grant("put")


class Model(Resource):
    """Foundation models on Amazon Bedrock, by what they are for; ``env`` holds the id of the configured one."""

    TEXT_TO_IMAGE = "text-to-image"
    INPAINTING = "inpainting"
    UPSCALING = "upscaling"

    @property
    def invoke(self) -> Grant:
        """Have it make something."""
        return self.grant("invoke")


class Layer(Enum):
    """The Lambda layers, each a folder of ``layers/`` with its locked requirements and its size budget.

    ``CORE`` holds the ``luneo`` package itself; the value is the folder's name.
    """

    CORE = "core"
    WEB = "web"
    IMAGING = "imaging"
    THREE_D = "three_d"
    PROVIDERS = "providers"
    PROVENANCE = "provenance"


_TABLE_READ = ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query")
_TABLE_WRITE = (
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:BatchWriteItem",
    "dynamodb:ConditionCheckItem",
)
_ACCESSES: dict[str, dict[str, tuple[str, ...]]] = {
    "Table": {
        "read": _TABLE_READ,
        "write": _TABLE_WRITE,
        "read_write": _TABLE_READ + _TABLE_WRITE,
        "stream": (
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
        ),
    },
    "Bucket": {
        "read": ("s3:GetObject",),
        "write": ("s3:PutObject",),
        "read_write": ("s3:GetObject", "s3:PutObject"),
        "delete": ("s3:DeleteObject",),
    },
    "Secret": {"read": ("secretsmanager:GetSecretValue",)},
    "Machine": {"start": ("states:StartExecution",), "inspect": ("states:DescribeExecution",)},
    "Pool": {"sign_in": (), "look_up": ("cognito-idp:AdminGetUser",)},
    "Socket": {"push": ("execute-api:ManageConnections",), "connect": ()},
    "Bus": {"put": ("events:PutEvents",)},
    "Model": {"invoke": ("bedrock:InvokeModel",)},
}
