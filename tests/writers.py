"""What each action writes, locks and refreshes, read from its source: its own statements and those it calls, in order."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tests.source import modules, name, tree

WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "save", "delete"}
NO_ROWS = {"case_storage", "digest", "document_storage", "storages"}  # have methods of the same names
LOCKS = {
    "privacy.actions.subjects.lock_who_is_left",
    "privacy.actions.subjects.create",
    "privacy.actions.subjects.create_many",
}  # nobody knows a new person yet
ADDS = "privacy.actions.rows.add"  # rows of the model it is given
REFRESHES = {"privacy.actions.retention.refresh"}


@dataclass(frozen=True)
class Event:
    """`kind` is write, lock or refresh; of a write `what` is what is written to, as the source calls it."""

    kind: str
    what: str


@dataclass
class Source:
    """All functions of some modules, by their full names, and what each module means by a name."""

    trees: Mapping[str, ast.Module]
    _seen: dict[str, list[Event]] = field(default_factory=dict)

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef]:
        return {
            f"{module}.{node.name}": node
            for module, parsed in self.trees.items()
            for node in parsed.body
            if isinstance(node, ast.FunctionDef)
        }

    @cached_property
    def imported(self) -> dict[str, dict[str, str]]:
        return {
            module: {
                alias.asname or alias.name: f"{node.module}.{alias.name}"
                for node in parsed.body
                if isinstance(node, ast.ImportFrom)
                for alias in node.names
            }
            for module, parsed in self.trees.items()
        }

    def doors(self) -> list[str]:
        """The functions others call."""
        return sorted(full for full in self.functions if not full.rpartition(".")[2].startswith("_"))

    def events(self, full: str) -> list[Event]:
        """What happens in this function, in the order of the source, the functions it calls included."""
        if full not in self._seen:
            self._seen[full] = []  # one that calls itself adds nothing
            module = full.rpartition(".")[0]
            self._seen[full] = [event for node in self.functions[full].body for event in self._in(node, module)]
        return self._seen[full]

    def _in(self, node: ast.AST, module: str) -> Iterator[Event]:
        for child in ast.iter_child_nodes(node):
            yield from self._in(child, module)
        if isinstance(node, ast.Call):
            yield from self._called(node, module)

    def _called(self, call: ast.Call, module: str) -> Iterator[Event]:
        full = self.full_name(call.func, module)
        if full in LOCKS:
            yield Event("lock", full)
        elif full in REFRESHES:
            yield Event("refresh", full)
        elif full == ADDS:
            yield Event("write", _root(call.args[0]))
        elif full in self.functions:
            yield from self.events(full)
        elif isinstance(call.func, ast.Attribute) and call.func.attr in WRITES:
            yield Event("write", _root(call.func))

    def full_name(self, called: ast.expr, module: str) -> str:
        known = self.imported[module]
        if isinstance(called, ast.Name):
            return known.get(called.id, f"{module}.{called.id}")
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            return f"{known.get(called.value.id, '')}.{called.attr}"
        return ""


def _root(node: ast.expr) -> str:
    """The name a chain of calls and attributes begins with."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def written(events: list[Event], known: set[str], watched: set[str]) -> list[int]:
    """Where in these events a watched model is written to. What is no model's name may be a row of any: it counts."""
    return [
        place
        for place, event in enumerate(events)
        if event.kind == "write" and event.what not in NO_ROWS and (event.what in watched or event.what not in known)
    ]


def actions() -> Source:
    paths = [path for path in modules() if path.parent.name == "actions"]
    return Source({name(path).removesuffix(".py").replace("/", "."): tree(path) for path in paths})
