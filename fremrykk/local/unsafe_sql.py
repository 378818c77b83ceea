"""Which statements of a migration hold a table, by their words; bodies of functions are not looked into."""

import re

BODIES = re.compile(r"\$(\w*)\$.*?\$\1\$|--[^\n]*", re.DOTALL)
HOLDS = {
    r"\bcreate\s+(unique\s+)?index\b(?!\s+concurrently)": (
        "CREATE INDEX holds all writers: CREATE INDEX CONCURRENTLY, with atomic = False."
    ),
    r"\bdrop\s+index\b(?!\s+concurrently)": (
        "DROP INDEX waits for everybody: DROP INDEX CONCURRENTLY, with atomic = False."
    ),
    r"\badd\s+constraint\b(?![^;]*(\bnot\s+valid\b|\busing\s+index\b))": (
        "ADD CONSTRAINT reads the whole table: NOT VALID, and VALIDATE in a later migration."
    ),
    r"\bgenerated\s+always\b": (
        "A generated column writes the whole table anew: a plain column, a trigger, and BatchedBackfill."
    ),
    r"\badd\s+column\b(?=[^;]*\bnot\s+null\b)(?![^;]*\bdefault\b)": (
        "A new column must do without a value: the program before knows nothing of it."
    ),
    r"\balter\s+(column\s+)?\S+\s+(set\s+data\s+)?type\b": (
        "Another type writes the whole table anew: a new column beside the old one."
    ),
    r"\bset\s+not\s+null\b": (
        "SET NOT NULL reads the whole table: CHECK (… IS NOT NULL) NOT VALID, VALIDATE, and then a reason."
    ),
    r"\bdrop\s+(column|table)\b": (
        "The program before still uses it: ForgetField or ForgetModel, and DropColumn or DropTable a release later."
    ),
    r"\brename\b": "The program before knows the old name: a new one beside it, and the old one goes two releases later.",
    r"\bupdate\s+(only\s+)?[\w.\"]+\s+(as\s+)?(\w+\s+)?set\b|\bdelete\s+from\b": "All rows in one transaction: BatchedBackfill.",
    r"\b(vacuum\s+full|cluster|lock\s+table|truncate)\b": "It shuts the table.",
    r"\b(lock|statement)_timeout\b": "`migrate` says how long is waited for a lock, and tries again.",
}


def complaint(text: str) -> str | None:
    bare = BODIES.sub("", text).lower()
    return next((said for pattern, said in HOLDS.items() if re.search(pattern, bare)), None)
