"""Each rule broken once, and whether a test notices: `python -m tests.privacy.machine.mutations [FILE ...]`.

A mutant is the program with one comparison, connective, bound, constant or statement changed, in a copy of the tree. One
that no test fails for is printed: either a test is missing, or the change changes nothing.
"""

import ast
import copy
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
PURE = ["privacy/decide/facts.py", "privacy/decide/outcomes.py", "privacy/decide/rules.py", "privacy/grounds/single.py"]
PURE += ["privacy/grounds/combined.py", "privacy/grounds/known.py"]
WRITING = ["privacy/actions/erasure.py", "privacy/actions/deletion.py"]
THINKING = ("tests/privacy/test_decide.py", "tests/privacy/test_grounds.py", "tests/privacy/test_reference.py")
DOING = (
    "tests/privacy/actions/test_erasure.py",
    "tests/privacy/actions/test_purge.py",
    "tests/privacy/actions/test_shared_rows.py",
    "tests/privacy/test_restore_drill.py",
    "tests/privacy/test_races.py::test_a_number_merged_away_meanwhile_is_let_go_of_before_the_person_is_waited_for",
)
TESTS = dict.fromkeys(PURE, THINKING) | dict.fromkeys(WRITING, DOING)
LEFT_OUT = {".venv", "node_modules", ".git", "var", ".mypy_cache", ".ruff_cache", ".hypothesis", ".pytest_cache"}

COMPARED = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
COMPARED |= {ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In}
CALLED = {"max": "min", "min": "max", "any": "all", "all": "any"}


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """The line, what was changed, and the changed source."""
    tree = ast.parse(source)
    idle = set(without_effect(tree))
    for number, node in enumerate(ast.walk(tree)):
        for what, change in changes(node) if node not in idle else ():
            broken = copy.deepcopy(tree)
            change(next(each for place, each in enumerate(ast.walk(broken)) if place == number))
            yield getattr(node, "lineno", 0), what, ast.unparse(ast.fix_missing_locations(broken))


def without_effect(tree):
    """Constants that say how a record is made (`frozen`) or guard against a mistake nobody made (`zip(strict=True)`)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in {"frozen", "strict"}:
            yield node.value


def changes(node):
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARED:
            yield "comparison", lambda it: it.ops.__setitem__(0, COMPARED[type(it.ops[0])]())
        case ast.BoolOp():
            yield "and/or", lambda it: setattr(it, "op", ast.And() if isinstance(it.op, ast.Or) else ast.Or())
        case ast.UnaryOp(op=ast.Not()):
            yield "not dropped", lambda it: (setattr(it, "op", ast.Not()), setattr(it, "operand", negated(it.operand)))
        case ast.Call(func=ast.Name(id=name)) if name in CALLED:
            yield name, lambda it: setattr(it.func, "id", CALLED[it.func.id])
        case ast.Constant(value=bool()):
            yield "constant", lambda it: setattr(it, "value", not it.value)
        case ast.IfExp():
            yield (
                "other branch",
                lambda it: (lambda a, b: (setattr(it, "body", b), setattr(it, "orelse", a)))(it.body, it.orelse),
            )
        case ast.FunctionDef(body=body):
            yield from dropped(body)


def negated(operand: ast.expr) -> ast.expr:
    return ast.UnaryOp(op=ast.Not(), operand=operand)


def dropped(body):
    """A call for its effect, a raise or an `if` without an else, left out."""
    for place, statement in enumerate(body):
        is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if isinstance(statement, ast.Expr | ast.If | ast.For) and not is_text:
            yield "statement dropped", lambda it, at=place: it.body.__setitem__(at, ast.Pass())


def run(files: list[str], copies: Path) -> int:
    """Returns how many survived."""
    tree = copies / "tree"
    shutil.copytree(ROOT, tree, ignore=lambda _folder, names: LEFT_OUT & set(names))
    for linked in (".venv", "node_modules", "var"):
        if (ROOT / linked).exists():
            (tree / linked).symlink_to(ROOT / linked)
    tried, survivors = 0, []
    for file in files:
        source = (tree / file).read_text()
        for line, what, broken in mutants(source):
            (tree / file).write_text(broken)
            tried += 1
            if passes(tree, TESTS[file]):
                survivors.append(f"{file}:{line}: {what}")
                print("survived", survivors[-1], flush=True)
        (tree / file).write_text(source)
        print(f"{file}: {tried} tried so far, {len(survivors)} survived", flush=True)
    print(f"{tried - len(survivors)} of {tried} mutants found")
    return len(survivors)


def passes(tree: Path, tests: tuple[str, ...]) -> bool:
    command = [".venv/bin/python", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    try:
        return subprocess.run(command, cwd=tree, check=False, capture_output=True, timeout=240).returncode == 0
    except subprocess.TimeoutExpired:
        return False


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as copies:
        sys.exit(min(1, run(sys.argv[1:] or [*PURE, *WRITING], Path(copies))))
