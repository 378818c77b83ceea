"""What is shipped is listed with its hashes, and nothing of it is under a licence nobody allowed."""

import json
import re
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from fremrykk.local import parts
from fremrykk.local.install import ROOT, lock

POLICY = (ROOT / "SECURITY.md").read_text()


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sbom")
    parts.write_python(folder / parts.PYTHON)
    parts.write_styles(folder / parts.STYLES)
    return folder


def held(path: Path) -> dict[str, dict]:
    return {f"{part['name']}=={part['version']}": part for part in json.loads(path.read_text())["components"]}


@pytest.mark.asvs("CFG-10")
def test_every_locked_package_is_listed_with_its_hashes_and_its_licence(written):
    locked = lock("base").read_text()
    hashes = set(re.findall(r"sha256:([0-9a-f]{64})", locked))
    listed = held(written / parts.PYTHON)

    told = {
        each["content"] for part in listed.values()
        for reference in part["externalReferences"] for each in reference.get("hashes", ())
    }  # fmt: skip

    assert set(listed) == set(re.findall(r"^([a-z0-9._-]+==[^ ;]+)", locked, re.MULTILINE))
    assert told == hashes
    assert [name for name, part in listed.items() if "licenses" not in part] == []


@pytest.mark.asvs("CFG-10")
def test_the_style_sheets_are_listed_and_their_tools_are_not(written):
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    shipped = {
        f"{name.rpartition('node_modules/')[2]}=={package['version']}"
        for name, package in packages.items()
        if name and not package.get("dev")
    }

    listed = held(written / parts.STYLES)

    assert set(listed) == shipped
    assert [name for name, part in listed.items() if not part["hashes"]] == []


@pytest.mark.parametrize(("name", "version"), [(parts.PYTHON, SchemaVersion.V1_6), (parts.STYLES, SchemaVersion.V1_5)])
def test_the_lists_are_cyclonedx(written, name, version):
    assert JsonStrictValidator(version).validate_str((written / name).read_text()) is None


@pytest.mark.asvs("CFG-10")
def test_every_part_is_under_a_licence_we_allow(written):
    found = [part for name in (parts.PYTHON, parts.STYLES) for part in held(written / name).values()]

    assert list(parts.findings(dict(map(parts.licensed, found)))) == []


# The negative controls.
@pytest.mark.parametrize(
    "expression",
    ["AGPL-3.0-only", "GPL-3.0-or-later", "MIT AND GPL-2.0-only", "GPL-2.0-only OR AGPL-3.0-only", "(MIT OR SSPL-1.0) AND MIT"],
)  # fmt: skip
def test_a_licence_nobody_allowed_is_named(expression):
    assert list(parts.findings({"good 1.0": "MIT OR GPL-2.0-only", "bad 2.0": expression})) == [
        f"bad 2.0 is under {expression}, which we do not ship: take another package."
    ]


def test_a_part_without_a_licence_is_named():
    assert list(parts.findings({"silent 1.0": ""})) == [
        "silent 1.0 says no licence that is understood: read its files and write it down in fremrykk/local/parts.py."
    ]
    assert (parts.licence_of("no-such-package"), parts.spdx("do what you like")) == ("", "")


def test_what_was_read_by_somebody_is_still_shipped():
    assert set(parts.READ) - set(re.findall(r"^([a-z0-9._-]+)==", lock("base").read_text(), re.MULTILINE)) == set()


@pytest.mark.asvs("CFG-10")
def test_how_soon_a_hole_is_mended_is_written_down():
    limits = dict(re.findall(r"^\| (critical|high|all others)[^|]*\| ([^|]+) \|$", POLICY, re.MULTILINE))

    assert limits == {"critical": "48 hours", "high": "7 days", "all others": "30 days"}
    assert ("/.well-known/security.txt" in POLICY, "/sikkerhet/" in POLICY) == (True, True)
