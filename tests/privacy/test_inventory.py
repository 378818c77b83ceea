"""What is erased and exported, field by field, as a page in the repository: each change of it shows in review.

Write it anew:  REWRITE=1 .venv/bin/pytest tests/privacy/test_inventory.py
"""

import os
from pathlib import Path

from privacy import declarations

PAGE = Path(__file__).with_name("inventory.txt")


def lines():
    for declaration in sorted(declarations.declared().values(), key=lambda each: each.label):
        yield f"{declaration.label}: {_what(declaration)}"
        for name, spec in sorted(declaration.fields.items()):
            told = spec.reason or str(spec.category) or ", ".join(spec.about) or "-"
            yield f"    {name}: {spec.kind.value}, {'exported' if spec.exported else 'not exported'}, {told}"


def _what(declaration):
    if not declaration.is_personal:
        return f"not personal: {declaration.reason}"
    if declaration.outlives:
        return f"outlives: {declaration.outlives}"
    hops = [f"{hop.column} = {hop.parent}.{hop.parent_column}" for hop in declaration.hops]
    path = declaration.subject or ", ".join(hops) or "its owner"
    return f"{declaration.activity}, by {path}{', with a storage time' if declaration.keep else ''}"


def test_the_inventory_is_what_is_declared():
    declared = "\n".join(lines()) + "\n"
    if os.environ.get("REWRITE"):
        PAGE.write_text(declared)

    assert PAGE.read_text().splitlines() == declared.splitlines()
