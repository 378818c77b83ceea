"""Facts about a candidate that one can ask for: what the person can, speaks, may do, where and from when."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from candidates.choices.facts import Availability, LanguageLevel, SpokenLanguage
from candidates.models.candidate import CANDIDATE_ROLES, Candidate
from candidates.models.plain import compared
from privacy.models import PersonalQuerySet

TIDY = r"^\S+( \S+)*$"  # one space between words, none around them


def tidy(field: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__regex": TIDY}),
        violation_error_message=_("One space between words, and at least one word."),
    )


class ProfileQuerySet(PersonalQuerySet["Profile"]):
    read_by = CANDIDATE_ROLES


class Profile(models.Model):
    """Where a candidate wants to work, and from when."""

    candidate = models.OneToOneField(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="profile"
    )
    place = models.CharField(_("place"), max_length=100, blank=True)
    availability = models.CharField(_("can begin"), max_length=20, choices=Availability.choices, blank=True)
    available_from = models.DateField(_("from"), null=True, blank=True)
    plain_place = compared("place")

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        indexes = [GinIndex(fields=["plain_place"], opclasses=["gin_trgm_ops"], name="profile_place_parts")]
        constraints = [
            models.CheckConstraint(
                name="profile_day_if_from_a_day",
                condition=Q(availability=Availability.FROM_DAY, available_from__isnull=False)
                | (~Q(availability=Availability.FROM_DAY) & Q(available_from__isnull=True)),
                violation_error_message=_("Say from which day, and only where the choice is “from a day”."),
            ),
        ]

    def __str__(self) -> str:
        return self.place or str(self.get_availability_display())


class SkillQuerySet(PersonalQuerySet["Skill"]):
    read_by = CANDIDATE_ROLES


class Skill(models.Model):
    """One thing a candidate can, in a few words."""

    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="skills"
    )
    name = models.CharField(_("skill"), max_length=60)
    plain_name = compared("name")

    objects = SkillQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        indexes = [GinIndex(fields=["plain_name"], opclasses=["gin_trgm_ops"], name="skill_parts")]
        constraints = [
            models.UniqueConstraint(
                F("candidate"), Lower("name"), name="skill_once", violation_error_message=_("It is there already.")
            ),
            tidy("name", "skill_is_tidy"),
        ]

    def __str__(self) -> str:
        return self.name


class CertificateQuerySet(PersonalQuerySet["Certificate"]):
    read_by = CANDIDATE_ROLES


class Certificate(models.Model):
    """A paper that lets its holder do something: a licence, an authorisation, a course; with its last day, if it has one."""

    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="certificates"
    )
    name = models.CharField(_("certificate"), max_length=100)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    plain_name = compared("name")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        indexes = [GinIndex(fields=["plain_name"], opclasses=["gin_trgm_ops"], name="certificate_parts")]
        constraints = [
            models.UniqueConstraint(
                F("candidate"), Lower("name"), name="certificate_once",
                violation_error_message=_("It is there already."),
            ),
            tidy("name", "certificate_is_tidy"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class LanguageSkillQuerySet(PersonalQuerySet["LanguageSkill"]):
    read_by = CANDIDATE_ROLES


class LanguageSkill(models.Model):
    """A language a candidate speaks, and how well."""

    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="languages"
    )
    language = models.CharField(_("language"), max_length=2, choices=SpokenLanguage.choices)
    level = models.PositiveSmallIntegerField(_("level"), choices=LanguageLevel.choices)

    objects = LanguageSkillQuerySet.as_manager()

    class Meta:
        verbose_name = _("language skill")
        verbose_name_plural = _("languages")
        indexes = [models.Index(fields=["language", "level", "candidate"], name="language_level")]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "language"], name="language_once",
                violation_error_message=_("It is there already."),
            ),
            models.CheckConstraint(
                name="language_level_is_known",
                condition=Q(level__gte=LanguageLevel.A1, level__lte=LanguageLevel.NATIVE),
                violation_error_message=_("Choose a level."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_language_display()} {self.get_level_display()}"
