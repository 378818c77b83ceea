"""Colleagues with too few rights, or a stolen session of one: ways round the trail, the roles and the second pair of eyes."""

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.choices import KeepScope
from candidates.choices.facts import ListSort
from candidates.models import SpecialCheck
from fremrykk.accounts.actions import users
from privacy.actions import notices
from privacy.choices import Verb
from privacy.choices.requests import Right
from privacy.models import Request, TrailEntry
from tests import factories as made
from tests import workspace

pytestmark = pytest.mark.django_db


def seen(person, *verbs) -> list[str]:
    found = TrailEntry.objects.filter(subject_uuid=person.subject_id, verb__in=verbs or [Verb.VIEWED])
    return list(found.order_by("pk").values_list("verb", flat=True))


def page(row, name="change", **names) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk, *names.values()])


# --- nobody is read past the trail ---
@pytest.mark.promise("P2", "P56")
def test_who_is_found_in_the_list_of_applications_reads_it(client):
    """It searches the words of CVs, as the search does."""
    workspace.sign_in(client, "adviser")
    found, other = made.ApplicationFactory(candidate__last_name="Uvanlig"), made.ApplicationFactory()

    client.get(reverse("admin:candidates_application_changelist"))
    before = seen(found.candidate, Verb.FOUND)
    client.get(reverse("admin:candidates_application_changelist"), {"q": "Uvanlig"})

    assert (before, seen(found.candidate, Verb.FOUND), seen(other.candidate, Verb.FOUND)) == ([], [Verb.FOUND], [])


@pytest.mark.promise("P2", "P56")
def test_who_is_offered_while_a_word_is_typed_reads_it(client):
    workspace.sign_in(client, "adviser")
    found, other = made.CandidateFactory(last_name="Uvanlig"), made.CandidateFactory()
    choice = {"app_label": "candidates", "model_name": "application", "field_name": "candidate"}

    answer = client.get(reverse("admin:autocomplete"), choice | {"term": "Uvanlig"})

    assert [each["id"] for each in answer.json()["results"]] == [str(found.pk)]
    assert (seen(found, Verb.FOUND), seen(other, Verb.FOUND)) == ([Verb.FOUND], [])


@pytest.mark.promise("P2", "P56")
def test_a_form_sent_wrong_shows_nobody_past_the_trail(client, approved_periods):
    """The card stands beneath the form that is shown again: whoever sends nonsense has read it."""
    workspace.sign_in(client, "adviser")
    candidate = made.CandidateFactory()

    answer = client.post(page(candidate), {"first_name": ""})

    assert (answer.status_code, "panels" in answer.context) == (200, True)
    assert seen(candidate) == [Verb.VIEWED]


@pytest.mark.promise("P2", "P56")
def test_a_step_sent_wrong_shows_nobody_past_the_trail(client):
    workspace.sign_in(client, "adviser")
    case = made.InboxCaseFactory()

    answer = client.post(page(case, "step", step="request"), {"right": "none"})

    assert (answer.status_code, len(answer.context["panels"])) == (200, 1)
    assert seen(case) == [Verb.VIEWED]


@pytest.mark.promise("P2", "P56")
def test_two_who_may_be_one_are_not_compared_past_the_trail(client):
    workspace.sign_in(client, "adviser")
    one, other = made.CandidateFactory(), made.CandidateFactory()

    client.post(reverse("admin:merge_candidates", args=[one.pk, other.pk]), {"into": "nobody"})
    client.post(reverse("admin:facts", args=[one.pk]), {"form-TOTAL_FORMS": "x"})

    assert (seen(one), seen(other)) == ([Verb.VIEWED, Verb.VIEWED], [Verb.VIEWED])


@pytest.mark.promise("P61")
def test_where_somebody_set_aside_stands_in_the_order_of_names_is_told_by_no_page(client):
    """Their number, known from before, begins no page: what came behind would say what they are called."""
    workspace.sign_in(client, "adviser")
    hidden, shown = made.CandidateFactory(last_name="Moe"), made.CandidateFactory(last_name="Berg")
    for candidate in (hidden, shown):
        made.ApplicationFactory(candidate=candidate, keep_scope=KeepScope.CANDIDATE_BASE, submitted_at=timezone.now())
    made.RestrictionFactory(subject=hidden.subject)
    asked = {"choice": "candidate_base", "sort": ListSort.NAME, "after": str(hidden.pk)}

    answer = client.get(reverse("admin:search"), asked)

    assert [each for each, _profile, _mark in answer.context["hits"]] == [shown]


@pytest.mark.promise("P2", "P56")
@pytest.mark.usefixtures("approved_periods")
def test_who_is_shown_to_somebody_who_enters_a_name_reads_it(client):
    """A new candidate of a name that is here shows the address and telephone number of its bearer."""
    workspace.sign_in(client, "adviser")
    known = made.CandidateFactory(first_name="Kari", last_name="Lundemo", phone="+4722334455")
    typed = {"first_name": "Kari", "last_name": "Lundemo", "phone": "22 33 44 55", "language": "nb"}
    day = {"received_on": timezone.localdate().isoformat(), "collected_from": "person"}

    answer = client.post(reverse("admin:candidates_candidate_add"), typed | day)

    assert known.get_absolute_url() in answer.text
    assert seen(known, Verb.FOUND) == [Verb.FOUND]


