"""What the public register says of clients, and the person behind a sole proprietorship."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.choices import Bond, CompanyForm
from clients.models.company import ClientCompany
from privacy.models import PersonalQuerySet, Subject
from privacy.validators import organisation_number


class SoleProprietor(models.Model):
    """The person behind a client that is a sole proprietorship (ENK): name and number of the business are the person's.

    It holds what the law makes us keep of a party to an agreement. Its deletion takes name and number out of the
    client's row as well (trigger, migration `register_guards`), whoever deletes it.
    """

    subject = models.ForeignKey(
        Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="sole_proprietors"
    )
    company = models.OneToOneField(
        ClientCompany, verbose_name=_("client"), on_delete=models.PROTECT, related_name="proprietor"
    )
    name = models.CharField(_("name"), max_length=200)
    org_number = models.CharField(_("organisation number"), max_length=20)
    bond = models.CharField(_("agreement"), max_length=10, choices=Bond.choices, default=Bond.NONE)
    agreement_ended_on = models.DateField(
        _("the last agreement ended"), null=True, blank=True,
        help_text=_("The law counts from the end of that year (bokføringsloven § 13)."),
    )  # fmt: skip
    ended_at = models.DateTimeField(_("relation ended"), null=True, blank=True)
    created_at = models.DateTimeField(_("registered"), default=timezone.now)

    objects = PersonalQuerySet["SoleProprietor"].as_manager()

    class Meta:
        verbose_name = _("sole proprietor")
        verbose_name_plural = _("sole proprietors")
        indexes = [
            models.Index(fields=["name", "id"], name="proprietor_by_name"),
            models.Index(fields=["org_number"], name="proprietor_by_number"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="proprietor_parts"),
        ]
        constraints = [
            models.CheckConstraint(
                name="proprietor_bond_known",
                condition=Q(bond__in=Bond.values),
                violation_error_message=_("Say whether an agreement is in force."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RegisterEntry(models.Model):
    """What Enhetsregisteret said of a client when it was last asked, or what was typed while it did not answer.

    Of a sole proprietorship it is about the person (`subject`), and no address is taken: it is mostly the home.
    """

    company = models.OneToOneField(
        ClientCompany, verbose_name=_("client"), on_delete=models.PROTECT, related_name="register"
    )
    subject = models.ForeignKey(
        Subject, verbose_name=_("person"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="register_entries",
    )  # fmt: skip
    form = models.CharField(_("organisation form"), max_length=20, blank=True)
    name = models.CharField(_("name in the register"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    is_bankrupt = models.BooleanField(_("bankrupt"), default=False)
    is_dissolving = models.BooleanField(_("being dissolved"), default=False)
    deleted_on = models.DateField(_("deleted from the register"), null=True, blank=True)
    looked_up_at = models.DateTimeField(_("looked up"), null=True, blank=True)
    known_at = models.DateTimeField(_("last confirmed"), default=timezone.now)

    objects = PersonalQuerySet["RegisterEntry"].as_manager()

    class Meta:
        verbose_name = _("register entry")
        verbose_name_plural = _("register entries")
        constraints = [
            models.CheckConstraint(
                name="register_no_home_address",
                condition=Q(address="") | ~Q(form=CompanyForm.ENK),
                violation_error_message=_("Of a sole proprietorship no address is kept: it is mostly the home."),
            ),
            models.CheckConstraint(
                name="register_enk_is_a_person",
                condition=~Q(form=CompanyForm.ENK) | Q(subject__isnull=False),
                violation_error_message=_("A sole proprietorship is a person: register whom."),
            ),
        ]

    def __str__(self) -> str:
        return self.form

    @property
    def is_sole(self) -> bool:
        return self.form == CompanyForm.ENK

    @property
    def is_troubled(self) -> bool:
        return bool(self.is_bankrupt or self.is_dissolving or self.deleted_on)


class SubUnitQuerySet(PersonalQuerySet["SubUnit"]):
    def in_use(self) -> "SubUnitQuerySet":
        return self.filter(is_used=True, closed_on=None)


class SubUnit(models.Model):
    """A workplace of a client with a number of its own (underenhet), which the authorities ask for."""

    company = models.ForeignKey(
        ClientCompany, verbose_name=_("client"), on_delete=models.PROTECT, related_name="sub_units"
    )
    subject = models.ForeignKey(
        Subject, verbose_name=_("person"), on_delete=models.PROTECT, null=True, blank=True, related_name="sub_units"
    )
    org_number = models.CharField(
        _("organisation number"), max_length=20, unique=True, validators=[organisation_number],
        error_messages={"unique": _("This sub-unit is registered already.")},
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=200, blank=True, help_text=_("Empty: as Enhetsregisteret has it."))
    address = models.CharField(_("address"), max_length=250, blank=True)
    is_used = models.BooleanField(_("we work for it"), default=False)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    looked_up_at = models.DateTimeField(_("looked up"), null=True, blank=True)
    known_at = models.DateTimeField(_("last confirmed"), default=timezone.now)

    objects = SubUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("sub-unit")
        verbose_name_plural = _("sub-units")
        indexes = [
            models.Index(fields=["name", "id"], name="sub_unit_by_name"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="sub_unit_parts"),
        ]
        constraints = [  # what orders point at: a sub-unit of their own client (migration order_sub_unit_guard)
            models.UniqueConstraint(fields=["id", "company"], name="sub_unit_of_its_client"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.org_number})"
