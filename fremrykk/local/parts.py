"""What the program ships with (`make sbom`, and part of `make check`): each part by version and hash, in CycloneDX, and its licence.

Written to var/sbom/, one list for Python and one for the style sheets. A licence nobody allowed is a failure.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.utils import canonicalize_name

from fremrykk.local.console import complain, say
from fremrykk.local.install import ROOT, environment, lock

FOLDER = ROOT / "var" / "sbom"
PYTHON, STYLES = "python.cdx.json", "styles.cdx.json"

# What may be part of a program that is run as a service, changed or not, and whose own source stays with its owner.
# No GPL and no AGPL: those would ask for that source. LGPL and MPL ask for changes to the part itself, and we make none.
ALLOWED = {
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-2.1-or-later", "LGPL-3.0-only", "MIT", "MIT-0",
    "MIT-CMU", "MPL-2.0", "PSF-2.0",
}  # fmt: skip

# What packages say that do not speak SPDX yet.
SPOKEN = {
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "New BSD": "BSD-3-Clause",
    "PSFL": "PSF-2.0",
}

# Read in their files, since what they say is several things or nothing; two are for other machines and not here.
READ = {
    "async-timeout": "Apache-2.0",
    "colorama": "BSD-3-Clause",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "pypdfium2": "Apache-2.0 AND BSD-3-Clause",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "python-stdnum": "LGPL-2.1-or-later",
    "qrcode": "BSD-3-Clause",
}

Licences = dict[str, str]


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    parts = [*write_python(FOLDER / PYTHON), *write_styles(FOLDER / STYLES)]
    if wrong := list(findings(dict(map(licensed, parts)))):
        complain("\n".join(wrong))
        return 1
    say(f"{len(parts)} parts, each under a licence we allow: {FOLDER}")
    return 0


def write_python(path: Path) -> list[dict[str, Any]]:
    """The packages of requirements/base.txt with their hashes; what their licence is stands in the packages themselves."""
    made_from = [str(lock("base")), "--pyproject", str(ROOT / "pyproject.toml")]
    shape = [
        "--mc-type",
        "application",
        "--spec-version",
        "1.6",
        "--output-reproducible",
        "--of",
        "JSON",
        "-o",
        str(path),
    ]
    subprocess.run([sys.executable, "-m", "cyclonedx_py", "requirements", *made_from, *shape], check=True)
    whole: dict[str, Any] = json.loads(path.read_text())
    for part in whole["components"]:
        if said := licence_of(part["name"]):
            part["licenses"] = [{"expression": said}]
    path.write_text(json.dumps(whole, indent=2) + "\n")
    return list(whole["components"])


def write_styles(path: Path) -> list[dict[str, Any]]:
    """What package-lock.json brings to visitors: not the tools it is built with."""
    command = ["npm", "sbom", "--sbom-format", "cyclonedx", "--package-lock-only", "--omit", "dev"]
    said = subprocess.run(command, cwd=ROOT, env=environment(), check=True, capture_output=True, text=True).stdout
    path.write_text(said)
    return list(json.loads(said)["components"])


def licence_of(package: str) -> str:
    """As an SPDX expression; empty when it is not known."""
    name = canonicalize_name(package)
    if name in READ:
        return READ[name]
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    classified = [
        line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or [] if line.startswith("License ::")
    ]
    named = [*(said.get_all("License-Expression") or []), *(said.get_all("License") or [])]
    for words in (*named, *classified):
        if expression := spdx(words):
            return expression
    return ""


def spdx(words: str) -> str:
    try:
        return str(canonicalize_license_expression(SPOKEN.get(words.strip(), words)))
    except InvalidLicenseExpression:
        return ""


def licensed(part: Mapping[str, Any]) -> tuple[str, str]:
    each = [entry.get("expression") or entry["license"].get("id", "") for entry in part.get("licenses", [])]
    return f"{part['name']} {part['version']}", " AND ".join(each)


def findings(licences: Licences) -> Iterable[str]:
    """A sentence for each part that may not be shipped."""
    for part, expression in sorted(licences.items()):
        if not expression:
            yield f"{part} says no licence that is understood: read its files and write it down in fremrykk/local/parts.py."
        elif not is_allowed(expression):
            yield f"{part} is under {expression}, which we do not ship: take another package."


def is_allowed(expression: str) -> bool:
    """Of alternatives one is enough, of what holds together each must be. Brackets are not read: then each must be."""
    alternatives = [expression] if "(" in expression else expression.split(" OR ")
    return any(ALLOWED.issuperset(_names(each)) for each in alternatives)


def _names(expression: str) -> list[str]:
    return [name for name in re.split(r"[\s()]+", expression) if name and name not in ("AND", "OR")]


if __name__ == "__main__":
    sys.exit(main())
