"""What the program may do in its own database, table by table: the one list, and what keeps it true.

Two roles. The *owner* has the schema and runs `migrate`. The *program* (web, worker, beat, every other command) owns
nothing: it can neither drop nor alter a table, and what was written down once it can only read and add to. `migrate`
grants anew each time it ends (fremrykk.accounts.apps), so that nobody has to think of it; a check and the start of the
program ask the database whether it still is so.
"""

from collections.abc import Iterable

from django.db import connection, transaction
from psycopg import sql

OWNER, PROGRAM = "fremrykk_owner", "fremrykk_app"

ALL = {"SELECT", "INSERT", "UPDATE", "DELETE"}
READ, ADD, CHANGE = {"SELECT"}, {"SELECT", "INSERT"}, {"SELECT", "INSERT", "UPDATE"}

# Written by `migrate` alone.
READ_ONLY = {"auth_group", "auth_group_permissions", "auth_permission", "django_content_type", "django_migrations"}

# Never changed; what is over leaves through functions of the owner's (privacy_expire_…), which ask the proof first.
ADDED_TO_ONLY = {
    "clients_agencypaper",
    "privacy_consentevent",
    "privacy_disclosure",
    "privacy_erasure",
    "privacy_trailentry",
    "privacy_trailseal",
}

# Counted on, and nothing else of a row changes.
COUNTED = {"candidates_campaigntally": {"count"}, "candidates_checktally": {"count"}}

# They have a life (told, approved, closed, superseded), but the program never takes one away.
NEVER_DELETED = {
    "candidates_campaign",
    "candidates_campaignkey",
    "candidates_campaignwording",
    "privacy_controller",
    "privacy_cookieentry",
    "privacy_filecheck",
    "privacy_inboxreading",
    "privacy_journalhead",
    "privacy_notice",
    "privacy_processingactivity",
    "privacy_purgerun",
    "privacy_recipientnotice",
    "privacy_registercopy",
    "privacy_retentionperiod",
    "privacy_termsversion",
}

# Of the owner's, called by the program: they act with the owner's rights (SECURITY DEFINER, with a fixed search_path).
FUNCTIONS = "privacy_expire_ledgers(date), privacy_expire_disclosures(date), privacy_sample(text)"
INNER_FUNCTIONS = "privacy_expire_rows(date)"  # called by the others alone

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"

# A privilege on one column counts for the table: it is more than none.
HELD = """
SELECT class.relname, kind, has_table_privilege(%(who)s, class.oid, kind),
  CASE WHEN kind = 'UPDATE' THEN ARRAY(
    SELECT attname::text FROM pg_attribute WHERE attrelid = class.oid AND attnum > 0 AND NOT attisdropped
      AND has_column_privilege(%(who)s, class.oid, attnum, 'UPDATE')) END
FROM pg_class class, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) kind
WHERE class.relnamespace = 'public'::regnamespace AND class.relkind IN ('r', 'p')
"""

TOO_MUCH = """
SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
  OR has_schema_privilege('public', 'CREATE')
  OR EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
             AND pg_has_role(relowner, 'USAGE'))
  OR EXISTS (SELECT FROM pg_class WHERE oid = ANY (%(ledgers)s::regclass[])
             AND (has_table_privilege(oid, 'UPDATE') OR has_table_privilege(oid, 'DELETE') OR has_table_privilege(oid, 'TRUNCATE')))
"""

OWNS_IT = """
SELECT has_schema_privilege('public', 'CREATE') AND NOT EXISTS (
  SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT pg_has_role(relowner, 'USAGE'))
"""


class MayTooLittle(Exception):
    """`migrate` was started with a role that does not own the tables."""


class MayTooMuch(Exception):
    """The program was given a role that could undo what it must only add to."""


def allowed(table: str) -> set[str]:
    """What the program may do with the whole of a table."""
    if table in READ_ONLY:
        return READ
    if table in ADDED_TO_ONLY or table in COUNTED:
        return ADD
    return CHANGE if table in NEVER_DELETED else ALL


def is_there() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [PROGRAM])
        return bool(cursor.rowcount)


@transaction.atomic
def grant() -> None:
    """Give the program what the list says, and take everything else; done twice, nothing changes. As the owner."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        for statement in _statements(tables, connection.settings_dict["NAME"]):
            cursor.execute(statement)


def _statements(tables: Iterable[str], database: str) -> Iterable[sql.Composed]:
    names: dict[str, sql.Composable] = {
        "program": sql.Identifier(PROGRAM),
        "database": sql.Identifier(database),
        "functions": sql.SQL(FUNCTIONS),
        "inner": sql.SQL(INNER_FUNCTIONS),
    }
    for words in (
        "REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC, {program}",
        "GRANT CONNECT ON DATABASE {database} TO {program}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC, {program}",
        "GRANT USAGE ON SCHEMA public TO {program}",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {program}",
        "REVOKE ALL ON FUNCTION {functions}, {inner} FROM PUBLIC, {program}",
        "GRANT EXECUTE ON FUNCTION {functions} TO {program}",
    ):
        yield sql.SQL(words).format(**names)
    for table in tables:
        rights = sql.SQL(", ").join(map(sql.SQL, sorted(allowed(table))))
        yield sql.SQL("GRANT {} ON {} TO {}").format(rights, sql.Identifier(table), names["program"])
    for table in sorted(COUNTED.keys() & set(tables)):
        columns = sql.SQL(", ").join(map(sql.Identifier, sorted(COUNTED[table])))
        yield sql.SQL("GRANT UPDATE ({}) ON {} TO {}").format(columns, sql.Identifier(table), names["program"])


def differences() -> list[str]:
    """Where what the program may do is not what the list says; each a sentence."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"who": PROGRAM})
        return [said for row in sorted(cursor.fetchall()) if (said := _difference(*row))]


def _difference(table: str, kind: str, is_held: bool, columns: list[str] | None) -> str | None:
    is_allowed = kind in allowed(table)
    if is_held != is_allowed:
        return f"{PROGRAM} {'may' if is_held else 'may not'} {kind} {table}."
    wanted = COUNTED.get(table, set())
    if columns is not None and not is_allowed and set(columns) != wanted:
        return f"{PROGRAM} may UPDATE {', '.join(sorted(columns)) or 'no column'} of {table}."
    return None


def refuse_too_little() -> None:
    """Stop `migrate` before it begins, unless its role has the schema and everything in it."""
    with connection.cursor() as cursor:
        cursor.execute(OWNS_IT)
        if not cursor.fetchone()[0]:
            raise MayTooLittle(
                "`migrate` must run as the role that owns the database and every table in it: "
                f"start it with the DATABASE_URL of {OWNER} (README, Two roles)."
            )


def refuse_too_much() -> None:
    """Stop this process when its role could alter tables or change what is only added to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('privacy_trailentry') IS NULL")
        if cursor.fetchone()[0]:
            return  # nothing is there yet
        cursor.execute(TOO_MUCH, {"ledgers": sorted(ADDED_TO_ONLY)})
        if cursor.fetchone()[0]:
            raise MayTooMuch(
                "Refusing to start: the role in DATABASE_URL could alter tables or change the trail. "
                f"It must be {PROGRAM}, or a role that is a member of it and of nothing else; only `migrate` runs as {OWNER}."
            )
