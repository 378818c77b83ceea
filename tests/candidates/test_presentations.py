"""A presentation gets out when the database lets it, is read by whom it was sent to, and closes at the next request."""

import datetime
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from candidates.actions import permissions, presentation_readers, presentation_reading, presentations
from candidates.admin.presentations import REFUSALS
from candidates.choices.presentations import Refusal
from candidates.models import (
    Application,
    Document,
    Presentation,
    PresentationAnswer,
    PresentationItem,
    PresentationReader,
)
from candidates.queries import presentations as reading
from clients.models import ClientCompany, ClientContact, JobOrder
from privacy.actions import erasure
from privacy.choices import ErasureCause
from privacy.models import Disclosure, OutgoingMail, Recipient, RecipientNotice, TrailEntry
from privacy.queries.package.told import history
from tests.candidates.drafts import put_together
from tests.factories import (
    NOW,
    ApplicationFactory,
    BlockedEmployerFactory,
    CandidateFactory,
    ClientContactFactory,
    CollectionFactory,
    DocumentFactory,
    PresentationItemFactory,
    PresentationReaderFactory,
    RestrictionFactory,
    SharingChoiceFactory,
    SharingPermissionFactory,
    StaffFactory,
)
from tests.privacy_fixtures import approve_periods
from tests.workspace import sign_in

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
CODE = {"action": "send"}


@pytest.fixture(scope="module")
def drafted(made_once):
    """Once for all tests here; who takes `draft` from here into a file of their own has one made for each (conftest)."""
    approve_periods(StaffFactory(roles=["manager"]))
    return put_together().pk


@pytest.fixture
def draft(drafted, time_machine):
    time_machine.move_to(NOW)
    return Presentation.objects.get(pk=drafted)


def candidate_of(whole):
    return reading.in_it(whole)[0]


def send(whole, at=NOW):
    presentations.send(presentation=whole, by=StaffFactory(), at=at)


@pytest.fixture
def sent(draft):
    send(draft)
    draft.refresh_from_db()
    return draft


def link_of(whole, email=None) -> str:
    mails = OutgoingMail.objects.filter(template="candidates/email/presentation_sent").order_by("-pk")
    mail = mails.filter(**({"to": email} if email else {}))[0]
    return next(line for line in mail.body_text.splitlines() if "/presentasjon/" in line).removeprefix(
        "http://localhost"
    )


def code_of() -> str:
    body = OutgoingMail.objects.filter(template="candidates/email/presentation_code").order_by("-pk")[0].body_text
    return next(line for line in body.splitlines() if line and line.upper() == line and " " not in line)


def confirmed(client, address):
    client.post(address, CODE)
    client.post(address, {"code": code_of()})
    return client


@pytest.fixture
def browser(client, sent):
    return confirmed(client, link_of(sent))


# --- what the database demands ---
def order_closed(whole):
    Application.objects.update(stage="placed")  # everybody is answered before an order closes
    JobOrder.objects.update(closed_at=NOW)


def no_statement(whole):
    ClientCompany.objects.update(privacy_statement_url="")


def no_recipient(whole):
    Recipient.objects.filter(kind="client").update(ended_on=NOW.date())


def contact_ended(whole):
    ClientContact.objects.update(ended_at=NOW)


def contact_restricted(whole):
    RestrictionFactory(subject=whole.readers.get().contact.subject)


def restricted(whole):
    RestrictionFactory(subject=candidate_of(whole).subject)


def not_told(whole):
    CollectionFactory(subject=candidate_of(whole).subject, untold=True)


def blocked(whole):
    BlockedEmployerFactory(candidate=candidate_of(whole), org_number=whole.job_order.company.org_number)


def said_no(whole):
    candidate = candidate_of(whole)
    permissions.stop(candidate=candidate, order=whole.job_order, by=candidate.subject.user, at=NOW + DAY / 24)


def asked(whole):
    SharingPermissionFactory(candidate=candidate_of(whole), job_order=whole.job_order, asked_at=NOW + DAY / 24)


def wants_to_be_asked(whole):
    SharingChoiceFactory(application=Application.objects.get(), chosen_at=NOW)
    Application.objects.update(job_order=None, origin="registered")


