"""Mail as rows: what is to be sent, what was sent, what failed."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.choices import Language, MailState, MessageClass
from privacy.choices.marketing import MarketingGround
from privacy.models.mailing import ADVERTISING, Mailing
from privacy.models.personal import PersonalQuerySet
from privacy.models.register import ProcessingActivity
from privacy.models.subject import Subject


class OutgoingMail(models.Model):
    """One e-mail to one person, written when it is decided and sent by the worker.

    The text is what was said; its HTML is made from it when it is sent (`emails.look`). A calendar entry goes with it.
    """

    subject = models.ForeignKey(
        Subject, verbose_name=_("person"), on_delete=models.PROTECT, null=True, blank=True, related_name="mails"
    )
    message_class = models.CharField(_("class"), max_length=10, choices=MessageClass.choices)
    activity = models.ForeignKey(
        ProcessingActivity, verbose_name=_("what for"), on_delete=models.PROTECT, related_name="mails"
    )
    template = models.CharField(_("message"), max_length=60)
    template_version = models.CharField(_("version of the message"), max_length=12, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    to = models.EmailField(_("to"))
    subject_line = models.CharField(_("subject line"), max_length=200)
    body_text = models.TextField(_("text"), blank=True)
    calendar_text = models.TextField(_("calendar entry"), blank=True)
    is_secret = models.BooleanField(_("text wiped once sent"), default=False)
    reaches_restricted = models.BooleanField(_("sent also while the person's data are restricted"), default=False)
    marketing_ground = models.CharField(
        _("ground of advertising"), max_length=10, choices=MarketingGround.choices, blank=True
    )
    marketing_kind = models.CharField(_("kind of advertising"), max_length=30, blank=True)
    mailing = models.ForeignKey(
        Mailing, verbose_name=_("mailing"), on_delete=models.PROTECT, null=True, blank=True, related_name="mails"
    )
    author_uuid = models.UUIDField(_("written by"), null=True, blank=True)
    address_digests = ArrayField(
        models.CharField(max_length=64), verbose_name=_("fingerprints of the address"), default=list, blank=True
    )
    state = models.CharField(_("state"), max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=100, blank=True)
    message_uuid = models.UUIDField(_("Message-ID"), unique=True, default=uuid.uuid4, db_default=RandomUUID())
    next_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    claimed_at = models.DateTimeField(_("handed to the mail server"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    objects = PersonalQuerySet["OutgoingMail"].as_manager()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        indexes = [
            models.Index(fields=["created_at"], condition=Q(state="failed"), name="mail_failed"),
            models.Index(fields=["-message_class", "next_at"], condition=Q(state="queued"), name="mail_waiting"),
            models.Index(fields=["claimed_at"], condition=Q(state__in=["sending", "unknown"]), name="mail_doubtful"),
            models.Index(fields=["sent_at"], name="mail_sent_at"),
            GinIndex(fields=["address_digests"], condition=Q(message_class="marketing"), name="mail_advertised"),
        ]
        constraints = [
            models.CheckConstraint(
                name="mail_marketing_has_a_ground",
                condition=Q(message_class=MessageClass.SERVICE, marketing_ground="")
                | Q(message_class=MessageClass.MARKETING, marketing_ground__in=MarketingGround.values)
                & ~Q(address_digests=[]),
                violation_error_message=_(
                    "Advertising needs consent or a customer relation, and an address that can say no."
                ),
            ),
            models.CheckConstraint(
                name="mail_template_has_a_class",
                condition=Q(message_class=MessageClass.SERVICE, marketing_kind="", mailing=None)
                & ~Q(template__contains=ADVERTISING)
                | Q(message_class=MessageClass.MARKETING, template__contains=ADVERTISING) & ~Q(marketing_kind=""),
                violation_error_message=_(
                    "A template is for service messages or for advertising; only advertising is sent to many."
                ),
            ),
            models.CheckConstraint(
                name="mail_advertising_is_ordered",
                condition=Q(message_class=MessageClass.SERVICE)
                | Q(mailing__isnull=False)
                | Q(author_uuid__isnull=False),
                violation_error_message=_("Advertising goes to many by a mailing, or to one by somebody who wrote it."),
            ),
            models.UniqueConstraint(
                fields=["mailing", "subject"],
                condition=Q(mailing__isnull=False),
                name="mail_once_a_mailing",
                violation_error_message=_("This person is written to by this mailing already."),
            ),
            models.UniqueConstraint(
                "mailing",
                Lower("to"),
                condition=Q(mailing__isnull=False),
                name="mail_once_an_address",
                violation_error_message=_("This address is written to by this mailing already."),
            ),
            models.CheckConstraint(
                name="mail_calendar_is_one",
                condition=Q(calendar_text="")
                | Q(calendar_text__regex=r"^BEGIN:VCALENDAR") & Q(calendar_text__regex=r"\yMETHOD:(REQUEST|CANCEL)\y"),
                violation_error_message=_("A calendar entry invites to something, or cancels it."),
            ),
            models.CheckConstraint(
                name="mail_to_is_one_address",
                condition=Q(to__regex=r"^[^@\s,;<>]+@[^@\s,;<>]+$"),
                violation_error_message=_("An e-mail goes to one address."),
            ),
            models.CheckConstraint(
                name="mail_in_doubt_has_a_time",
                condition=~Q(state__in=[MailState.SENDING, MailState.UNKNOWN]) | Q(claimed_at__isnull=False),
                violation_error_message=_("An e-mail that was handed to the mail server says when."),
            ),
            models.CheckConstraint(
                name="mail_sent_has_a_time",
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | (~Q(state=MailState.SENT) & Q(sent_at__isnull=True)),
                violation_error_message=_("A sent e-mail has a time."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject_line
