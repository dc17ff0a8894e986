"""Amazon's DynamoDB Local, the second and real engine behind the data layer.

Maven fetches it once, with its dependencies, into the user's cache. It keeps its tables in memory, in one
database for all regions and credentials, sends no telemetry and listens on this machine only. Streams are
served at the same address.
"""

import os
import shutil
import subprocess
import tempfile
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Self

from local.engines.errors import EngineUnavailable
from local.engines.loopback import HOST, free_port

VERSION = "3.1.0"
_LAUNCHER = Path(__file__).with_name("LoopbackDynamoDb.java")
_FETCH_SECONDS = 600
_START_SECONDS = 60.0
_STOP_SECONDS = 10.0
_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>dynamodb</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>software.amazon.dynamodb</groupId><artifactId>DynamoDBLocal</artifactId>
      <version>{VERSION}</version>
    </dependency>
    <dependency>
      <groupId>com.almworks.sqlite4java</groupId><artifactId>libsqlite4java-linux-amd64</artifactId>
      <version>1.0.392</version><type>so</type>
    </dependency>
  </dependencies>
</project>
"""


def _library() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "luneo" / f"dynamodb-local-{VERSION}"


def _tool(name: str, purpose: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise EngineUnavailable(f"{name} is not on the PATH; {purpose}.")
    return found


def fetch_dynamodb_local() -> Path:
    """The folder with the jars and native libraries, fetched by Maven when this machine does not have it yet.

    Raises ``EngineUnavailable`` when Maven is missing or cannot fetch it.
    """
    library = _library()
    if library.is_dir():
        return library
    maven = _tool("mvn", f"DynamoDB Local {VERSION} is fetched with Maven, once")
    library.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=library.parent) as work:
        pom, fetched = Path(work, "pom.xml"), Path(work, "lib")
        pom.write_text(_POM)
        _run_maven([maven, "-q", "-B", "-f", str(pom), "dependency:copy-dependencies"], fetched)
        if not library.is_dir():  # another process may have been faster
            fetched.rename(library)
    return library


def _run_maven(command: list[str], target: Path) -> None:
    options = [f"-DoutputDirectory={target}", "-DincludeScope=runtime"]
    try:
        done = subprocess.run(  # our own command line
            [*command, *options], capture_output=True, text=True, timeout=_FETCH_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise EngineUnavailable(f"Maven did not fetch DynamoDB Local within {_FETCH_SECONDS} s.") from error
    if done.returncode != 0:
        reason = next(iter(done.stdout.strip().splitlines()), done.stderr.strip())
        raise EngineUnavailable(f"Maven could not fetch DynamoDB Local {VERSION}: {reason}")


class DynamoDbLocal:
    """``with DynamoDbLocal(8789) as dynamodb:`` serves DynamoDB and its streams at ``dynamodb.endpoint_url``.

    Set ``AWS_ENDPOINT_URL_DYNAMODB`` and ``AWS_ENDPOINT_URL_DYNAMODB_STREAMS`` to it; ``port`` 0 takes a free
    one. An access key id must consist of letters and digits. Raises ``EngineUnavailable`` when Java or the
    library is missing, or when the engine does not come up.
    """

    def __init__(self, port: int = 0) -> None:
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None
        self._open = ExitStack()

    @property
    def endpoint_url(self) -> str:
        """Known once the engine has started."""
        return f"http://{HOST}:{self._port}"

    def start(self) -> None:
        """Start Java and return when the engine answers."""
        java = _tool("java", "DynamoDB Local needs a JDK, Java 17 or later")
        library = fetch_dynamodb_local()
        self._port = self._port or free_port()
        home = self._open.enter_context(tempfile.TemporaryDirectory(prefix="dynamodb-local-"))
        log = self._open.enter_context(open(Path(home, "log"), "wb"))  # noqa: PTH123, SIM115  # closed by stop()
        command = [java, f"-Djava.library.path={library}", "-cp", f"{library}/*", str(_LAUNCHER), HOST]
        options = ["-inMemory", "-sharedDb", "-disableTelemetry", "-port", str(self._port)]
        self._process = subprocess.Popen(  # our own command line
            [*command, *options], cwd=home, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            self._wait_until_it_answers(Path(home, "log"))
        except EngineUnavailable:
            self.stop()
            raise

    def _wait_until_it_answers(self, log: Path) -> None:
        deadline = monotonic() + _START_SECONDS
        while not _answers(self._port):
            if self._process is None or self._process.poll() is not None or monotonic() > deadline:
                raise EngineUnavailable(f"DynamoDB Local did not start: {log.read_text(errors='replace')}")
            sleep(0.05)

    def stop(self) -> None:
        """End the process; its tables end with it."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = None
        self._open.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _answers(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True
