"""A whole assignment in a real browser: from the order to the day nothing of its checks is left.

Whoever takes part does what the pages offer: the adviser, an applicant, a referee and the client's contact person. Mails
are read from their rows, as the outbox would send them.
"""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from candidates.models import (
    Application,
    Candidate,
    Interview,
    Placement,
    PresentationAnswer,
    Referee,
    ReferenceCheck,
    SharingPermission,
    SpecialCheck,
)
from clients.models import ClientContact, JobAd, JobOrder
from privacy.models import OutgoingMail
from tests import factories as made
from tests.files import pdf_cv
from tests.workspace import colleague, sign_in_browser

DAY = datetime.timedelta(days=1)
BEST, SECOND, THIRD = "Solveig", "Jonas", "Ingrid"
IN_ENGLISH = "We chose somebody with more experience."  # of the one who applied in English
REASON = "Vi valgte en med mer erfaring fra barnehage."


@pytest.fixture
def contact(approved_periods) -> ClientContact:
    """A client with an agreement in force, and who reads for it."""
    contact = made.ClientContactFactory(company__name="Fjellvik Barnehage AS", name="Marit Fosse")
    made.AgreementFactory(company=contact.company)
    made.RecipientFactory(company_uuid=contact.company_id, kind="client", contact_address="")
    return contact


@pytest.fixture
def open_page(browser, live_server, settings):
    """A browser of somebody's own."""
    settings.SITE_URL = live_server.url
    contexts = []

    def opened(user=None) -> Page:
        contexts.append(browser.new_context(base_url=live_server.url, locale="en-GB", timezone_id="Europe/Oslo"))
        page = contexts[-1].new_page()
        page.set_default_timeout(8_000)
        if user:
            sign_in_browser(page, user)
        return page

    yield opened
    for context in contexts:
        context.close()


def links_in_mail(to: str, part: str) -> list[str]:
    """The addresses of ours in the mails to this reader, the newest last."""
    texts = (
        OutgoingMail.objects.filter(to=to, body_text__contains=part).order_by("pk").values_list("body_text", flat=True)
    )
    return [re.search(rf"http://[^\s/]+({part}\S+?/)(?=\s|$)", text)[1] for text in texts]


def step(desk: Page, address: str, name: str, **typed: str) -> None:
    """A step of the workspace, with what is typed or chosen in its form."""
    desk.goto(f"{address}step/{name}/")
    for field, value in typed.items():
        put(desk, field, value)
    desk.locator("form.ws-step .submit-row button").click()
    expect(desk.locator(".messagelist .success, .messagelist .info").first).to_be_visible()


def put(page: Page, field: str, value: str) -> None:
    found = page.locator(f"[name={field}]")
    if found.evaluate("each => each.tagName") == "SELECT":
        found.select_option(value)
    else:
        found.fill(value)


def page_of(row) -> str:
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/"


def change(row) -> str:
    return f"{page_of(row)}change/"


@pytest.mark.browser
@pytest.mark.promise("P25", "P29", "P33", "P35", "P39", "P70", "P71")
@pytest.mark.django_db(transaction=True)
def test_from_the_order_to_the_day_its_checks_are_gone(contact, open_page):
    adviser = colleague("adviser")
    desk = open_page(adviser)

    order = ordered(desk, contact, adviser)
    ad = advertised(desk, order)
    best, second, third = applied(open_page(), ad)
    reviewed(desk, order)
    answered_at_once(desk, order)
    talked_with(desk, best, open_page())
    spoken_for(desk, best, open_page(best.candidate.subject.user), open_page())
    allowed(desk, best, order, open_page())
    presented(desk, best, order, contact, open_page())
    checked(desk, best, order)
    employed(desk, best, open_page(best.candidate.subject.user))
    cannot_close_before_everybody_is_answered(desk, order)
    for other in (second, third):
        step(desk, page_of(other), "reject", reason=REASON)
    closed(desk, order, ad)


def ordered(desk: Page, contact: ClientContact, adviser) -> JobOrder:
    """Written down, described and opened."""
    desk.goto(f"/admin/clients/joborder/add/?company={contact.company_id}")
    put(desk, "title", "Barnehagelærer")
    put(desk, "kind", "recruitment")
    desk.locator(".submit-row button, .submit-row input[type=submit]").first.click()
    order = JobOrder.objects.get()
    assert (order.company, order.adviser, order.is_open) == (contact.company, adviser, False)
    step(desk, page_of(order), "fact-sheet", in_ad="Barnehage med fire avdelinger.", after_screening="Lønn 520 000.")
    step(desk, page_of(order), "require-check", kind="police", authority="barnehageloven § 30")
    step(desk, page_of(order), "open")
    order.refresh_from_db()
    assert order.is_open
    return order


