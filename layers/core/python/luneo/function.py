"""What every Lambda function declares, whatever calls it."""

from dataclasses import dataclass, field

from luneo.resources import Grant, Layer


@dataclass(frozen=True, slots=True)
class Function:
    """One Lambda function, as read by the stacks, the local cloud and the contract tests.

    ``module`` is the import path of the file (``functions.products.create``); its last two parts name the function.
    ``timeout_s`` is the Lambda's; ``memory_mb`` buys CPU too (1769 MB is one vCPU).
    """

    module: str
    description: str
    uses: tuple[Grant, ...] = ()
    layers: tuple[Layer, ...] = (Layer.CORE, Layer.WEB)
    memory_mb: int = 512
    timeout_s: int = 10
    environment: tuple[str, ...] = field(default=())

    @property
    def domain(self) -> str:
        """The folder of ``functions/`` it lives in: one stack each."""
        return self.module.split(".")[-2]

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.module.rsplit(".", 1)[-1]

    @property
    def pascal_name(self) -> str:
        """``GenerateImage`` for ``generate_image``: the ASL placeholder of a task."""
        return "".join(part.capitalize() for part in self.stem.split("_"))

    @property
    def logical_name(self) -> str:
        """Unique over all functions: the domain and the stem, in PascalCase."""
        return "".join(part.capitalize() for part in f"{self.domain}_{self.stem}".split("_"))

    @property
    def handler(self) -> str:
        """The Lambda handler string."""
        return f"{self.module}.handler"
