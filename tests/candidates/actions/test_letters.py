"""An adviser writes about a position: to whom chose it or applied for it, to nobody else, once a day, with no numbers."""

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from candidates.actions import letters
from candidates.models import PositionLetter
from privacy.actions import consents, mails, suppressions
from privacy.actions.subjects import IsRestricted
from privacy.choices import Channel, ConsentPurpose
from privacy.models import OutgoingMail, TrailEntry
from privacy.queries.trails import for_person
from tests.factories import (
    NOW,
    ApplicationFactory,
    CandidateFactory,
    JobAdFactory,
    JobOrderFactory,
    PositionLetterFactory,
    RestrictionFactory,
    StaffFactory,
)
from tests.workspace import colleague, log_in, read_whole

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P42")]

NUMBER = "03851598730"  # synthetic, of the tax authority's test range


def somebody(keep="candidate_base", **values):
    candidate = CandidateFactory(first_name="Kari", **values)
    ApplicationFactory(candidate=candidate, keep_scope=keep)
    return candidate


def write(candidate, order=None, text="Les om den.", by=None):
    return letters.write(
        candidate=candidate, order=order or JobOrderFactory(), subject_line="En stilling", text=text,
        by=by or StaffFactory(name="Berit Lunde"), at=NOW,
    )  # fmt: skip


def test_who_chose_to_hear_of_positions_is_written_to_as_advertising():
    candidate, ad = somebody(), JobAdFactory(title="Kokk")

    write(candidate, ad.order)
    mail = OutgoingMail.objects.get()
    mails.send(pk=mail.pk, at=NOW)

    sent = outbox.outbox[0]
    assert (mail.message_class, mail.marketing_ground, mail.subject_line) == ("marketing", "consent", "En stilling")
    assert [each in sent.body for each in ("Hei, Kari!", "Kokk", f"/stillinger/{ad.slug}/", "Berit Lunde")] == [
        True
    ] * 4
    assert "List-Unsubscribe" in sent.extra_headers
    verbs = TrailEntry.objects.filter(subject_uuid=candidate.subject_id).order_by("pk").values_list("verb", "activity")
    assert list(verbs) == [("written", "candidate_base"), ("mailed", "candidate_base")]
    assert for_person(candidate.subject_id)[1].role == "en rådgiver"


def test_who_applied_for_it_is_answered_as_a_service():
    application = ApplicationFactory(keep_scope="this_position")

    letter = write(application.candidate, application.job_order)

    assert (letter.message_class, OutgoingMail.objects.get().activity.code) == ("service", "applications")


def test_who_consents_to_longer_storage_may_be_written_to():
    candidate = somebody("this_position")
    how = {"language": "nb", "channel": Channel.OWN_PAGES, "by": candidate.subject.user, "at": NOW}
    consents.give(subject_id=candidate.subject_id, purpose=ConsentPurpose.FURTHER_STORAGE, **how)

    assert write(candidate).message_class == "marketing"


def no_wish(candidate):
    candidate.applications.update(keep_scope="this_position")


def added_by_us(candidate):
    no_wish(candidate)
    ApplicationFactory(candidate=candidate, origin="added", added_by=StaffFactory(), keep_scope="this_position")


def said_no(candidate):
    suppressions.stop_for_person(subject_id=candidate.subject_id, cause="request", by=None, at=NOW)


def not_proved(candidate):
    candidate.subject.user.emailaddress_set.update(verified=False)


def set_aside(candidate):
    RestrictionFactory(subject=candidate.subject)


REFUSED = {
    no_wish: letters.NotAsked,
    said_no: letters.Suppressed,
    not_proved: letters.NotConfirmed,
    set_aside: IsRestricted,
}


@pytest.mark.parametrize("why", REFUSED)
def test_nobody_else_is_written_to(why):
    candidate = somebody()
    why(candidate)

    with pytest.raises(REFUSED[why]):
        write(candidate)

    assert (PositionLetter.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_that_we_added_somebody_to_an_order_is_no_wish_of_theirs():
    candidate, order = somebody(), JobOrderFactory()
    added_by_us(candidate)
    candidate.applications.filter(origin="added").update(job_order=order)

    with pytest.raises(letters.NotAsked):
        write(candidate, order)


def test_no_number_no_closed_position_and_no_second_letter_the_same_day():
    candidate, order = somebody(), JobOrderFactory()

    with pytest.raises(letters.HoldsNumber):
        write(candidate, order, text=f"Oppgi {NUMBER[:6]} {NUMBER[6:]}")
    with pytest.raises(letters.PositionClosed):
        write(candidate, JobOrderFactory(closed_at=NOW))
    write(candidate, order)
    with pytest.raises(letters.AlreadyWritten):
        write(candidate, order)


def test_the_database_refuses_the_same():
    base = somebody()
    for candidate, values, words in (
        (somebody("this_position"), {}, "has not asked"),
        (base, {"message_class": "service"}, "in process"),
        (base, {"job_order__closed_at": NOW}, "that is open"),
    ):
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            PositionLetterFactory(candidate=candidate, **values)
    for why, words in ((not_proved, "nobody has proved"), (set_aside, "set aside")):
        candidate = somebody()
        why(candidate)
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            PositionLetterFactory(candidate=candidate)


# --- on the card ---
def test_it_is_read_first_as_the_candidate_will_and_sent_by_the_second_press(settings):
    settings.LANGUAGE_CODE = "nb"
    candidate, order, client = somebody(), JobOrderFactory(title="Kokk"), Client()
    log_in(client, colleague("adviser"))
    address = reverse("admin:candidates_candidate_step", args=[candidate.pk, "write"])
    typed = {"order": order.pk, "subject_line": "En stilling", "text": "Les om <den>."}

    begun = client.get(address).content.decode()
    draft = client.post(address, typed)
    changed = client.post(address, typed | {"text": "Noe annet.", "seen": draft.context["seen"]})
    sent = client.post(address, typed | {"seen": draft.context["seen"]})

    assert "En stilling som kan passe for deg" in begun
    assert "Les om &lt;den&gt;." in draft.content.decode()
    assert (draft.status_code, changed.status_code, sent.status_code) == (200, 200, 302)
    assert [letter.position for letter in PositionLetter.objects.all()] == ["Kokk"]
    assert "Kokk" in read_whole(client, sent.url)


def test_what_cannot_be_sent_says_why_and_keeps_what_was_typed():
    candidate, client = somebody("this_position"), Client()
    log_in(client, colleague("adviser"))
    address = reverse("admin:candidates_candidate_step", args=[candidate.pk, "write"])

    page = client.post(
        address, {"order": JobOrderFactory().pk, "subject_line": "En stilling", "text": "Skrevet lenge."}
    )

    assert "Kandidaten har ikke sagt ja til å høre om andre stillinger." in page.content.decode()
    assert "Skrevet lenge." in page.content.decode()
    assert client.post(address, {"order": "x", "subject_line": "", "text": ""}).status_code == 200
