"""A nudge names a task that is there; one that names none would be lost without a word, since a sweep hides it."""

import ast

from celery import current_app

from privacy import registries
from tests.source import modules, tree


def nudged():
    """Each task named in a call of `nudge`, but for those that come from the registry."""
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "nudge":
                yield from (each.value for each in node.args[:1] if isinstance(each, ast.Constant))


def test_every_nudge_names_a_task():
    current_app.loader.import_default_modules()
    names = {*nudged(), *registries.after_erasure}

    assert len(names) >= 7
    assert [name for name in names if name not in current_app.tasks] == []
