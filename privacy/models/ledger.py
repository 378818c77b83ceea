"""What outlives a person: rows that are only ever added, that hold no values, and whose uuids are no foreign keys."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.choices import Channel, ConsentAction, ConsentPurpose, ErasureCause, ErasureScope, Language, Verb
from privacy.models.personal import PersonalQuerySet


class ConsentEvent(models.Model):
    """A consent given or withdrawn: which words, when, through which door. Never changed (GDPR art. 7(1))."""

    subject_uuid = models.UUIDField(_("person"), db_index=True)
    purpose = models.CharField(_("purpose"), max_length=30, choices=ConsentPurpose.choices)
    action = models.CharField(_("action"), max_length=10, choices=ConsentAction.choices)
    notice = models.ForeignKey(
        "privacy.Notice", verbose_name=_("words shown"), on_delete=models.PROTECT, related_name="consent_events"
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    channel = models.CharField(_("through"), max_length=20, choices=Channel.choices)
    at = models.DateTimeField(_("at"))

    objects = PersonalQuerySet["ConsentEvent"].as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_action_display()}"


class TrailEntry(models.Model):
    """One thing done with a person's data: who, as what, what for, to whom, which fields; never a value."""

    subject_uuid = models.UUIDField(_("person"))
    verb = models.CharField(_("what"), max_length=20, choices=Verb.choices)
    actor_uuid = models.UUIDField(_("by"), null=True, blank=True)
    role = models.CharField(_("as"), max_length=20)
    activity = models.CharField(_("what for"), max_length=50)
    object_label = models.CharField(_("in"), max_length=60, blank=True)
    object_id = models.CharField(_("number"), max_length=36, blank=True)
    fields = ArrayField(models.CharField(max_length=60), verbose_name=_("fields"), default=list, blank=True)
    company_uuid = models.UUIDField(_("recipient company"), null=True, blank=True)
    contact_uuid = models.UUIDField(_("recipient"), null=True, blank=True)
    at = models.DateTimeField(_("at"))

    objects = PersonalQuerySet["TrailEntry"].as_manager()

    class Meta:
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail")
        indexes = [
            models.Index(fields=["subject_uuid", "id"], name="trail_of_a_person"),
            BrinIndex(fields=["at"], name="trail_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d %H:%M}"


class TrailSeal(models.Model):
    """A seal over one person's trail up to an entry, built on the seal before it: a changed row no longer fits."""

    subject_uuid = models.UUIDField(_("person"))
    up_to = models.BigIntegerField(_("up to entry"))
    count = models.PositiveIntegerField(_("entries"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    at = models.DateTimeField(_("at"))

    objects = PersonalQuerySet["TrailSeal"].as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        constraints = [models.UniqueConstraint(fields=["subject_uuid", "up_to"], name="seal_once")]
        indexes = [models.Index(fields=["up_to"], name="seal_newest")]

    def __str__(self) -> str:
        return f"{self.up_to}: {self.digest[:12]}"


class Erasure(models.Model):
    """Proof that something was erased: a random number, cause, rule, counts and time; no personal data."""

    subject_uuid = models.UUIDField(_("person"), db_index=True)
    scope = models.CharField(_("scope"), max_length=10, choices=ErasureScope.choices)
    cause = models.CharField(_("cause"), max_length=10, choices=ErasureCause.choices)
    rules = ArrayField(models.CharField(max_length=40), verbose_name=_("rules"))
    counts = models.JSONField(_("rows per table"))
    run_id = models.BigIntegerField(_("purge run"), null=True, blank=True)
    as_of = models.DateField(_("as of"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = PersonalQuerySet["Erasure"].as_manager()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return f"{self.get_cause_display()} {self.at:%Y-%m-%d}"


class FileTombstone(models.Model):
    """A file whose row is gone: the sweeper removes it from storage, as often as it takes."""

    storage = models.CharField(_("storage"), max_length=30)
    name = models.CharField(_("file"), max_length=200)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), default=timezone.now, db_index=True)
    last_error = models.CharField(_("last error"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    class Meta:
        verbose_name = _("file to remove")
        verbose_name_plural = _("files to remove")
        constraints = [models.UniqueConstraint(fields=["storage", "name"], name="tombstone_once")]

    def __str__(self) -> str:
        return self.name
