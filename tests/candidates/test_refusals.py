"""Each "cannot" of checks, references and the outcome: the database refuses it, and the page says why and what to do.

Elsewhere, the database and the page: presentations, every reason (test_presentations, test_client_copies,
test_presentation_files), of a closed order (test_closed_drafts), a yes beside a withdrawn application
(test_withdrawn_yes); the permission before them (test_permissions); times of an interview (test_interviews); a note
earlier than its notice, an end that leaves a note, approval by who asked (checks/test_special_checks); closing with somebody
unanswered (checks/test_outcome); the go-ahead (references/test_references); nobody orphaned (accounts/test_handing_over);
whoever is set aside (privacy/test_restriction_pages).
"""

import datetime
from collections.abc import Callable
from html import unescape
from typing import Any, NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from candidates.models import Application, ReferenceCheck, SpecialCheck
from clients.models import CheckRequirement, JobOrder
from tests import factories as made
from tests.workspace import colleague, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P25", "P26", "P27", "P28", "P29", "P39")]

NOW, TODAY = made.NOW, made.NOW.date()
NEED = {"leading_function": "Daglig leder", "large_responsibility": "Budsjettet", "private_economy": "Kontoene"}
NOT_REQUIRED = (
    "Oppdraget krever ikke denne kontrollen. Før kravet på oppdraget først, med loven eller behovet; en kredittsjekk må også "
    "godkjennes."
)


class Try(NamedTuple):
    """What the database refuses; which page is sent what, by whom."""

    write: Callable[[], Any]
    row: Any
    step: str
    typed: dict[str, Any]


def at(stage: str = "screening") -> Application:
    """With an adviser who may deal with its checks."""
    application = made.ApplicationFactory(stage=stage)
    JobOrder.objects.filter(pk=application.job_order_id).update(adviser=colleague("adviser"))
    application.job_order.refresh_from_db()
    return application


def required(application, **values) -> CheckRequirement:
    return made.CheckRequirementFactory(order=application.job_order, **values)


def tell(application, requirement) -> Try:
    write = lambda: made.CheckNoticeFactory(application=application, requirement=requirement)  # noqa: E731
    return Try(write, application, "tell-check", {"requirement": requirement.pk, "through": "email"})


def note(application, notice) -> Try:
    seen = {"outcome": "shown", "seen_on": TODAY, "seen_by": application.job_order.adviser, "noted_at": NOW}
    write = lambda: SpecialCheck.objects.create(notice=notice, **seen)  # noqa: E731
    return Try(write, application, "note-check", {"notice": getattr(notice, "pk", 1), "seen_on": TODAY})


def no_law() -> Try:
    order = at().job_order
    write = lambda: made.CheckRequirementFactory(order=order, authority="kunden vil det")  # noqa: E731
    return Try(write, order, "require-check", {"kind": "police", "authority": "kunden vil det"})


def no_level() -> Try:
    order = at().job_order
    law = {"kind": "clearance", "authority": "sikkerhetsloven kapittel 8"}
    return Try(lambda: made.CheckRequirementFactory(order=order, **law), order, "require-check", law)


def two_of_three_reasons() -> Try:
    order = at().job_order
    write = lambda: made.CheckRequirementFactory(order=order, credit=True, private_economy="")  # noqa: E731
    return Try(write, order, "require-credit", NEED | {"private_economy": " "})


def twice() -> Try:
    order = required(at()).order
    typed = {"kind": "police", "authority": "barnehageloven § 30"}
    return Try(lambda: made.CheckRequirementFactory(order=order), order, "require-check", typed)


def of_a_closed_order() -> Try:
    order = at("placed").job_order
    JobOrder.objects.filter(pk=order.pk).update(closed_at=NOW)
    return Try(lambda: made.CheckRequirementFactory(order=order), order, "require-credit", NEED)


def approved_twice() -> Try:
    requirement = required(at(), credit=True)
    late = {"approved_at": NOW + datetime.timedelta(hours=1)}
    write = lambda: CheckRequirement.objects.filter(pk=requirement.pk).update(**late)  # noqa: E731
    return Try(write, requirement.order, "approve-credit", {"requirement": requirement.pk})


def told_of_what_is_not_required() -> Try:
    application = at()
    return tell(application, made.CheckRequirementFactory())


def told_of_credit_nobody_approved() -> Try:
    application = at("offer")
    return tell(application, required(application, credit=True, approved_by=None, approved_at=None))


def told_of_credit_before_the_final_round() -> Try:
    application = at("interview")
    return tell(application, required(application, credit=True))


def told_whose_application_ended() -> Try:
    application = at("rejected")
    return tell(application, required(application))


def noted_before_anybody_was_told() -> Try:
    application = at()
    required(application)
    return note(application, None)


def noted_though_it_was_lifted() -> Try:
    application = at()
    notice = made.CheckNoticeFactory(application=application)
    CheckRequirement.objects.update(lifted_at=NOW, lifted_by=application.job_order.adviser)
    return note(application, notice)


def noted_twice() -> Try:
    application = at()
    check = made.SpecialCheckFactory(notice__application=application)
    return note(application, check.notice)


def ask(check, **values) -> Try:
    write = lambda: ReferenceCheck.objects.filter(pk=check.pk).update(  # noqa: E731
        asked_at=NOW, asked_by=made.StaffFactory(), **values
    )
    return Try(write, check, "ask", {"confirmed": "1"})


