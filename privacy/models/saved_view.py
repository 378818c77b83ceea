"""A list as a colleague likes to see it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy.models.personal import PersonalQuerySet


class SavedView(models.Model):
    """A list of the workspace with its filters, kept by a colleague under a name; never with a word searched for."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.PROTECT, related_name="saved_views"
    )
    name = models.CharField(_("name"), max_length=60)
    address = models.CharField(_("address"), max_length=300)
    created_at = models.DateTimeField(_("saved"))

    objects = PersonalQuerySet["SavedView"].as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "name"],
                name="saved_view_named_once",
                violation_error_message=_("You have a view of this name."),
            ),
            models.CheckConstraint(
                name="saved_view_of_the_workspace",
                condition=models.Q(address__startswith="/admin/"),
                violation_error_message=_("Only lists of the workspace can be saved."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
