"""The pages where advisers work: found, read, moved, rejected, erased, each through an action and in the trail."""

import datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from candidates.models import Application, Candidate, StageChange
from privacy.models import Erasure, InboxCase, OutgoingMail, TrailEntry
from tests import factories as made
from tests import workspace

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(settings):
    """These tests read what the screens say in the source language."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def adviser(client):
    return workspace.sign_in(client, "adviser")


def page(row, name="change", **names) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk, *names.values()])


def step(row, name: str) -> str:
    return page(row, "step", step=name)


def listed(response) -> list[str]:
    return sorted(str(row) for row in response.context["cl"].result_list)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def trail(row) -> list[tuple[str, str, str]]:
    entries = TrailEntry.objects.filter(subject_uuid=row.subject_id).order_by("pk")
    return [(entry.verb, entry.role, entry.activity) for entry in entries]


# --- reading ---
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("model", "factory", "queries"),
    [
        ("candidate", made.CandidateFactory, 7),
        ("application", made.ApplicationFactory, 8),
        ("document", made.DocumentFactory, 6),
    ],
)
def test_a_list_costs_the_same_however_long(model, factory, queries, count, client, adviser, django_assert_num_queries):
    for _ in range(count):
        factory()
    address = reverse(f"admin:candidates_{model}_changelist")
    client.get(address)

    with django_assert_num_queries(queries):
        response = client.get(address)

    assert len(response.context["cl"].result_list) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_home_page_costs_the_same_however_much_waits(count, client, adviser, django_assert_num_queries):
    made.ApplicationFactory.create_batch(count)
    client.get(reverse("admin:index"))

    with django_assert_num_queries(31):
        response = client.get(reverse("admin:index"))

    assert [line.count for line in response.context["waiting"] if line.count] == [count]


def test_a_long_list_is_not_counted_to_its_end(client, adviser, monkeypatch):
    monkeypatch.setattr("privacy.admin.paginator.CAP", 2)
    made.CandidateFactory.create_batch(4)

    response = client.get(reverse("admin:candidates_candidate_changelist"))

    paginator = response.context["cl"].paginator
    assert (paginator.counted, paginator.count, paginator.is_capped) == (3, 2, True)


def test_opening_a_candidate_is_written_where_the_person_reads_it(client, adviser):
    candidate = made.CandidateFactory()

    client.get(page(candidate))

    assert trail(candidate) == [("viewed", "adviser", "candidate_base")]


def test_opening_an_application_or_a_text_is_written_too(client, adviser):
    used = made.ApplicationDocumentFactory()

    client.get(page(used.application))
    client.get(page(used.document))

    assert trail(used.application.candidate) == [("viewed", "adviser", "applications")] * 2


def test_a_word_of_the_cv_finds_its_candidate(client, adviser):
    wanted = made.ApplicationFactory().candidate
    made.DocumentFactory(candidate=wanted, text="Jeg har jobbet som regnskapsfører")
    made.DocumentFactory(text="Jeg har jobbet som regnskapsfører, og har ikke sagt ja til mer enn det")
    made.DocumentFactory(text="Jeg er utvikler")

    response = client.get(reverse("admin:candidates_candidate_changelist"), {"q": "regnskap"})

    assert listed(response) == [str(wanted)]
    assert "«regnskapsfører»" in response.text


def test_a_word_of_the_cv_finds_the_application(client, adviser):
    wanted = made.ApplicationFactory()
    made.DocumentFactory(candidate=wanted.candidate, text="Jeg har jobbet som regnskapsfører")
    made.ApplicationFactory()

    response = client.get(reverse("admin:candidates_application_changelist"), {"q": "regnskap"})

    assert listed(response) == [str(wanted)]


@pytest.mark.parametrize(
    ("asked", "found"), [("stage=new", 1), ("stage=open", 2), ("age=14&stage=open", 1), ("stage=x", 3)]
)
def test_applications_are_filtered_by_stage_and_age(asked, found, client, adviser):
    now = datetime.datetime.now(datetime.UTC)
    made.ApplicationFactory(stage="new", stage_since=now)
    made.ApplicationFactory(stage="interview", stage_since=now - datetime.timedelta(days=20))
    made.ApplicationFactory(stage="rejected", stage_since=now)

    response = client.get(reverse("admin:candidates_application_changelist") + f"?{asked}")

    assert len(response.context["cl"].result_list) == found


def test_my_applications_are_those_of_my_orders(client, adviser):
    mine = made.ApplicationFactory(job_ad__order__adviser=adviser)
    made.ApplicationFactory()

    response = client.get(reverse("admin:candidates_application_changelist"), {"adviser": "mine"})

    assert listed(response) == [str(mine)]


def test_what_a_role_may_not_see_does_not_exist(client):
    user = workspace.sign_in(client, "finance")
    user.user_permissions.set(Permission.objects.filter(codename="view_candidate"))
    candidate = made.CandidateFactory()

    lists = client.get(reverse("admin:candidates_candidate_changelist"))
    response = client.get(page(candidate), follow=True)

    assert listed(lists) == []
    assert str(candidate) not in response.text
    assert trail(candidate) == []


def test_what_somebody_calls_themselves_is_shown_literally(client, adviser):
    candidate = made.ApplicationFactory(candidate__first_name="<script>alert(1)</script>").candidate
    made.DocumentFactory(candidate=candidate, text="<img src=x onerror=alert(1)> regnskap")

    texts = [
        client.get(page(candidate)).text,
        client.get(reverse("admin:candidates_candidate_changelist"), {"q": "regnskap"}).text,
    ]

    assert ["<script>alert" in text for text in texts] == [False, False]
    assert ["<img src=x" in text for text in texts] == [False, False]
    assert ["&lt;script&gt;alert(1)&lt;/script&gt;" in text for text in texts] == [True, True]


def test_an_unscanned_file_is_opened_with_a_warning_and_an_infected_one_not_at_all(client, adviser):
    candidate = made.CandidateFactory()
    unscanned = made.DocumentFactory(candidate=candidate, state="unscanned")
    infected = made.DocumentFactory(candidate=candidate, state="infected", text="ondsinnet")

    text = client.get(page(candidate)).text

    assert (reverse("document", args=[unscanned.pk]) in text, reverse("document", args=[infected.pk]) in text) == (
        True,
        False,
    )
    assert gettext("Not scanned for viruses: open it with care, and do not pass it on.") in text


# --- writing ---
def test_a_candidate_entered_by_hand_says_when_the_data_came(client, adviser):
    address = reverse("admin:candidates_candidate_add")
    typed = {
        "first_name": "Kari",
        "last_name": "Nordmann",
        "email": "kari@example.test",
        "language": "nb",
        "phone": "",
        "collected_from": "person",
    }

    without = client.post(address, typed)
    client.post(address, typed | {"received_on": "2026-11-20"})

    assert "received_on" in without.context["adminform"].form.errors
    candidate = Candidate.objects.get()
    assert (candidate.source, str(candidate.received_on), candidate.adviser) == ("by_hand", "2026-11-20", adviser)
    assert trail(candidate)[0] == ("collected", "adviser", "entered_by_hand")
    assert LogEntry.objects.count() == 0


def test_a_corrected_name_is_named_in_the_trail_but_not_told(client, adviser):
    candidate = made.CandidateFactory(first_name="Kari")
    typed = {"first_name": "Karianne", "last_name": candidate.last_name, "phone": candidate.phone, "language": "nb"}

    client.post(page(candidate), typed)

    entry = TrailEntry.objects.get(subject_uuid=candidate.subject_id, verb="changed")
    assert (Candidate.objects.get().first_name, entry.fields) == ("Karianne", ["first_name"])
    assert LogEntry.objects.count() == 0


def test_an_application_is_moved_by_its_button(client, adviser):
    application = made.ApplicationFactory()

    response = client.post(step(application, "to-interview"), follow=True)

    application.refresh_from_db()
    way = f'<a href="{step(application, "propose-interview")}">{gettext("Propose times for an interview")}</a>'
    assert (application.stage, said(response)) == ("interview", [f"{gettext('Moved.')} {way}"])
    assert StageChange.objects.get().by == adviser
    assert LogEntry.objects.count() == 0


def test_a_wrong_move_gives_a_sentence(client, adviser):
    application = made.ApplicationFactory()

    response = client.post(step(application, "to-placed"), follow=True)

    application.refresh_from_db()
    assert (application.stage, said(response)) == ("new", [gettext("This cannot be done in the state it is in.")])


def test_looking_at_a_step_changes_nothing(client, adviser):
    application = made.ApplicationFactory()

    client.get(step(application, "to-interview"))
    client.get(step(application, "reject"))

    application.refresh_from_db()
    assert application.stage == "new"


def test_a_rejection_needs_a_reason(client, adviser):
    application = made.ApplicationFactory()

    client.post(step(application, "reject"), {"reason": " "})
    before = Application.objects.get().stage
    client.post(step(application, "reject"), {"reason": "Vi gikk videre med andre."})

    assert (before, Application.objects.get().stage) == ("new", "rejected")
    assert StageChange.objects.get().reason == "Vi gikk videre med andre."


def test_many_are_rejected_from_the_list_too_after_every_mail_was_read(client, adviser):
    wanted = [made.ApplicationFactory(), made.ApplicationFactory(stage="withdrawn"), made.ApplicationFactory()]
    address = reverse("admin:candidates_application_changelist")
    chosen = {"action": "reject", "_selected_action": [str(each.pk) for each in wanted]}
    typed = chosen | {"asked": "yes", "text_nb": "Stillingen er besatt."}
    batch = reverse("admin:applications_batch", args=["reject"])

    asked = client.post(address, chosen | {"index": "0"})
    read = client.post(batch, typed).context["digest"]
    before = StageChange.objects.count()
    done = client.post(batch, typed | {"read": read}, follow=True)

    wrong = gettext("An application in this stage cannot be moved there.")
    many = ngettext("%(step)s: done for %(count)d.", "%(step)s: done for %(count)d.", 2)
    assert (asked.templates[0].name, before, StageChange.objects.count()) == ("admin/batch.html", 0, 2)
    assert said(done) == [many % {"step": gettext("Reject"), "count": 2}]
    assert done.context["form"].non_field_errors() == [f"{wanted[1]}: {wrong}"]


@pytest.mark.parametrize(("role", "answer"), [("finance", 404), ("editor", 404), ("privacy", 403)])
def test_a_step_needs_its_permission(role, answer, client):
    workspace.sign_in(client, role)
    application = made.ApplicationFactory()

    response = client.post(step(application, "to-interview"))

    assert response.status_code == answer
    assert Application.objects.get().stage == "new"


# --- erasure ---
def test_deleting_a_candidate_is_erasure_and_says_what_goes_first(client, approved_periods):
    workspace.sign_in(client, "privacy")
    application = made.ApplicationFactory()
    candidate = application.candidate
    made.DocumentFactory(candidate=candidate)

    asked = client.get(step(candidate, "erase"))
    before = Candidate.objects.count()
    done = client.post(step(candidate, "erase"), follow=True)

    assert [panel.title for panel in asked.context["panels"]] == [gettext("This goes"), gettext("This stays")]
    assert (before, Candidate.objects.count(), Application.objects.count()) == (1, 0, 0)
    assert (Erasure.objects.get().cause, said(done)) == ("staff", [gettext("Erased.")])
    assert LogEntry.objects.count() == 0


def test_a_person_under_a_hold_stays_and_the_page_says_so(client, approved_periods):
    workspace.sign_in(client, "privacy")
    candidate = made.CandidateFactory()
    made.HoldFactory(subject=candidate.subject)

    done = client.post(step(candidate, "erase"), follow=True)

    assert Candidate.objects.count() == 1
    kept = gettext("What may go is erased; %(count)d must be kept for now, as this page said.")
    assert said(done)[0].startswith(kept.partition("%")[0])


def test_djangos_own_delete_page_is_closed(client):
    workspace.sign_in(client, "privacy")
    candidate = made.CandidateFactory()

    response = client.post(page(candidate, "delete"), {"post": "yes"})

    assert (response.status_code, Candidate.objects.count()) == (403, 1)


# --- the engine's own work ---
def test_a_question_is_handed_over_and_answered_by_mail(client, adviser):
    case = made.InboxCaseFactory(owner=adviser)
    made.ProcessingActivityFactory(code="enquiries")
    other = workspace.colleague("adviser")

    client.post(step(case, "assign"), {"owner": other.pk})
    client.post(step(case, "answer"), {"answer": "Vi svarer i morgen."})
    twice = client.post(step(case, "answer"), {"answer": "En gang til"}, follow=True)

    case = InboxCase.objects.get()
    assert (case.owner, case.answer, case.closed_by) == (other, "Vi svarer i morgen.", adviser)
    assert OutgoingMail.objects.filter(to=case.email).count() == 1
    assert said(twice)[-1:] == [gettext("This cannot be done in the state it is in.")]
    assert LogEntry.objects.count() == 0


def test_a_hold_is_placed_and_released(client):
    user = workspace.sign_in(client, "privacy")
    candidate = made.CandidateFactory()
    typed = {
        "subject": str(candidate.subject_id),
        "reason": "legal_claim",
        "explanation": "Krav",
        "ends_on": "2027-01-01",
    }

    client.post(reverse("admin:privacy_hold_add"), typed)
    hold = candidate.subject.holds.get()
    client.post(step(hold, "release"))

    hold.refresh_from_db()
    assert (hold.opened_by, hold.released_by) == (user, user)
    assert [entry[0] for entry in trail(candidate)] == ["held", "released"]
    assert LogEntry.objects.count() == 0


def test_a_mail_that_was_given_up_is_sent_again(client):
    workspace.sign_in(client, "manager")
    mail = made.OutgoingMailFactory(state="failed", attempts=7)

    client.post(step(mail, "retry"))

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("queued", 0)


def test_a_code_in_a_mail_is_hidden_from_staff(client):
    workspace.sign_in(client, "manager")
    mail = made.OutgoingMailFactory(body_text="Koden er K7Q4", is_secret=True)

    assert "K7Q4" not in client.get(page(mail)).text


def test_the_retention_page_shows_the_brake_and_lets_the_manager_decide(client):
    workspace.sign_in_confirmed(client, "manager")
    run = made.PurgeRunFactory(due=400, braked_at=made.NOW, brake_cause="share")
    address = step(run, "approve")

    text = client.get(reverse("admin:retention")).text
    client.post(address)

    run.refresh_from_db()
    assert (address in text, run.approved_at is not None) == (True, True)


@pytest.mark.parametrize(
    "asked", ["age=99999999999", "age=\u00b2", "order=\u00b2", "adviser=\u00b2", "adviser=" + "9" * 60]
)
def test_a_filter_that_makes_no_sense_shows_the_whole_list(asked, client, adviser):
    made.ApplicationFactory()

    response = client.get(f"{reverse('admin:candidates_application_changelist')}?{asked}")

    assert response.status_code == 200


@pytest.mark.parametrize("asked", ["stage__regex=(", "submitted_at__year=99999", "message__startswith=a", "foo=1"])
def test_an_address_asks_no_more_than_the_filters_do(asked, client, adviser):
    response = client.get(f"{reverse('admin:candidates_application_changelist')}?{asked}")

    assert response.status_code == 400


def test_a_choice_no_page_offers_is_refused_with_a_page(client, adviser):
    chosen = {"action": "reject", "_selected_action": "not-a-key", "index": "0"}

    answers = [
        client.post(reverse("admin:candidates_application_changelist"), chosen),
        client.post(reverse("admin:candidates_application_add"), {"candidate": "<script>", "job_order": "\u00b2"}),
    ]

    assert [response.status_code for response in answers] == [400, 400]