def another_position_only(whole):
    Application.objects.update(job_order=None, origin="registered", sharing_scope="this_position")


def no_word(whole):
    Application.objects.update(origin="added", added_by=StaffFactory(), sharing_notice=None)


def unscanned(whole):
    Document.objects.update(state="unscanned")


def unread(whole):
    Document.objects.update(text_state="waiting")


def with_a_number(whole):
    Document.objects.update(text="Født 309082 99902")


def anonymous(whole):
    Presentation.objects.update(is_anonymous=True)


def too_long(whole):
    Presentation.objects.update(ends_at=NOW + 92 * DAY)


def nobody(whole):
    PresentationItem.objects.all().delete()


CLOSING = [
    (order_closed, "order_not_open"),
    (no_statement, "no_client_statement"),
    (no_recipient, "not_a_recipient"),
    (restricted, "restricted"),
    (not_told, "not_informed"),
    (blocked, "blocked_employer"),
    (said_no, "said_no"),
    (asked, "waits"),
    (wants_to_be_asked, "ask_first"),
    (another_position_only, "only_elsewhere"),
    (no_word, "not_acknowledged"),
]
REFUSING = [
    *CLOSING,
    (contact_ended, "no_reader"),
    (contact_restricted, "no_reader"),
    (unscanned, "not_scanned"),
    (unread, "not_read"),
    (with_a_number, "holds_number"),
    (anonymous, "names_somebody"),
    (too_long, "too_long"),
    (nobody, "nobody"),
]


@pytest.mark.promise("P33")
@pytest.mark.promise("P35")
@pytest.mark.parametrize(("happens", "code"), REFUSING, ids=lambda value: getattr(value, "__name__", value))
def test_the_database_refuses_and_the_screen_says_why(draft, client, happens, code):
    happens(draft)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Presentation.objects.filter(pk=draft.pk).update(sent_at=NOW)

    sign_in(client, "adviser")
    page = client.post(reverse("admin:candidates_presentation_step", args=[draft.pk, "send"]), follow=True)

    assert refused.value.__cause__.diag.constraint_name == code
    sentence = str(REFUSALS[presentations.REFUSED[code]])
    assert sentence in unescape(page.text) or "Disse opplysningene er begrenset" in page.text
    assert Presentation.objects.get().is_draft


OF_ITEMS = {
    "not_seen",
    "other_position",
    "no_statement",
    "statement_names",
}  # said when one is added: see what is shown besides files


def test_every_refusal_but_what_cannot_be_is_tried():
    tried = {code for _happens, code in REFUSING}

    assert set(Refusal.values) - tried - OF_ITEMS == {"gone", "not_there"}


