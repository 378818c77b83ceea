"""Receipts for what a person said about being presented: the choice sent with an application, each later one, each answer.

Made as those of the consents are, with the same signature: to be checked also when everything here is deleted (P33).
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from candidates.choices import SHARING_OF_NO_POSITION, Interest, KeepScope, SharingScope
from candidates.models import Application, Candidate, SharingChoice, SharingPermission
from privacy.choices import Channel
from privacy.choices.receipts import SHARING, SharingWord
from privacy.queries.receipts import Receipt, Word, written

BASIS = "GDPR art. 6(1)(b)"  # as the register says of presenting


@dataclass(frozen=True)
class Said:
    """One word about being presented, as the person knows it, and where its receipt is."""

    about: str
    what: str
    at: datetime.datetime
    url: str


def said_by(candidate: Candidate, permissions: list[SharingPermission]) -> list[Said]:
    """Everything the person said, the newest first."""
    found = [*_chosen(candidate), *_answered(permissions)]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _chosen(candidate: Candidate) -> Iterator[Said]:
    own = candidate.applications.exclude(sharing_notice=None).select_related("job_ad", "job_order")
    for application in own.order_by("-submitted_at", "pk"):
        url = reverse("sharing_receipt", args=[application.pk])
        yield Said(application.position, _("chosen with the application"), application.submitted_at, url)
    choices = SharingChoice.objects.filter(application__in=own.order_by())
    for choice in choices.select_related("application__job_ad", "application__job_order").order_by("-chosen_at", "pk"):
        what = shared_as(choice.sharing_scope, choice.application)
        yield Said(choice.application.position, what, choice.chosen_at, reverse("choice_receipt", args=[choice.pk]))


def _answered(permissions: list[SharingPermission]) -> Iterator[Said]:
    for each in permissions:
        if at := each.ended_at or each.answered_at:
            about = f"{each.job_order.title}, {each.job_order.company.name}"
            yield Said(about, str(_word(each).label), at, reverse("answer_receipt", args=[each.pk]))


def shared_as(scope: str, application: Application) -> str:
    """Whom this scope lets see it, in the words of the form it was chosen in."""
    chosen = SharingScope(scope)
    is_registration = application.job_ad_id is None and application.job_order_id is None
    return str(SHARING_OF_NO_POSITION[chosen] if is_registration else chosen.label)


def of_application(application: Application) -> Receipt:
    """What was chosen when it was sent, whatever has been chosen since."""
    later = application.choices.order_by("chosen_at", "pk").first()
    scopes = (later.was_shared, later.was_kept) if later else (application.sharing_scope, application.keep_scope)
    return _written(Word(
        number=str(application.pk), subject_uuid=application.candidate.subject_id, purpose=SHARING, basis=BASIS,
        notice=application.sharing_notice, language=application.language, said=SharingWord.CHOSEN, at=application.submitted_at,
        through=Channel.WEBSITE, more=_scopes(application, *scopes, application.language),
    ))  # fmt: skip


def of_choice(choice: SharingChoice) -> Receipt:
    """A later choice: without words where nothing became wider, as none were acknowledged."""
    application = choice.application
    return _written(Word(
        number=str(choice.pk), subject_uuid=application.candidate.subject_id, purpose=SHARING, basis=BASIS,
        notice=choice.sharing_notice, language=choice.language, said=SharingWord.CHOSEN, at=choice.chosen_at,
        through=Channel.OWN_PAGES, more=_scopes(application, choice.sharing_scope, choice.keep_scope, choice.language),
    ))  # fmt: skip


def of_permission(permission: SharingPermission) -> Receipt:
    """The newest word about one position: the answer, or that a yes was taken back, with when it was given."""
    candidate, order = permission.candidate, permission.job_order
    at = permission.ended_at or permission.answered_at
    assert at is not None, "what waits for an answer has no receipt"
    with override(candidate.language):
        concerns = {"position": order.title, "employer": order.company.name, "text": _sentence(permission)}
    return _written(Word(
        number=str(permission.pk), subject_uuid=candidate.subject_id, purpose=SHARING, basis=BASIS,
        notice=permission.sharing_notice, language=candidate.language, said=_word(permission), at=at,
        through="" if permission.ended_at else permission.channel, more={"concerns": concerns},
    ))  # fmt: skip


def _written(word: Word) -> Receipt:
    return written([word])[0]


def _word(permission: SharingPermission) -> SharingWord:
    if permission.ended_at:
        return SharingWord.TAKEN_BACK
    return SharingWord.YES if permission.answer == Interest.INTERESTED else SharingWord.NO


def _sentence(permission: SharingPermission) -> str:
    if permission.ended_at and permission.answered_at:
        return _("The yes given on %(time)s was taken back.") % {"time": permission.answered_at.isoformat()}
    return str(permission.get_answer_display())


def _scopes(application: Application, shared: str, kept: str, language: str) -> dict[str, dict[str, str]]:
    with override(language):
        text = f"{shared_as(shared, application)}. {KeepScope(kept).label}."
        position = application.position
    return {"concerns": {"position": position, "sharing_scope": shared, "keep_scope": kept, "text": text}}
