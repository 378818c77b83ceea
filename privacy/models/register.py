"""The register of processing activities and who answers for them (GDPR art. 30)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from privacy.choices import Language, LegalGround, PeriodCode
from privacy.constraints import not_blank
from privacy.validators import organisation_number


class ProcessingActivity(models.Model):
    """One purpose for which personal data are used, with its ground in law; the public page is made of these rows."""

    code = models.SlugField(_("code"), unique=True)
    name_nb = models.CharField(_("name (Norwegian)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120)
    purpose_nb = models.TextField(_("purpose (Norwegian)"))
    purpose_en = models.TextField(_("purpose (English)"))
    persons_nb = models.CharField(_("persons (Norwegian)"), max_length=200)
    persons_en = models.CharField(_("persons (English)"), max_length=200)
    data_nb = models.CharField(_("data (Norwegian)"), max_length=300)
    data_en = models.CharField(_("data (English)"), max_length=300)
    ground = models.CharField(_("legal ground"), max_length=10, choices=LegalGround.choices)
    national_law = models.CharField(_("paragraph in Norwegian law"), max_length=200)
    recipients_nb = models.CharField(_("recipients (Norwegian)"), max_length=200, blank=True)
    recipients_en = models.CharField(_("recipients (English)"), max_length=200, blank=True)
    retention_nb = models.CharField(_("kept for (Norwegian)"), max_length=300)
    retention_en = models.CharField(_("kept for (English)"), max_length=300)
    transfers_nb = models.CharField(_("transfers outside the EEA (Norwegian)"), max_length=300, blank=True)
    transfers_en = models.CharField(_("transfers outside the EEA (English)"), max_length=300, blank=True)
    safeguards_nb = models.CharField(_("safeguards for such transfers (Norwegian)"), max_length=300, blank=True)
    safeguards_en = models.CharField(_("safeguards for such transfers (English)"), max_length=300, blank=True)
    security_nb = models.CharField(_("security (Norwegian)"), max_length=500, blank=True)
    security_en = models.CharField(_("security (English)"), max_length=500, blank=True)
    periods = ArrayField(
        models.CharField(max_length=30, choices=PeriodCode.choices),
        verbose_name=_("storage times"),
        default=list,
        blank=True,
    )
    delegated_to = models.CharField(_("daily responsibility"), max_length=20)
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    review_note = models.TextField(_("what the last review found"), blank=True)

    class Meta:
        verbose_name = _("processing activity")
        verbose_name_plural = _("processing activities")
        constraints = [
            not_blank(
                "ground",
                "national_law",
                "retention_nb",
                "retention_en",
                name="activity_has_a_basis",
                message=_("An activity needs a legal ground, a paragraph and a storage time."),
            ),
            models.CheckConstraint(
                name="activity_transfer_has_a_safeguard",
                condition=models.Q(transfers_nb="") | ~models.Q(safeguards_nb=""),
                violation_error_message=_("A transfer outside the EEA needs a safeguard (GDPR art. 44-49)."),
            ),
            models.CheckConstraint(
                name="activity_ground_known",
                condition=models.Q(ground__in=LegalGround.values),
                violation_error_message=_("There is no such legal ground."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name_nb


class Controller(models.Model):
    """Who answers for the processing, now and earlier."""

    name = models.CharField(_("name"), max_length=120)
    org_number = models.CharField(_("organisation number"), max_length=9, blank=True)
    sub_unit = models.CharField(
        _("organisation number of the sub-unit"), max_length=9, blank=True, validators=[organisation_number],
        help_text=_("The unit (virksomhet) employees are reported under."),
    )  # fmt: skip
    address = models.CharField(_("address"), max_length=200, blank=True)
    contact_email = models.EmailField(_("contact address"))
    represented_by_nb = models.CharField(_("represented by (Norwegian)"), max_length=120)
    represented_by_en = models.CharField(_("represented by (English)"), max_length=120)
    representative_nb = models.CharField(_("representative (Norwegian)"), max_length=200, blank=True)
    representative_en = models.CharField(_("representative (English)"), max_length=200, blank=True)
    protection_officer_nb = models.CharField(_("data protection officer (Norwegian)"), max_length=300, blank=True)
    protection_officer_en = models.CharField(_("data protection officer (English)"), max_length=300, blank=True)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("controller")
        verbose_name_plural = _("controllers")
        constraints = [
            models.UniqueConstraint(
                fields=["valid_until"],
                condition=models.Q(valid_until__isnull=True),
                nulls_distinct=False,
                name="controller_one_at_a_time",
                violation_error_message=_("End the earlier controller first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RegisterCopy(models.Model):
    """The register as a PDF, made by the worker when the register has changed; one in each language."""

    language = models.CharField(_("language"), max_length=2, choices=Language.choices, unique=True)
    digest = models.CharField(_("SHA-256 of what it says"), max_length=64)
    content = models.BinaryField(_("file"))
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("register as a PDF")
        verbose_name_plural = _("registers as PDFs")

    def __str__(self) -> str:
        return f"{self.language} {self.digest[:12]}"
