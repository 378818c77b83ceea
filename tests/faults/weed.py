"""SeaweedFS on this machine: the object storage that `docker-compose.yml` could bring, with real versions and a disk that fills up."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from tests.privacy.storage.buckets import KEYS
from tests.served import free_port

PROGRAM = Path(sys.executable).parent / "weed"
MAY = ["Admin", "Read", "Write", "List", "Tagging"]


@contextmanager
def weed(folder: Path) -> Iterator[str]:
    """The address of its S3 door."""
    keys = [{"accessKey": KEYS["aws_access_key_id"], "secretKey": KEYS["aws_secret_access_key"]}]
    identities = folder / "identities.json"
    identities.write_text(json.dumps({"identities": [{"name": "tests", "credentials": keys, "actions": MAY}]}))
    ports = [f"-{part}.port{kind}={free_port()}" for part in ("master", "volume", "filer") for kind in ("", ".grpc")]
    door = free_port()
    # Iceberg and Lance listen on ports that are the same for every one of them: two would not live beside each other.
    command = [
        PROGRAM, "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={folder}", *ports, "-filer", "-s3", f"-s3.port={door}",
        f"-s3.port.grpc={free_port()}", f"-s3.config={identities}", "-volume.max=300", "-master.volumeSizeLimitMB=30",
        "-master.telemetry=false", "-s3.port.iceberg=0", "-s3.port.lance=0",
    ]  # fmt: skip
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as program:
        try:
            address = f"http://127.0.0.1:{door}"
            wait_for(address, program, folder / "log")
            yield address
        finally:
            program.terminate()
            program.wait(30)


def wait_for(address: str, program: "subprocess.Popen[bytes]", log: Path) -> None:
    client, until = boto3.client("s3", endpoint_url=address, **KEYS), time.monotonic() + 120
    while time.monotonic() < until and program.poll() is None:
        with suppress(BotoCoreError, ClientError):
            client.create_bucket(Bucket="first")
            client.put_object(Bucket="first", Key="x", Body=b"x")
            return
        time.sleep(0.5)
    raise AssertionError(log.read_text(errors="replace")[-3000:])


def is_installed() -> bool:
    return PROGRAM.exists()
