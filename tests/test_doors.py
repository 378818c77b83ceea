"""Every address, each role, an own row and somebody else's: who is answered what stands in `doors.txt`.

A page nobody has entered there fails. Write it anew, and read what has changed:  REWRITE=1 .venv/bin/pytest tests/test_doors.py
"""

import os

import pytest
from django.db import connection

from fremrykk.accounts.choices import Role
from privacy.actions import retention
from privacy.models import Subject
from tests.doors import OF, READERS, World
from tests.privacy import restriction_walk as walk
from tests.source import ROOT

TABLE = ROOT / "tests" / "doors.txt"
HEAD = f"""\
# Who is answered what, in this order: {" ".join(READERS)}.
# The numbers asked for are of rows that belong to "candidate" or to "contact" (a client's contact person); "another" is as both.
# .  shown    n  shown that one is no candidate    >  sent elsewhere    L  to the login    -  403    0  404    x  410
# b  400    5  405    m  415    w  503
# ~  not asked: in the workspace all who do not work here are one; where not even the manager is let in no colleague asks; a page
#    outside that takes no number is asked for by two of the colleagues
"""

# What a look leaves behind: who has opened whose page, that a session is in use, and when a copy was first fetched.
NOTED_BY_LOOKING = {"privacy_trailentry", "django_session", "privacy_package"}

PUBLIC = {"apply", "position"}  # an advertisement is for all
# Pages that show a row to the person whose it is.
OWN = [
    "answer_offer", "answer_receipt", "ask_statement", "change_education", "change_my_contact", "change_sharing", "change_work",
    "choice_receipt", "consent_receipt", "document", "fetch_copy", "invite_colleague", "my_application", "my_copy", "my_interview",
    "my_order", "my_permission", "remove_document", "remove_education", "remove_work", "sharing_receipt", "withdraw_application",
]  # fmt: skip

pytestmark = [pytest.mark.promise("P2"), pytest.mark.asvs("AUT-09")]


@pytest.mark.django_db
@pytest.mark.asvs("AUT-13", "CFG-02", "CFG-09")
@pytest.mark.usefixtures("quiet")
def test_each_door_opens_for_whom_the_table_says_and_to_look_changes_nothing(settings):
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"BACKEND": "tests.doors.NothingDrawn"}]
    world = World()
    doors = list(world.doors())
    for subject in Subject.objects.order_by("pk"):
        retention.refresh(subject.pk)  # rows of a factory have no due day yet; every action of ours sets it
    before = checksums()
    found = world.found(doors)
    now = [
        f"{said:<17}  {name}" if said.startswith("POST") else f"     {said}  {name}"
        for name, said in sorted(found.items())
    ]
    if os.environ.get("REWRITE"):
        TABLE.write_text(HEAD + "\n".join(now) + "\n")

    assert [line for line in TABLE.read_text().splitlines() if not line.startswith("#")] == now
    assert {*world.untold} == set()
    after = checksums()
    changed = {name for name in before if before[name] != after[name]}
    assert (changed - NOTED_BY_LOOKING, "privacy_trailentry" in changed) == (set(), True)


def checksums() -> dict[str, str]:
    """One for each table, of all its rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall()]
        rows = "SELECT md5(string_agg(row::text, '|' ORDER BY row::text)) FROM {} row"
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', ({rows.format(name)})" for name in names))
        return dict(cursor.fetchall())


def table() -> dict[str, dict[str, str]]:
    """The table as it stands: what each reader is answered, by the name of the page."""
    lines = (line[5:].split(maxsplit=1) for line in TABLE.read_text().splitlines() if not line.startswith("#"))
    return {name: dict(zip(READERS, said, strict=True)) for said, name in lines}


def shown(*readers: str, said: str = ".", **where: str) -> list[str]:
    return sorted(
        name for name, row in table().items()
        if name.startswith(where.get("under", "")) and {row[reader] for reader in readers} & set(said)
    )  # fmt: skip


# --- what no new line of the table may say ---
def test_nobody_who_does_not_work_here_is_shown_anything_of_the_workspace():
    assert shown("nobody", "candidate", under="admin:") == []


def test_what_belongs_to_a_person_is_shown_to_nobody_else():
    asked = {name for name in OF if name in table() and not name.startswith("admin:")}
    own = {name for name in asked if "." in (table()[name]["candidate"], table()[name]["contact"])}
    others = set(shown("nobody", "another")) & own

    assert sorted(own - PUBLIC) == OWN
    assert others <= PUBLIC
    assert [name for name in OWN if table()[name]["candidate"] == table()[name]["contact"]] == []


def test_no_role_for_texts_wages_and_campaigns_opens_a_page_about_candidates():
    readers = (Role.FINANCE, Role.PAYROLL, Role.EDITOR, Role.MARKETING, Role.SYSTEM)
    opened = shown(*readers, under="admin:candidates_")

    about_work = tuple(
        f"admin:candidates_{name}_" for name in ("campaign", "employment", "nextofkin", "assignment", "authorityreport")
    )
    assert [name for name in opened if not name.startswith(about_work)] == []
    wages = {name for name in shown(Role.EDITOR, Role.MARKETING, Role.SYSTEM) if name.startswith(about_work[1:])}
    assert wages == set()
    assert [
        name for name in shown(*readers) if name in ("document", "admin:search", "admin:pipeline", "admin:figures")
    ] == []


def test_outside_the_workspace_the_role_counts_only_where_the_walk_past_the_restricted_sends_them_all():
    routes = {page.name: page.route for page in walk.pages()}
    outside = {name: row for name, row in table().items() if not name.startswith("admin:")}
    counts = [name for name, row in outside.items() if len({row[role] for role in Role.values} - {"~"}) > 1]

    assert "document" in counts
    assert [name for name in counts if not routes[name].startswith(walk.COLLEAGUES)] == []


@pytest.mark.parametrize("role", [Role.FINANCE, Role.PAYROLL, Role.EDITOR, Role.MARKETING])
def test_who_sees_no_persons_reads_no_proof_about_them(role):
    personal = ("consentevent", "trailentry", "outgoingmail", "request", "restriction", "inboxcase", "package", "hold")

    assert [name for name in shown(role, under="admin:privacy_") if name.split("_")[1] in personal] == []
