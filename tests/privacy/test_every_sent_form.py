"""Every page of the workspace that takes a form: found from the resolver, shown with a number, done once for it."""

import re

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.urls import reverse

from candidates.models import StageChange
from privacy.admin import once
from privacy.admin.base import WorkspaceAdmin
from privacy.admin.stepping import SteppingAdmin
from privacy.models import OutgoingMail
from tests.doors import World
from tests.factories import ApplicationFactory, JobOrderFactory, SentFormFactory
from tests.source import ROOT
from tests.workspace import sign_in

# What is sent there does nothing, or nothing that could be done twice.
ONLY_ASK = {
    "admin:index", "admin:app_list", "admin:jsi18n", "admin:login", "admin:logout", "admin:autocomplete", "admin:admin/(?P<url>.*)$",
}  # fmt: skip
IN_PARTS = {"admin:applications_batch", "admin:pipeline"}  # each row by itself, tried below
NEVER = re.compile(
    r"_(changelist|history|delete)$|_panel |<path:object_id>/$"
)  # what is chosen in a list leads to a page that asks; a panel is only read
PAYROLL = ("admin:reveal_number", "admin:report_control", "admin:report_pay", "admin:report_pay_file")
OTHER_ROLE = dict.fromkeys(PAYROLL, "payroll")  # where the manager is not let in
OF_A_MODEL = ("_add", "_change", "_step")
NUMBER = "7d3f3ac0-94f1-4a58-9e1b-4f4c2f4ab111"


@pytest.mark.django_db
def test_no_page_of_the_workspace_does_again_what_it_was_sent_before():
    world, known = World(), SentFormFactory().key
    doors = [door for door in world.doors() if door.name.startswith("admin:") and not NEVER.search(door.name)]
    alike = {kind: [door for door in doors if door.name.split()[0].endswith(kind)] for kind in OF_A_MODEL}
    own = [
        door for door in doors if not door.name.split()[0].endswith(OF_A_MODEL) and door.name not in ONLY_ASK | IN_PARTS
    ]

    said = {
        door.name: answer_to(world.clients[OTHER_ROLE.get(door.name, "manager")], door.address, known)
        for door in [
            *own,
            *(door for kind in OF_A_MODEL for door in alike[kind] if ":candidates_candidate_" in door.name),
        ]
    }

    assert {name: answer for name, answer in said.items() if answer != "sent before"} == {}
    assert (len(own) > 15, min(map(len, alike.values())) > 30) == (True, True)


def test_pages_of_a_model_are_all_answered_by_the_same_code():
    """So that one of each kind stands for them, above."""
    pages = [type(page) for page in admin.site._registry.values()]

    assert {page.step_view for page in pages} == {SteppingAdmin.step_view}
    assert {page.changeform_view for page in pages} == {WorkspaceAdmin.changeform_view}
    assert {page.save_model for page in pages} == {WorkspaceAdmin.save_model}


def answer_to(client, address, number):
    answer = client.post(address, {"form_number": number})
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    return "sent before" if answer.status_code == 302 and once.SENT_BEFORE in told else answer.status_code


def test_every_form_of_the_workspace_is_shown_with_a_number():
    forms = [
        (path.name, form)
        for path in sorted((ROOT / "templates" / "admin").rglob("*.html"))
        for form in re.findall(r'<form method="post".*?</form>', path.read_text(), re.DOTALL)
        if 'url "admin:logout"' not in form
    ]

    assert [name for name, form in forms if form.count("{% form_number %}") != 1] == []
    assert len(forms) > 15


# --- many rows: each is taken by itself ---
@pytest.fixture
def rows(client):
    client.cookies["django_language"] = "nb"
    order = JobOrderFactory(adviser=sign_in(client, "adviser"))
    return [ApplicationFactory(job_order=order, job_ad=None, language="nb") for _each in range(2)]


def told(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.django_db
def test_a_batch_of_mails_sent_twice_writes_to_each_once_and_to_the_one_left_out(client, rows):
    typed = {"asked": "yes", "subject_line_nb": "Vi leser nå", "text_nb": "Du hører fra oss.", "form_number": NUMBER}
    address = reverse("admin:applications_batch", args=["write"])

    def send(*chosen):
        asked = typed | {"_selected_action": [row.pk for row in chosen]}
        shown = client.post(address, asked)
        assert NUMBER in shown.text
        return told(client.post(address, asked | {"read": shown.context["digest"]}, follow=True))

    first, again, both = send(rows[0]), send(rows[0]), send(*rows)

    assert [len(first), again, len(both)] == [1, [str(once.SENT_BEFORE)], 2]
    written_to = OutgoingMail.objects.filter(template="candidates/email/application_message")
    assert sorted(written_to.values_list("subject_id", flat=True)) == sorted(row.candidate.subject_id for row in rows)


@pytest.mark.django_db
def test_a_move_of_many_sent_twice_says_that_it_was_done(client, rows):
    moved = {"action": "screening", "_selected_action": [row.pk for row in rows], "form_number": NUMBER}
    address = reverse("admin:pipeline", args=[rows[0].job_order_id])

    first, again = (told(client.post(address, moved, follow=True)) for _time in range(2))

    assert (len(first), again, StageChange.objects.count()) == (1, [str(once.SENT_BEFORE)], 2)