def asked_after_the_position_was_filled() -> Try:
    check = made.ReferenceCheckFactory(application=at("placed"))
    JobOrder.objects.update(closed_at=NOW)
    return ask(check)


def asked_after_the_candidate_took_it_back() -> Try:
    check = made.ReferenceCheckFactory(application=at())
    ReferenceCheck.objects.update(taken_back_at=NOW)
    return ask(check)


def answered_before_the_referee_was_told() -> Try:
    check = made.ReferenceCheckFactory(application=at())
    made.CollectionFactory(subject=check.referee.subject, untold=True)
    said = {"answers": [["Hva?", "Alt."]], "answered_at": NOW, "through": "phone", "asked_at": None}
    write = lambda: ReferenceCheck.objects.filter(pk=check.pk).update(**said)  # noqa: E731
    return Try(write, check, "note-answers", {f"answer_{place}": "Alt." for place in range(6)})


def offered_out_of_order() -> Try:
    application = at("new")
    days = {"starts_on": "2099-01-04", "reply_by": "2099-01-01"}
    return Try(lambda: made.OfferFactory(application=application), application, "make-offer", days)


def employed_before_an_offer() -> Try:
    application = at("interview")
    days = {"starts_on": "2099-01-04", "follow_up_on": "2099-04-01"}
    return Try(lambda: made.PlacementFactory(application=application), application, "employ", days)


CANNOT: list[tuple[Callable[[], Try], str, str]] = [
    (
        no_law,
        "check_by_law_or_need",
        "Oppgi paragrafen eller kapittelet, som i helsepersonelloven § 20 a. Uten en lov kan man ikke be om det.",
    ),
    (no_level, "check_level_of_clearance", "Oppgi hvilket nivå stillingen krever."),
    (two_of_three_reasons, "check_by_law_or_need", "Feltet er påkrevet."),
    (twice, "check_required_once", "Denne kontrollen kreves allerede. Opphev den først hvis du skal føre den på nytt."),
    (of_a_closed_order, "order that is closed", "Oppdraget er avsluttet: Det kreves ikke noe mer for det."),
    (approved_twice, "never rewritten", "Dette er allerede godkjent eller opphevet."),
    (told_of_what_is_not_required, "does not require this check", NOT_REQUIRED),
    (told_of_credit_nobody_approved, "does not require this check", NOT_REQUIRED),
    (
        told_of_credit_before_the_final_round,
        "final round only",
        "Denne kontrollen er bare for siste runde. Flytt søknaden til presentert eller tilbud først.",
    ),
    (
        told_whose_application_ended,
        "application has ended",
        "Oppdraget er ikke åpent lenger, eller søknaden er avsluttet: Ingenting kontrolleres.",
    ),
    (
        noted_before_anybody_was_told,
        "assignment is not open",
        "Kandidaten har ikke fått vite om noen kontroll ennå. Gi beskjed først, se på den etterpå, og noter den så.",
    ),
    (noted_though_it_was_lifted, "does not require this check", NOT_REQUIRED),
    (noted_twice, "notice_id", "Denne kontrollen er allerede notert."),
    (
        asked_after_the_position_was_filled,
        "position that is over",
        "Oppdraget er ikke åpent, eller søknaden er avsluttet: Ingen spørres mer.",
    ),
    (
        asked_after_the_candidate_took_it_back,
        "without the go-ahead",
        "Be om det på siden til søknaden; bare kandidaten gir det, på Min side.",
    ),
    (
        answered_before_the_referee_was_told,
        "before the referee was told",
        "Send spørsmålet, eller fortell det på telefon og noter det under Kilder til opplysninger først.",
    ),
    (
        offered_out_of_order,
        "not at the offer",
        "Fra dette steget gis det ikke tilbud. Flytt søknaden til intervju eller presentert først.",
    ),
    (employed_before_an_offer, "not placed", "Ingen ansettes uten et tilbud. Tilby stillingen først."),
]


@pytest.mark.parametrize(("prepare", "words", "sentence"), CANNOT, ids=lambda value: getattr(value, "__name__", ""))
def test_the_database_refuses_it_and_the_page_says_what_to_do(client, prepare, words, sentence):
    case = prepare()
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        case.write()

    log_in(client, colleague("manager"))
    meta = case.row._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_step", args=[case.row.pk, case.step])
    page = client.post(address, case.typed, follow=True, headers={"accept-language": "nb"})
    assert sentence in unescape(page.text)


def test_there_is_no_kind_of_file_for_what_is_never_kept(client):
    candidate = made.CandidateFactory()
    for kind in ("police", "credit", ""):
        with pytest.raises(IntegrityError, match="document_kind_is_known"), transaction.atomic():
            made.DocumentFactory(candidate=candidate, kind=kind)

    log_in(client, candidate.subject.user)
    file = SimpleUploadedFile("politiattest.pdf", b"%PDF-1.7\n", "application/pdf")
    page = client.post(reverse("my_documents"), {"kind": "police", "file": file}, headers={"accept-language": "nb"})

    assert "Politiattester og kredittrapporter vises fram og sendes aldri: Vi oppbevarer ingen." in unescape(page.text)
    assert candidate.documents.count() == 0
