"""Closed lists about those who are employed by the agency."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EmploymentState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("employment", "being prepared")
    IN_FORCE = "in_force", pgettext_lazy("employment", "in force")


class EmploymentForm(models.TextChoices):
    """Permanent is the rule, temporary needs a ground (arbeidsmiljøloven § 14-9)."""

    PERMANENT = "permanent", pgettext_lazy("employment", "permanent")
    TEMPORARY = "temporary", pgettext_lazy("employment", "temporary")


class TemporaryGround(models.TextChoices):
    """Arbeidsmiljøloven § 14-9 second paragraph; there is no other."""

    NATURE = "nature", _("work of a temporary nature")
    SUBSTITUTE = "substitute", _("in place of another (substitute)")
    TRAINEE = "trainee", _("trainee")
    SCHEME = "scheme", _("labour market scheme")
    SPORT = "sport", _("sport")


class PayKind(models.TextChoices):
    HOURLY = "hourly", _("an hour")
    MONTHLY = "monthly", _("a month")


class WorkingTime(models.TextChoices):
    """How working hours lie, in the words of the a-melding (arbeidstidsordning)."""

    NO_SHIFT = "ikkeSkift", _("no shifts")
    OTHER_SHIFT = "andreSkift", _("other shifts")
    SHIFT_365 = "skift365", _("shifts, 36.5 hours a week")
    ROUND_THE_CLOCK_355 = "doegnkontinuerligSkiftOgTurnus355", _("shifts or rota round the clock, 35.5 hours a week")
    WHOLE_WEEK_336 = "helkontinuerligSkiftOgAndreOrdninger336", _("shifts round the clock all week, 33.6 hours a week")
    OFFSHORE_336 = "offshore336", _("offshore, 33.6 hours a week")


class EndCause(models.TextChoices):
    """Why an employment ended, in the words of the a-melding."""

    RESIGNED = "resigned", _("the employee resigned")
    DISMISSED = "dismissed", _("the employer gave notice")
    EXPIRED = "expired", _("the agreed time ran out")
    REORGANISED = "reorganised", _("other work within the company")
    MISTAKE = "mistake", _("it should never have been reported")


class ContractItem(models.TextChoices):
    """What a contract of employment must say (arbeidsmiljøloven § 14-6)."""

    PARTIES = "parties", _("who the parties are")
    WORKPLACE = "workplace", _("where the work is done")
    WORK = "work", _("what the work is: title, position or kind")
    START = "start", _("when it starts")
    HOLIDAY = "holiday", _("holiday and holiday pay")
    ABSENCE = "absence", _("other absence that is paid for")
    NOTICE = "notice", _("periods of notice, and how notice is given")
    PAY = "pay", _("pay, each part by itself")
    PAYMENT = "payment", _("how and when it is paid")
    HOURS = "hours", _("working hours: how long, and when")
    BREAKS = "breaks", _("how long breaks are")
    OVERTIME = "overtime", _("overtime and the pay for it")
    BENEFITS = "benefits", _("social security the employer provides, and by whom")
    DURATION = "duration", _("how long, and the ground, if it is temporary")
    TRIAL = "trial", _("trial period")
    SPECIAL_HOURS = "special_hours", _("special arrangements of working hours")
    SHIFTS = "shifts", _("how shifts are changed")
    TARIFF = "tariff", _("tariff agreements, and their parties")
    TRAINING = "training", _("training the employer offers")
    HIRER = "hirer", _("the hirer, once it is known who that is")

    @classmethod
    def conditional(cls) -> tuple["ContractItem", ...]:
        """Those a contract says only where there is such a thing."""
        return (
            cls.ABSENCE, cls.DURATION, cls.TRIAL, cls.SPECIAL_HOURS, cls.SHIFTS, cls.TARIFF, cls.TRAINING, cls.HIRER,
        )  # fmt: skip

    @classmethod
    def always(cls) -> tuple["ContractItem", ...]:
        return tuple(item for item in cls if item not in cls.conditional())


class Sealed(models.TextChoices):
    """The two numbers that are encrypted, and shown to nobody without a reason."""

    NATIONAL_ID = "national_id", _("national identity number")
    ACCOUNT = "account", _("bank account")


class RevealReason(models.TextChoices):
    """Why a number had to be seen; the employee reads it."""

    REPORT = "for_report", _("for a report the law requires")
    PAYMENT = "for_payment", _("to pay wages")
    INSURANCE = "for_insurance", _("to register pension or insurance")
    CORRECTION = "for_correction", _("to find and correct a mistake")
    ASKED = "for_employee", _("because the employee asked")
