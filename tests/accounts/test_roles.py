import pytest
from django.contrib.auth.models import Group, Permission

from fremrykk.accounts.actions import roles
from fremrykk.accounts.choices import ROLES, Role
from tests.database_role import by_force

GRANTED = sorted({name for rights in ROLES.values() for name in rights.permissions})


def held(group: Group) -> set[str]:
    return {f"{app}.{code}" for app, code in group.permissions.values_list("content_type__app_label", "codename")}


def test_every_role_is_in_the_table():
    assert list(ROLES) == list(Role)


def test_every_role_has_a_sentence_of_its_own():
    sentences = [str(rights.sentence) for rights in ROLES.values()]

    assert len(set(sentences)) == len(Role)
    assert [sentence for sentence in sentences if not sentence.endswith(".")] == []


def test_every_permission_named_exists(db):
    known = {f"{app}.{code}" for app, code in Permission.objects.values_list("content_type__app_label", "codename")}

    assert [name for name in GRANTED if name not in known] == []


def test_migrate_has_filled_the_groups(db):
    assert {group.name: held(group) for group in Group.objects.all()} == {
        role.value: set(rights.permissions) for role, rights in ROLES.items()
    }


def test_syncing_takes_back_what_the_table_does_not_grant(db):
    group = Group.objects.get(name="marketing")
    with by_force():  # as in `migrate`
        group.permissions.add(Permission.objects.get(codename="view_candidate"))

        roles.sync()

    assert held(group) == set(ROLES[Role.MARKETING].permissions)


def test_syncing_again_writes_nothing(db, django_assert_num_queries):
    with by_force(), django_assert_num_queries(2 + 3 * len(Role)) as queries:
        roles.sync()

    assert [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


@pytest.mark.parametrize("role", [Role.FINANCE, Role.PAYROLL, Role.EDITOR, Role.MARKETING, Role.SYSTEM])
def test_who_does_not_work_with_candidates_sees_none(role):
    people = [name for name in ROLES[role].permissions if name.startswith("candidates.")]

    # What we advertise for is no person; whoever is employed is seen as such, by those who pay and account for it.
    allowed = {"campaign", "employment", "nextofkin", "authorityreport", "assignment"}
    assert {name.rpartition("_")[2] for name in people} <= allowed


def test_only_manager_and_system_touch_accounts():
    touching = {role for role, rights in ROLES.items() if "accounts.change_user" in rights.permissions}

    assert touching == {Role.MANAGER, Role.SYSTEM}


NO_PERSONS = ("candidates.delete_note", "privacy.delete_standin")  # what one wrote oneself, and who stands in


def test_only_those_who_answer_for_people_erase_and_only_persons():
    erasing = {(role, name) for role, rights in ROLES.items() for name in rights.permissions if ".delete_" in name}

    assert erasing == {
        (Role.MANAGER, "candidates.delete_candidate"),
        (Role.MANAGER, "candidates.delete_lead"),
        (Role.MANAGER, "candidates.delete_referee"),
        (Role.PAYROLL, "candidates.delete_nextofkin"),
        (Role.MANAGER, "clients.delete_soleproprietor"),
        (Role.MANAGER, "clients.delete_clientcontact"),
        (Role.PRIVACY, "candidates.delete_candidate"),
        (Role.PRIVACY, "candidates.delete_lead"),
        (Role.PRIVACY, "candidates.delete_referee"),
        (Role.PRIVACY, "clients.delete_soleproprietor"),
        (Role.PRIVACY, "clients.delete_clientcontact"),
        (Role.ADVISER, "candidates.delete_candidate"),
        (Role.ADVISER, "candidates.delete_lead"),
        (Role.ADVISER, "candidates.delete_referee"),
    } | {(role, name) for role in (Role.MANAGER, Role.ADVISER) for name in NO_PERSONS}
