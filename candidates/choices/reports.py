"""Closed lists about the monthly report to authorities (a-melding)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportAnswer(models.TextChoices):
    """What the a-ordning answered to a delivery."""

    RECEIVED = "received", _("received")
    WITH_REMARKS = "remarks", _("received, with remarks")
    REFUSED = "refused", _("refused")


class Found(models.TextChoices):
    """What the control list finds: the first ones stop the report, the others (`warnings`) are looked at."""

    NOBODY = "nobody", _("nobody was employed in this month: there is nothing to report")
    NO_MAIN_UNIT = (
        "no_main_unit",
        _("the agency's organisation number is missing, or wrong: the manager has it, under controllers"),
    )
    NO_SUB_UNIT = (
        "no_sub_unit",
        _("the number of the agency's sub-unit is missing, or wrong: the manager has it, under controllers"),
    )
    MISSING = "missing", _("was employed in this month and is not in the report: fetch the facts anew")
    STALE = "stale", _("the employment was changed since: fetch the facts anew")
    NOT_IN_FORCE = "not_in_force", _("was not employed in this month: fetch the facts anew, or move the last day")
    NO_NUMBER = "no_number", _("has no national identity number: note it on the employment")
    UNREADABLE = "unreadable", _("the national identity number cannot be read: tell whoever runs the system")
    NO_OCCUPATION = "no_occupation", _("has no occupation code of seven digits: write it on the employment")
    NO_FULL_TIME = "no_full_time", _("the hours a week of a full position are missing: write them on the employment")
    NO_WORKING_TIME = "no_working_time", _("how working hours lie is missing: write it on the employment")
    NO_HOURS = "no_hours", _("hourly pay has no hours, or hours have no pay")
    IMPLAUSIBLE = (
        "implausible",
        _("pay or hours cannot be right: more hours than the month has, or over a million kroner"),
    )
    UNTOLD = "untold", _("was not told yet where we have data from: tell first (GDPR art. 14)")
    NOT_SETTLED = (
        "not_settled",
        _("left before this month, and got no pay in it: write the pay, or take the person out"),
    )
    NO_CAUSE = "no_cause", _("ended, and nobody has said why")
    NO_PAY = "no_pay", _("is employed, and got no pay")
    FAR_OFF = "far_off", _("pay is far from what was agreed")
    CHANGED_LATER = (
        "changed_later",
        _("pay or percentage was changed after the month: is what stands here what was so then?"),
    )
    RESTRICTED = "restricted", _("has restricted data, which the law wants reported all the same (GDPR art. 18(2))")
    LATE = "late", _("the report is later than the law allows")

    @classmethod
    def warnings(cls) -> tuple["Found", ...]:
        return (cls.NO_CAUSE, cls.NO_PAY, cls.FAR_OFF, cls.CHANGED_LATER, cls.RESTRICTED, cls.LATE)
