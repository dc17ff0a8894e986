"""What the pool knows of one Lambda function, all of it read from the template."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local.guard.policy import RolePolicy

MB_PER_VCPU = 1769


@dataclass(frozen=True, slots=True)
class DeployedFunction:
    """A function as deployed: ``name`` and ``arn`` are AWS's, ``handler`` the dotted path under ``root``."""

    name: str
    arn: str
    handler: str
    root: Path
    environment: dict[str, str]
    memory_mb: int
    timeout_s: float
    account: str
    region: str
    policy: RolePolicy
    concurrency: int | None = None
    platform_environment: dict[str, str] = field(default_factory=dict)

    @property
    def module(self) -> str:
        """``functions.products.create``: how people call the function."""
        return self.handler.rpartition(".")[0]

    def full_environment(self) -> dict[str, str]:
        """All that the process sees: the runtime's variables, the endpoints, then the function's own."""
        return {
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",  # moto takes any
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_EXECUTION_ENV": "AWS_Lambda_python3.11",
            "AWS_LAMBDA_FUNCTION_NAME": self.name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(self.memory_mb),
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{self.name}",
            "AWS_LAMBDA_LOG_STREAM_NAME": "local",
            "LAMBDA_TASK_ROOT": str(self.root),
            "_HANDLER": self.handler,
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            # A function's share of the processors grows with its memory; BLAS would take all it sees.
            "OPENBLAS_NUM_THREADS": str(max(1, self.memory_mb // MB_PER_VCPU)),
            **self.platform_environment,
            **self.environment,
        }

    def to_json(self) -> dict[str, Any]:
        """The worker's first message."""
        return {
            "name": self.name,
            "arn": self.arn,
            "handler": self.handler,
            "root": str(self.root),
            "environment": self.full_environment(),
            "memory_mb": self.memory_mb,
            "account": self.account,
            "policy": self.policy.to_json(),
        }
