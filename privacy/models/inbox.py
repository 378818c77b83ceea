"""What comes in through the one question channel: by the form, or to the one contact address."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from privacy.choices import CaseKind, Language
from privacy.choices.inbox import CaseChannel, FileType
from privacy.choices.requests import Right
from privacy.constraints import both_or_neither
from privacy.models.personal import PersonalQuerySet
from privacy.models.request import Request
from privacy.models.subject import Subject


def case_storage() -> Storage:
    return storages["files"]


class InboxCase(models.Model):
    """A question someone asked us: with a number, an owner and a day by which it is answered.

    One that came by mail may seem to use a right (`suggested_right`): that is a guess by its words, and becomes a
    `Request` only by a colleague.
    """

    subject = models.ForeignKey(Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="cases")
    kind = models.CharField(_("about"), max_length=20, choices=CaseKind.choices, default=CaseKind.QUESTION)
    channel = models.CharField(_("came by"), max_length=10, choices=CaseChannel.choices, default=CaseChannel.WEBSITE)
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"), blank=True)
    subject_line = models.CharField(_("subject line"), max_length=200, blank=True)
    message = models.TextField(_("message"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    suggested_right = models.CharField(_("seems to ask for"), max_length=20, choices=Right.choices, blank=True)
    stopped_at = models.DateTimeField(_("advertising stopped"), null=True, blank=True)
    is_automatic = models.BooleanField(_("sent by a program"), default=False)
    left_out = models.PositiveSmallIntegerField(_("attachments not kept"), default=0)
    submission_key = models.CharField(_("submission key"), max_length=64, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="owned_cases",
    )  # fmt: skip
    answer = models.TextField(_("answer"), blank=True)
    request = models.OneToOneField(
        Request, verbose_name=_("became the request"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="case",
    )  # fmt: skip
    received_at = models.DateTimeField(_("received"))
    due_on = models.DateField(_("answer by"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("closed by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="closed_cases",
    )  # fmt: skip
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = PersonalQuerySet["InboxCase"].as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        indexes = [
            models.Index(fields=["due_on", "id"], name="case_by_day"),
            GinIndex(
                OpClass(Upper("name"), name="gin_trgm_ops"),
                OpClass(Upper("email"), name="gin_trgm_ops"),
                name="case_parts",
            ),
        ]
        constraints = [
            both_or_neither("closed_at", "closed_by", name="case_closed_by_someone"),
            models.CheckConstraint(
                name="case_form_has_an_address",
                condition=~Q(email="") | Q(channel=CaseChannel.MAIL),
                violation_error_message=_("We need an address to answer to."),
            ),
            models.CheckConstraint(
                name="case_answered_at_an_address",
                condition=Q(answer="") | ~Q(email=""),
                violation_error_message=_("There is no address to send an answer to."),
            ),
            models.CheckConstraint(
                name="case_that_became_a_request_is_closed",
                condition=Q(request=None) | Q(closed_at__isnull=False),
                violation_error_message=_("It is dealt with as a request about rights."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"F-{self.pk:05d}"


class CaseMessage(models.Model):
    """What was written in a case after its first message: by the sender, or an earlier answer of ours."""

    case = models.ForeignKey(
        InboxCase, verbose_name=_("enquiry"), on_delete=models.PROTECT, related_name="later_messages"
    )
    is_ours = models.BooleanField(_("written by us"), default=False)
    text = models.TextField(_("message"))
    submission_key = models.CharField(_("submission key"), max_length=64, unique=True, editable=False)
    at = models.DateTimeField(_("received"))

    objects = PersonalQuerySet["CaseMessage"].as_manager()

    class Meta:
        verbose_name = _("later message")
        verbose_name_plural = _("later messages")

    def __str__(self) -> str:
        return self.text[:50]


class CaseFile(models.Model):
    """A PDF or Word file that came with a mail: closed, until a colleague takes it in as somebody's CV, or it goes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(InboxCase, verbose_name=_("enquiry"), on_delete=models.PROTECT, related_name="files")
    file = models.FileField(_("file"), storage=case_storage, max_length=200)
    original_name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100, choices=FileType.choices)
    size = models.PositiveIntegerField(_("size"))
    received_at = models.DateTimeField(_("received"))

    objects = PersonalQuerySet["CaseFile"].as_manager()

    class Meta:
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        indexes = [models.Index(fields=["file"], name="case_file_by_file")]
        constraints = [
            models.CheckConstraint(
                name="case_file_size_limit",
                condition=Q(size__gt=0, size__lte=5_000_000),
                violation_error_message=_("A file may be at most 5 MB and not empty."),
            ),
            models.CheckConstraint(
                name="case_file_may_be_a_cv",
                condition=Q(content_type__in=FileType.values),
                violation_error_message=_("Only PDF and Word files are kept."),
            ),
        ]

    def __str__(self) -> str:
        return self.original_name


class InboxReading(models.Model):
    """The last time the inbox was read, and what of it could not be."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    read_at = models.DateTimeField(_("read"))
    left = models.PositiveIntegerField(_("mails that failed"), default=0)
    set_aside = models.PositiveIntegerField(_("mails set aside"), default=0)

    class Meta:
        verbose_name = _("reading of the inbox")
        verbose_name_plural = _("readings of the inbox")
        constraints = [models.CheckConstraint(name="inbox_reading_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.read_at:%Y-%m-%d %H:%M}"