@pytest.mark.parametrize("kind", ["check"])
def test_what_does_not_exist_yet_is_not_taken(draft, kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        PresentationItemFactory(presentation=draft, candidate=candidate_of(draft), kind=kind)


def test_somebody_elses_document_is_not_taken(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        PresentationItemFactory(presentation=draft, candidate=candidate_of(draft), document=DocumentFactory())


@pytest.mark.parametrize(
    ("rows", "change"),
    [
        (Presentation, {"is_anonymous": True}),
        (Presentation, {"ends_at": NOW + 60 * DAY}),
        (PresentationItem, {"text": "Noe annet."}),
        (PresentationReader, {"presentation": None}),
    ],
)
def test_what_was_sent_is_not_changed(sent, rows, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        PresentationItemFactory(presentation=sent)
    with pytest.raises(IntegrityError), transaction.atomic():
        PresentationReaderFactory(presentation=sent, contact__company=sent.job_order.company)


def test_a_stranger_is_no_reader_and_no_answer_is_his(sent):
    with pytest.raises(IntegrityError), transaction.atomic():
        PresentationReaderFactory(presentation=sent, contact=ClientContactFactory(), is_invited=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        PresentationAnswer.objects.create(
            presentation=sent, candidate=CandidateFactory(), reader=sent.readers.get(), answer="no", at=NOW
        )


# --- sending ---
def test_sending_writes_down_what_is_given_and_tells_both(sent):
    given = Disclosure.objects.get()
    contact = sent.readers.get().contact

    assert given.categories == ["application", "document", "identity"]
    assert (given.contact_uuid, given.object_id) == (contact.pk, str(sent.pk))
    assert {item.disclosure for item in PresentationItem.objects.all()} == {given.pk}
    told = OutgoingMail.objects.filter(
        template__in=["candidates/email/presented", "candidates/email/presentation_sent"]
    )
    assert sorted(mail.subject_id for mail in told) == sorted([candidate_of(sent).subject_id, contact.subject_id])
    assert "Nordmann" not in told.get(subject=contact.subject_id).body_text


def test_an_adviser_puts_one_together_on_the_pages(draft, client):
    sign_in(client, "adviser")
    order, other = (
        draft.job_order,
        ApplicationFactory(job_ad=None, job_order=draft.job_order, origin="applied").candidate,
    )
    typed = {"job_order": order.pk, "contact": draft.readers.get().contact.pk, "last_day": "2026-12-07"}

    too_late = client.post(
        reverse("admin:candidates_presentation_add"), typed | {"last_day": "2027-12-07"}, follow=True
    )
    client.post(reverse("admin:candidates_presentation_add"), typed)
    new = Presentation.objects.exclude(pk=draft.pk).get()
    step = lambda name: reverse("admin:candidates_presentation_step", args=[new.pk, name])  # noqa: E731
    for text in ("fødselsnummer 30908299902", "Ti år på sykehjem."):
        client.post(step("include"), {"candidate": other.pk, "text": text})
    page = client.post(step("send"), follow=True)

    assert str(Refusal.TOO_LONG.label) in unescape(too_late.text)
    assert PresentationItem.objects.filter(presentation=new).count() == 1
    assert Presentation.objects.get(pk=new.pk).sent_at is not None
    assert page.status_code == 200


def test_the_words_of_an_anonymous_one_say_no_name(draft):
    PresentationItem.objects.all().delete()
    Presentation.objects.update(is_anonymous=True)
    with pytest.raises(presentations.NamesSomebody):
        presentations.include(
            presentation=draft,
            candidate=Document.objects.get().candidate,
            text="Kari er flink.",
            by=StaffFactory(),
            at=NOW,
        )


# --- the client's page ---
@pytest.mark.asvs("DL-05", "DL-06", "DL-07")
def test_the_link_alone_shows_nothing_and_uses_nothing_up(sent, client):
    address = link_of(sent)
    pages = [client.get(address) for _thrice in range(3)]

    assert {page.status_code for page in pages} == {200}
    assert "Nordmann" not in pages[0].text
    assert OutgoingMail.objects.filter(template="candidates/email/presentation_code").count() == 0
    assert TrailEntry.objects.filter(verb="viewed", role="client").count() == 0
    # With "no-referrer" a browser sends no origin either, and its forms would be refused.
    assert (pages[0]["X-Robots-Tag"], pages[0]["Referrer-Policy"]) == ("noindex, nofollow, noarchive", "same-origin")
    assert "no-store" in pages[0]["Cache-Control"]
    assert PresentationReader.objects.get().token_digest not in address


@pytest.mark.asvs("DL-09")
def test_with_the_code_the_candidates_stand_there_and_the_look_is_written(browser, sent):
    page = browser.get(link_of(sent))

    assert "Kari Nordmann" in page.text
    assert "Kari Nordmann, sykepleier" in page.text  # the text of the CV
    assert reading.reference_of(PresentationItem.objects.first()) in page.text
    seen = TrailEntry.objects.get(verb="viewed", role="client", subject_uuid=candidate_of(sent).subject_id)
    assert (seen.company_uuid, seen.contact_uuid) == (sent.job_order.company_id, sent.readers.get().contact_id)
    assert "no-store" in page["Cache-Control"]
    told = history(candidate_of(sent).subject_id)[0]  # as it stands in the copy of all we hold
    employer = Recipient.objects.get(company_uuid=sent.job_order.company_id)
    assert (told["text"], told["by"]) == ("Åpnet: en presentasjon av deg", f"Arbeidsgiveren ({employer.name})")


def test_another_browser_is_not_let_in_by_the_first(browser, sent):
    page = Client().get(link_of(sent))

    assert "Nordmann" not in page.text
    assert Client().post(f"{link_of(sent)}svar/{candidate_of(sent).pk}/", {}).status_code == 302


@pytest.mark.asvs("DL-06")
def test_a_code_is_tried_five_times_works_once_and_six_are_sent_a_day(sent, client):
    address = link_of(sent)
    client.post(address, CODE)
    right = code_of()
    for _wrong in range(5):
        client.post(address, {"code": "WRON-GONE"})
    client.post(address, {"code": right})
    assert "Nordmann" not in client.get(address).text

    for _more in range(6):
        client.post(address, CODE)
    assert OutgoingMail.objects.filter(template="candidates/email/presentation_code").count() == 6
    client.post(address, {"code": right})
    assert "Nordmann" not in client.get(address).text
    last = code_of()
    client.post(address, {"code": last.lower()})
    assert "Nordmann" in client.get(address).text
    assert "Nordmann" not in confirmed_by(Client(), address, last)


def confirmed_by(client, address, code) -> str:
    client.post(address, {"code": code})
    return client.get(address).text


@pytest.mark.asvs("DL-06")
def test_a_code_is_over_after_ten_minutes(sent, client, time_machine):
    address = link_of(sent)
    client.post(address, CODE)
    time_machine.move_to(NOW + datetime.timedelta(minutes=11))

    assert "Nordmann" not in confirmed_by(client, address, code_of())


def test_another_address_asks_for_another_code(browser, sent):
    ClientContact.objects.filter(pk=sent.readers.get().contact_id).update(email="ny@example.test")

    assert "Nordmann" not in browser.get(link_of(sent)).text


def erased(whole):
    erasure.erase_person(subject_id=candidate_of(whole).subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)


def revoked(whole):
    presentations.revoke(presentation=whole, by=StaffFactory(), at=NOW)


def ended(whole):
    Presentation.objects.update(ends_at=NOW + DAY / 1440)


def withdrawn(whole):
    Application.objects.update(stage="withdrawn")


def contact_erased(whole):
    subject = whole.readers.get().contact.subject_id
    erasure.erase_person(subject_id=subject, cause=ErasureCause.PERSON, by=None, at=NOW)


def reader_out(whole):
    presentation_readers.take_out(reader=whole.readers.get(), at=NOW)


@pytest.mark.asvs("DL-04", "DL-08")
@pytest.mark.promise("P49")
@pytest.mark.parametrize(
    "happens",
    [
        *(happens for happens, _code in CLOSING),
        erased,
        revoked,
        ended,
        withdrawn,
        contact_ended,
        contact_erased,
        reader_out,
    ],
    ids=lambda value: value.__name__,
)
def test_whatever_ends_it_is_410_at_the_next_request(browser, sent, time_machine, happens):
    address, candidate = link_of(sent), candidate_of(sent)
    time_machine.move_to(NOW + 2 * DAY / 24)
    assert browser.get(address).status_code == 200

    happens(sent)

    answers = [browser.get(address), browser.post(f"{address}svar/{candidate.pk}/", answer_for(candidate))]
    answers.append(Client().get(address))
    assert [each.status_code for each in answers] == [410] * 3
    assert all("Nordmann" not in each.text for each in answers)
    assert PresentationAnswer.objects.count() == 0


@pytest.mark.asvs("DL-08")
def test_of_two_candidates_only_the_one_who_may_be_shown_stays(draft, client):
    other = ApplicationFactory(
        job_ad=None, job_order=draft.job_order, origin="applied", candidate__last_name="Lien"
    ).candidate
    PresentationItemFactory(presentation=draft, candidate=other)
    send(draft)
    browser = confirmed(client, link_of(draft))
    both = browser.get(link_of(draft)).text

    RestrictionFactory(subject=other.subject)

    now = browser.get(link_of(draft)).text
    assert [name in both for name in ("Lien", "Nordmann")] == [True, True]
    assert [name in now for name in ("Lien", "Nordmann")] == [False, True]


def test_after_an_erasure_the_contact_is_owed_the_number(sent):
    number, contact = Disclosure.objects.get().pk, sent.readers.get().contact_id

    erased(sent)

    notice = RecipientNotice.objects.get()
    assert (notice.disclosures, notice.contact_uuid, notice.reason) == ([number], contact, "erased")


def test_links_that_are_not_ours_are_not_known(client):
    assert client.get(reverse("presentation", args=["made-up"])).status_code == 404
    assert client.get(reverse("presentation", args=[reading.new_token()])).status_code == 410


# --- answers and colleagues ---
def answer_for(candidate, answer="interested", comment=""):
    return {f"{candidate.pk}-answer": answer, f"{candidate.pk}-comment": comment}


def test_the_client_answers_without_an_account_and_the_adviser_is_told(browser, sent):
    candidate = candidate_of(sent)
    address = f"{link_of(sent)}svar/{candidate.pk}/"

    half = browser.post(address, answer_for(candidate, "question"))
    browser.post(address, answer_for(candidate, "question", "Kan hun kjøre bil?"))
    stranger = browser.post(f"{link_of(sent)}svar/{CandidateFactory().pk}/", answer_for(candidate))

    said = PresentationAnswer.objects.get()
    assert half.status_code == 200
    assert "Skriv spørsmålet" in half.text
    assert (said.answer, said.comment, said.reader) == ("question", "Kan hun kjøre bil?", sent.readers.get())
    assert stranger.status_code in (200, 302)
    told = OutgoingMail.objects.get(template="candidates/email/client_answered")
    assert (told.to, "bil" in told.body_text) == (sent.job_order.adviser.email, False)


@pytest.mark.asvs("INP-11")
def test_a_client_s_words_hold_no_national_identity_number(browser, sent):
    candidate = candidate_of(sent)
    address = f"{link_of(sent)}svar/{candidate.pk}/"

    page = browser.post(address, answer_for(candidate, "question", "Er hun 30908299902?"))

    assert ("Det står et fødselsnummer i teksten" in page.text, PresentationAnswer.objects.count()) == (True, 0)


def test_each_reader_is_told_what_their_link_is_for(browser, sent):
    browser.post(f"{link_of(sent)}kollega/", {"name": "Per Lie", "email": "per@kunde.example.test"})
    of_contact, of_colleague = OutgoingMail.objects.filter(template="candidates/email/presentation_sent").order_by("pk")

    lets_in = "slipper du inn på siden"
    assert (lets_in in of_contact.body_text, lets_in in of_colleague.body_text) == (True, False)
    assert "slipper inn kolleger, og kan ta deg ut igjen" in of_colleague.body_text


def test_a_colleague_gets_a_link_of_their_own_and_is_taken_out(browser, sent):
    typed = {"name": "Per Lie", "email": "per@kunde.example.test"}
    browser.post(f"{link_of(sent)}kollega/", typed)
    own = link_of(sent, "per@kunde.example.test")
    guest = confirmed(Client(), own)
    row = PresentationReader.objects.get(is_invited=True)

    may_not = guest.post(f"{own}kollega/", {"name": "En til", "email": "en@kunde.example.test"})
    seen = guest.get(own).text
    first = next(iter(set(PresentationReader.objects.all()) - {row}))
    browser.post(f"{first_link(sent)}kollega/{row.pk}/ut/")

    assert "Nordmann" in seen
    assert may_not.status_code == 200
    assert PresentationReader.objects.count() == 2
    assert Disclosure.objects.filter(contact_uuid=row.contact_id).count() == 1
    assert guest.get(own).status_code == 410
    assert first.revoked_at is None


def first_link(whole) -> str:
    return link_of(whole, whole.readers.get(is_invited=False).contact.email)


def test_nothing_is_read_of_whoever_went_while_it_was_opened(sent):
    reader = reading.readers().get(presentation=sent)
    erased(sent)

    with pytest.raises(presentation_reading.IsOver):
        presentation_reading.read(reader=reader, at=NOW)