def advertised(desk: Page, order: JobOrder) -> JobAd:
    desk.goto(f"/admin/clients/jobad/add/?order={order.pk}")
    words = {
        "title": "Barnehagelærer", "summary": "Vi søker en barnehagelærer.",
        "employer": "Fjellvik Barnehage AS", "place": "Asker", "extent": "full_time", "form": "permanent",
    }  # fmt: skip
    for field, value in words.items():
        put(desk, field, value)
    desk.locator("#id_body_page").fill("Fast stilling i Asker.")  # as it will look
    desk.locator(".submit-row button").first.click()
    ad = JobAd.objects.get()
    step(desk, page_of(ad), "publish")
    desk.goto(ad.get_absolute_url())
    expect(desk.locator("main")).to_contain_text("barnehageloven § 30")
    return ad


def applied(visitor: Page, ad: JobAd) -> tuple[Application, Application, Application]:
    """Twelve: eleven that stand there, and one who applies in the browser."""
    names = [f"Søker{number}" for number in range(8)]
    found = {}
    for place, name in enumerate([BEST, SECOND, THIRD, *names]):
        sent = timezone.now() - DAY * 2 + datetime.timedelta(minutes=place)
        candidate = made.CandidateFactory(first_name=name)
        found[name] = made.ApplicationFactory(
            candidate=candidate, job_ad=ad, job_order=ad.order, submitted_at=sent, stage_since=sent,
        )  # fmt: skip
        document = made.DocumentFactory(candidate=candidate, text=f"{name} har erfaring fra barnehage.")
        made.ApplicationDocumentFactory(application=found[name], document=document)
    visitor.goto(f"/stillinger/{ad.slug}/sok/")
    words = {"first_name": "Tolvte", "last_name": "Søker", "email": "tolvte@example.test", "message": "Hei."}
    for field, value in words.items():
        put(visitor, field, value)
    cv = {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": pdf_cv(["Tolvte Søker"])}
    visitor.set_input_files("[name=cv]", cv)
    for tick in ("keep_scope][value=this_position", "sharing_acknowledged", "terms_accepted"):
        visitor.check(f"[name={tick}]")
    visitor.locator("form.form .actions button:not(.second)").click()
    expect(visitor).to_have_url(re.compile("/soknad/kvittering/"))
    (link,) = links_in_mail("tolvte@example.test", "/soknad/bekreft/")
    visitor.goto(link)
    visitor.locator("main form button").click()
    expect(visitor.locator("h1")).to_be_visible()
    assert Application.objects.filter(job_order=ad.order, stage="new").count() == 12
    return found[BEST], found[SECOND], found[THIRD]


def reviewed(desk: Page, order: JobOrder) -> None:
    """Each is read, and one key decides: on to screening, or to the next."""
    first = Application.objects.filter(job_order=order).order_by("stage_since", "pk").first()
    desk.goto(f"/admin/applications/{first.pk}/read/?stage=new")
    for _ in range(12):
        name = desk.locator("h1").inner_text()
        expect(desk.locator(".ws-decide")).to_be_visible()
        key = "2" if name.split()[0] in (BEST, SECOND, THIRD) else "n"
        if key == "n" and not desk.locator("[data-key=n]").count():
            break
        with desk.expect_navigation():
            desk.keyboard.press(key)
    stages = Application.objects.filter(job_order=order).values_list("candidate__first_name", "stage")
    assert {name for name, stage in stages if stage == "screening"} == {BEST, SECOND, THIRD}


def answered_at_once(desk: Page, order: JobOrder) -> None:
    """A human says no to nine, with a reason, after reading what each is sent."""
    desk.goto(f"/admin/pipeline/{order.pk}/?view=list&stage=new")
    for tick in desk.locator("[name=_selected_action]").all():
        tick.check()
    put(desk, "action", "reject")
    desk.locator("#pipeline .ws-bar button").click()
    put(desk, "text_nb", REASON)
    put(desk, "text_en", IN_ENGLISH)
    desk.locator(".ws-batch .submit-row button").click()
    expect(desk.locator(".ws-batch")).to_contain_text(REASON)
    desk.locator(".ws-batch .submit-row button").click()
    expect(desk.locator(".messagelist")).to_be_visible()
    rejected = Application.objects.filter(job_order=order, stage="rejected")
    assert rejected.count() == 9
    said = [OutgoingMail.objects.filter(body_text__contains=reason).count() for reason in (REASON, IN_ENGLISH)]
    assert said == [8, 1]


def talked_with(desk: Page, application: Application, visitor: Page) -> None:
    """Two times proposed; the candidate chooses by the link, which then is over."""
    step(desk, page_of(application), "to-interview")
    day = timezone.localdate() + 3 * DAY
    when = {"time_1_0": f"{day}", "time_1_1": "10:00", "time_2_0": f"{day}", "time_2_1": "14:00"}
    step(desk, page_of(application), "propose-interview", kind="phone", **when)
    (link,) = links_in_mail(address_of(application), "/samtale/")
    visitor.goto(link)
    visitor.locator("[name=time]").nth(1).check()
    visitor.locator("main form button").click()
    expect(visitor.locator("h1")).to_be_visible()
    interview = Interview.objects.get()
    assert (interview.state, timezone.localtime(interview.starts_at).hour) == ("set", 14)
    assert visitor.goto(link).status == 410


def address_of(application: Application) -> str:
    return application.candidate.subject.user.email


def spoken_for(desk: Page, application: Application, own: Page, referee: Page) -> None:
    """The candidate names somebody and says go ahead; the referee reads what we hold, and answers."""
    own.goto("/min-side/referanser/")
    named = {"name": "Gro Styrer", "relation": "Styrer der jeg arbeidet", "email": "gro@example.test"}
    for field, value in named.items():
        put(own, field, value)
    own.check("[name=is_asked]")
    own.locator("form.form button").click()
    step(desk, page_of(application), "want-reference", referee=str(Referee.objects.get().pk))
    own.goto("/min-side/referanser/")
    own.locator(f"form[action^='/min-side/soknader/{application.pk}/referanser/'] button").click()
    check = ReferenceCheck.objects.get()
    step(desk, page_of(check), "ask")
    (link,) = links_in_mail("gro@example.test", "/referanse/")
    referee.goto(link)
    put(referee, "answer_0", "Pålitelig og varm.")
    referee.locator("button[value=send]").click()
    check.refresh_from_db()
    assert check.answered_at is not None


def allowed(desk: Page, application: Application, order: JobOrder, visitor: Page) -> None:
    """Asked with the fact sheet; nothing is shown before the candidate's own yes."""
    step(desk, page_of(application.candidate), "ask-permission", order=str(order.pk))
    (link,) = links_in_mail(address_of(application), "/stilling/svar/")
    visitor.goto(link)
    expect(visitor.locator("main")).to_contain_text("Lønn 520 000.")
    visitor.check("[name=interest][value=interested]")
    visitor.check("[name=has_acknowledged]")
    visitor.locator("form.form button").click()
    assert SharingPermission.objects.get().is_standing


def presented(desk: Page, application: Application, order: JobOrder, contact: ClientContact, client: Page) -> None:
    """The contact person gets a link, proves the mailbox, reads and answers."""
    desk.goto(f"/admin/candidates/presentation/add/?job_order={order.pk}")
    put(desk, "contact", str(contact.pk))
    desk.locator(".submit-row button").first.click()
    presentation = order.presentations.get()
    step(desk, page_of(presentation), "include", candidate=str(application.candidate_id), text="Ti års erfaring.")
    step(desk, page_of(presentation), "document", document=str(application.candidate.documents.get().pk))
    step(desk, page_of(presentation), "send")
    (link,) = links_in_mail(contact.email, "/presentasjon/")
    client.goto(link)
    client.locator("main form button").click()
    mail = OutgoingMail.objects.filter(to=contact.email).latest("pk")
    put(client, "code", re.search(r"^\s*([A-Z0-9]{4,}-?[A-Z0-9]*)\s*$", mail.body_text, re.M)[1])
    client.locator("form.form button").click()
    expect(client.locator("main")).to_contain_text("Ti års erfaring.")
    client.check(f"[name='{application.candidate_id}-answer'][value=interested]")
    client.locator("article form.form button").click()
    assert PresentationAnswer.objects.get().answer == "interested"


def checked(desk: Page, application: Application, order: JobOrder) -> None:
    """Told first, then noted: that it was in order, and the day."""
    step(desk, page_of(application), "to-presented")
    step(desk, page_of(application), "tell-check", requirement=str(order.check_requirements.get().pk), through="email")
    step(desk, page_of(application), "note-check", notice=str(application.check_notices.get().pk))
    assert SpecialCheck.objects.count() == 1


def employed(desk: Page, application: Application, own: Page) -> None:
    first, reply = timezone.localdate() + 30 * DAY, timezone.localdate() + 7 * DAY
    step(desk, page_of(application), "make-offer", starts_on=f"{first}", reply_by=f"{reply}")
    own.goto(f"/min-side/tilbud/{application.offers.get().pk}/")
    own.locator("button[value=accepted]").click()
    step(desk, page_of(application), "employ")
    application.refresh_from_db()
    assert (application.stage, Placement.objects.get().starts_on) == ("placed", first)


def cannot_close_before_everybody_is_answered(desk: Page, order: JobOrder) -> None:
    desk.goto(f"{page_of(order)}step/close/")
    for name in (SECOND, THIRD):
        expect(desk.locator("main")).to_contain_text(name)
    desk.locator("form.ws-step .submit-row button").click()
    expect(desk.locator(".messagelist .error")).to_be_visible()
    assert JobOrder.objects.get().is_open


def closed(desk: Page, order: JobOrder, ad: JobAd) -> None:
    step(desk, page_of(order), "close")
    assert JobOrder.objects.get().closed_at is not None
    assert Candidate.objects.filter(applications__stage__in=["new", "screening", "interview", "presented"]).count() == 0
    assert SpecialCheck.objects.count() == 0
    assert desk.goto(f"/stillinger/{ad.slug}/").status == 410
    desk.goto("/admin/")
    expect(desk.locator("main")).to_be_visible()
