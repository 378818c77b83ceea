"""An adviser in the middle of the work: presented, offered, placed, checked, asked; and somebody who is there twice."""

import datetime
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from candidates.actions import (
    checks,
    documents,
    identities,
    notes,
    offers,
    people,
    permissions,
    placements,
    presentation_reading,
    presentations,
    stage_texts,
)
from candidates.models import Application, Candidate
from candidates.queries import presentations as shown
from clients.actions import checks as requirements
from clients.actions import fact_sheets
from clients.models import JobOrder
from fremrykk.accounts.management.demo import pdf
from fremrykk.accounts.models import User
from privacy.actions import stand_ins

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
ABOUT_JONAS = (
    "Sju års erfaring med Python og Django, siden 2020 i tjenester som 14 kommuner bruker. Kan begynne på kort varsel."
)
ABOUT_EMIL = "Elleve år som kokk, fagbrev som institusjonskokk, vant til å lage mat til mange."


@dataclass(frozen=True)
class Cast:
    """Whose applications the day is about."""

    nurse: Application
    developer: Application
    accountant: Application
    cook: Application
    registered: Candidate  # with an open registration
    manager: User
    adviser: User
    now: datetime.datetime

    def on(self, days: int) -> datetime.date:
        return timezone.localdate(self.now + days * DAY)


def make(cast: Cast) -> None:
    _write_texts(cast)
    _present(cast)
    _wait_for_a_yes(cast)
    _check(cast)
    _offer_and_place(cast)
    _enter_again(cast)
    stand_ins.give(
        account=cast.adviser, stand_in=cast.manager, since=cast.on(20), until=cast.on(30), by=cast.adviser, at=cast.now
    )
    notes.write(
        application=cast.developer, text="Ønsker hjemmekontor to dager i uken. Kan møte hos kunden på dagtid.", reason="",
        by=cast.adviser, at=cast.now - 7 * DAY,
    )  # fmt: skip


def _write_texts(cast: Cast) -> None:
    stage_texts.write(
        by=cast.manager, at=cast.now - 100 * DAY, stage="rejected", name="Mindre erfaring enn andre", is_in_use=True,
        subject_line_nb="", subject_line_en="",
        text_nb="Andre søkere har mer av den erfaringen stillingen krever. Takk for at du søkte.",
        text_en="Other applicants have more of the experience the position needs. Thank you for applying.",
    )  # fmt: skip
    stage_texts.write(
        by=cast.manager, at=cast.now - 100 * DAY, stage="interview", name="Invitasjon til samtale", is_in_use=True,
        subject_line_nb="Vi vil gjerne snakke med deg", subject_line_en="We would like to talk to you",
        text_nb="Vi har lest søknaden din med glede og vil gjerne snakke med deg. Når passer det denne uken?",
        text_en="We have enjoyed reading your application and would like to talk to you. When does it suit you this week?",
    )  # fmt: skip


def _present(cast: Cast) -> None:
    """Sent, read by the client's contact person, and answered."""
    order = cast.developer.job_order
    assert order is not None
    at = cast.now - 3 * DAY
    whole = presentations.draft(
        order=order, contact=order.company.contacts.get(), last_day=cast.on(11), is_anonymous=False, by=cast.adviser,
        at=at, may_download=True,
    )  # fmt: skip
    presentations.include(
        presentation=whole, candidate=cast.developer.candidate, text=ABOUT_JONAS, by=cast.adviser, at=at
    )
    presentations.send(presentation=whole, by=cast.adviser, at=at + HOUR)
    reader = shown.readers().get(presentation=whole)
    presentation_reading.read(reader=reader, at=at + DAY)
    presentation_reading.answer(
        reader=reader, candidate=cast.developer.candidate_id, answer="interested", at=at + DAY,
        comment="Vi vil gjerne møte ham. Torsdag passer best.",
    )  # fmt: skip


def _wait_for_a_yes(cast: Cast) -> None:
    """He registered openly and wants to be asked first: until he has said yes it cannot be sent."""
    order: JobOrder = cast.cook.job_order  # type: ignore[assignment]
    at = cast.now - DAY
    fact_sheets.write(
        order=order, by=cast.adviser, at=at, in_ad="Kokk til brakkerigg i Drammen, tolv dager på og ni fri.",
        after_screening="Riggen har 70 beboere og to kokker på hvert skift.", before_interview="Kunden er Fjordbygg.",
    )  # fmt: skip
    permissions.ask(candidate=cast.registered, order=order, by=cast.adviser, at=at)
    whole = presentations.draft(
        order=order,
        contact=order.company.contacts.get(),
        last_day=cast.on(14),
        is_anonymous=True,
        by=cast.adviser,
        at=at,
    )
    presentations.include(presentation=whole, candidate=cast.registered, text=ABOUT_EMIL, by=cast.adviser, at=at)


def _check(cast: Cast) -> None:
    """The law asks for a police certificate of whoever gives care at home: told of, then seen."""
    order: JobOrder = cast.nurse.job_order  # type: ignore[assignment]
    requirement = requirements.require(
        order=order, kind="police", by=cast.adviser, at=cast.now - 40 * DAY, level="", leading_function="",
        authority="helse- og omsorgstjenesteloven § 5-4", large_responsibility="", private_economy="",
        for_finalists=False,
    )  # fmt: skip
    notice = checks.tell(application=cast.nurse, requirement=requirement, by=cast.adviser, at=cast.now - 2 * DAY)
    checks.note(notice=notice, seen_on=cast.on(-1), by=cast.adviser, at=cast.now - 20 * HOUR)


def _offer_and_place(cast: Cast) -> None:
    at = cast.now - 4 * DAY
    identities.note(candidate=cast.accountant.candidate, kind="passport", seen_on=cast.on(-5), by=cast.adviser, at=at)  # type: ignore[arg-type]
    offers.make(application=cast.accountant, starts_on=cast.on(40), reply_by=cast.on(6), by=cast.adviser, at=at)
    placements.register(
        application=cast.cook, starts_on=cast.on(-12), follow_up_on=cast.on(2), by=cast.adviser, at=cast.now - 14 * DAY
    )


def _enter_again(cast: Cast) -> None:
    """Sent the CV by e-mail, too, from another address: offered on the card as perhaps the same person."""
    at = cast.now - 4 * DAY
    twice = people.add_by_hand(
        email="emil.h@example.test", received_on=cast.on(-4), by=cast.adviser, at=at, phone="40000990", language="nb",
        first_name=cast.registered.first_name, last_name=cast.registered.last_name,
    )  # fmt: skip
    content = pdf.cv(str(twice), ["Kokk, Brygga restaurant", "Fagbrev som institusjonskokk", "Kjøkkensjef i vikariat"])
    documents.upload(
        candidate=twice, kind="cv", upload=SimpleUploadedFile(f"CV {twice}.pdf", content), by=cast.adviser, at=at
    )