# --- relations ---
@pytest.mark.promise("P2", "P25")
def test_nobody_takes_an_order_to_read_the_checks_of_its_candidates(client):
    """They are read by the order's own adviser: an adviser who could name themselves would read them all."""
    thief = workspace.sign_in(client, "adviser")
    order = made.JobOrderFactory(adviser=workspace.colleague("adviser"))
    noted = made.SpecialCheckFactory(notice__application__job_order=order)

    refused = client.post(page(order), {"title": order.title, "adviser": thief.pk})
    kept = client.post(page(order), {"title": "Kokk", "adviser": order.adviser_id})

    before, title = order.adviser_id, "Kokk"
    order.refresh_from_db()
    assert (refused.status_code, kept.status_code, order.adviser_id, order.title) == (200, 302, before, title)
    assert [noted.pk, *SpecialCheck.objects.visible_to(thief)] == [noted.pk]


@pytest.mark.promise("P2")
@pytest.mark.parametrize(("who", "status"), [("own", 302), ("manager", 302), ("other", 200)])
def test_a_client_is_handed_over_by_whoever_answers_for_it(client, who, status):
    """Its own adviser opens the signed agreements."""
    own, manager, other = workspace.colleague("adviser"), workspace.colleague("manager"), workspace.colleague("adviser")
    company = made.ClientCompanyFactory(adviser=own)
    workspace.log_in(client, {"own": own, "manager": manager, "other": other}[who])

    answer = client.post(page(company), {"name": company.name, "adviser": other.pk})

    company.refresh_from_db()
    assert (answer.status_code, company.adviser_id) == (status, other.pk if status == 302 else own.pk)


@pytest.mark.promise("P2", "P21")
@pytest.mark.parametrize(("role", "is_one"), [("adviser", False), ("manager", True)])
def test_no_adviser_makes_an_employee_one_with_an_account_of_their_own(client, role, is_one, approved_periods):
    """The account that goes on reads pay, number and bank account of the other on its own pages."""
    workspace.sign_in(client, role)
    employee, accomplice = made.CandidateFactory(), made.CandidateFactory()
    made.EmploymentFactory(subject=employee.subject)
    said = {name: getattr(accomplice, name) for name in ("first_name", "last_name", "phone", "language")}

    client.post(
        reverse("admin:merge_candidates", args=[employee.pk, accomplice.pk]),
        said | {"goes_on": str(accomplice.pk), "is_one": "on"},
    )

    employee.subject.refresh_from_db()
    assert (employee.subject.merged_into_id == accomplice.subject_id) == is_one


# --- roles ---
@pytest.mark.promise("P2")
@pytest.mark.parametrize(("role", "is_shown"), [("system", False), ("privacy", True), ("manager", True)])
def test_what_was_written_to_a_person_is_read_by_whoever_reads_the_history(client, role, is_shown):
    """Whoever keeps the program running sees that it went, and no letter to a candidate."""
    workspace.sign_in(client, role)
    mail = made.OutgoingMailFactory(subject=made.CandidateFactory().subject, body_text="Vi valgte en annen enn deg.")

    answer = client.get(page(mail))

    assert ("Vi valgte en annen" in answer.content.decode()) == is_shown


@pytest.mark.promise("P2")
def test_who_keeps_the_program_running_gives_nobody_their_roles_back():
    """An account that was closed opens with the roles it had: that is giving them."""
    system, manager = workspace.colleague("system"), workspace.colleague("manager")
    gone, plain = workspace.colleague("adviser"), workspace.colleague()
    for account in (gone, plain):
        users.deactivate(user=account, by=manager, at=timezone.now())

    with pytest.raises(users.OnlyManagersGiveRoles):
        users.activate(user=gone, by=system, at=timezone.now())
    users.activate(user=plain, by=system, at=timezone.now())

    gone.refresh_from_db()
    plain.refresh_from_db()
    assert (gone.is_active, plain.is_active) == (False, True)
    users.activate(user=gone, by=manager, at=timezone.now())
    gone.refresh_from_db()
    assert gone.is_active


@pytest.mark.promise("P60")
@pytest.mark.parametrize(("role", "is_theirs"), [("adviser", False), ("privacy", True)])
def test_who_asked_is_settled_by_whoever_answers_requests(client, role, is_theirs, approved_periods):
    """Else an adviser could withdraw the consents of anybody, and set their data aside, by a mail of their own."""
    workspace.sign_in(client, role)
    candidate, case = made.CandidateFactory(), made.InboxCaseFactory()
    sent = {"right": Right.OBJECTION, "received_on": timezone.localdate().isoformat(), "who": str(candidate.subject_id)}

    client.post(page(case, "step", step="request"), sent | {"identity_note": "Stemmen"})

    assert Request.objects.filter(subject=candidate.subject).exists() == is_theirs


@pytest.mark.promise("P8")
def test_the_manager_puts_in_force_what_was_read_and_no_later_draft(client):
    """Whoever drafts could write another text between the reading and the press of the button."""
    workspace.sign_in(client, "manager")
    draft = made.NoticeFactory(approved_at=None, approved_by=None, in_force_from=None, text_nb="Lest.", text_en="Read.")
    address, day = page(draft, "step", step="approve"), {"in_force_from": timezone.localdate().isoformat()}
    read = client.get(address).context["read"]
    notices.redraft(notice=draft, text_nb="Byttet.", text_en="Swapped.", remark="")

    refused = client.post(address, day | {"read": read})
    draft.refresh_from_db()
    before = draft.approved_at
    done = client.post(address, day | {"read": refused.context["read"]})

    draft.refresh_from_db()
    assert (refused.status_code, "Byttet." in refused.text, before) == (200, True, None)
    assert (done.status_code, draft.approved_at is not None) == (302, True)


# --- nonsense ---
def test_a_saved_search_of_a_number_without_end_is_gone_already(client):
    workspace.sign_in(client, "adviser")

    answer = client.post(reverse("admin:search"), {"forget": "9" * 5000})

    assert (answer.status_code, answer.url) == (302, reverse("admin:search"))
