"""Who can log in."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from fremrykk.accounts.choices import Role
from privacy.models import PersonalQuerySet, Subject
from privacy.ports import PERSON, Actor


class UserQuerySet(PersonalQuerySet["User"]):
    def visible_to(self, user: Actor) -> "UserQuerySet":
        """Who works here stays in the list whatever is restricted: closing a way in protects others (art. 18(2))."""
        found = super().visible_to(user)
        return found if user.role == PERSON else found | self.filter(is_staff=True)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.at(username or "").get()

    def at(self, email: str) -> models.QuerySet["User"]:
        """Whose address this is, however it is written. (`iexact` compares by UPPER, to which "ı" is "i".)"""
        return self.alias(lowered=Lower("email")).filter(lowered=email.lower())


class User(AbstractBaseUser, PermissionsMixin):
    """An account: a candidate, a client contact, or one of the staff. The person is the Subject."""

    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="user")
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    roles = ArrayField(
        models.CharField(max_length=20, choices=Role.choices), verbose_name=_("roles"), default=list, blank=True
    )
    is_staff = models.BooleanField(_("works here"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        indexes = [
            models.Index(fields=["name", "id"], condition=models.Q(is_staff=True), name="staff_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_unique", violation_error_message=_("This address has an account.")
            ),
            models.CheckConstraint(
                name="user_roles_only_staff",
                condition=models.Q(is_staff=True) | models.Q(roles=[]),
                violation_error_message=_("Only staff can have a role."),
            ),
            models.CheckConstraint(
                name="user_roles_known",
                condition=models.Q(roles__contained_by=Role.values),
                violation_error_message=_("There is no such role."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What a session must match: a new password or address, a role given or taken end every session at once."""
        parts = [self.password, self.email, str(self.is_staff), *sorted(self.roles)]
        return salted_hmac("fremrykk.accounts.session", "|".join(parts), secret=secret, algorithm="sha256").hexdigest()

    def has_role(self, *roles: str) -> bool:
        return self.is_active and self.is_staff and bool(set(roles) & set(self.roles))

    @property
    def role(self) -> str:
        """What the trail writes as the role of this account: a staff role, or `person`."""
        return next((role for role in Role.values if role in self.roles), "staff" if self.is_staff else PERSON)


class AddressChange(models.Model):
    """A new e-mail address for an account: it holds when the readers of both, the old and the new, have said yes."""

    user = models.ForeignKey(User, verbose_name=_("account"), on_delete=models.PROTECT, related_name="address_changes")
    new_email = models.EmailField(_("new e-mail address"))
    asked_at = models.DateTimeField(_("asked for"))
    old_confirmed_at = models.DateTimeField(_("confirmed at the old address"), null=True, blank=True)
    new_confirmed_at = models.DateTimeField(_("confirmed at the new address"), null=True, blank=True)
    done_at = models.DateTimeField(_("changed"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = PersonalQuerySet["AddressChange"].as_manager()

    class Meta:
        verbose_name = _("change of e-mail address")
        verbose_name_plural = _("changes of e-mail address")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(ended_at__isnull=True),
                name="address_change_one_at_a_time",
                violation_error_message=_("Another change is waiting."),
            ),
            models.CheckConstraint(
                name="address_changed_with_both",
                condition=models.Q(done_at__isnull=True)
                | models.Q(old_confirmed_at__isnull=False, new_confirmed_at__isnull=False, ended_at__isnull=False),
                violation_error_message=_("Both addresses have to say yes."),
            ),
        ]

    def __str__(self) -> str:
        return self.new_email

    @property
    def is_waiting(self) -> bool:
        return self.ended_at is None

    @property
    def is_done(self) -> bool:
        return self.done_at is not None
