"""The base: tags and lists of those who agreed to be thought of for more than one position, and saved searches."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import CANDIDATE_ROLES, Candidate
from candidates.models.profile import tidy
from privacy.models import PersonalQuerySet
from privacy.ports import Actor


class Tag(models.Model):
    """A word of ours for people in the base, the same for all colleagues."""

    name = models.CharField(_("tag"), max_length=40)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="tag_once", violation_error_message=_("There is a tag of this name already.")
            ),
            tidy("name", "tag_is_tidy"),
        ]

    def __str__(self) -> str:
        return self.name


class TagUseQuerySet(PersonalQuerySet["TagUse"]):
    read_by = CANDIDATE_ROLES


class TagUse(models.Model):
    """That a candidate in the base has a tag. The database lets nobody else have one, and takes it when that ends."""

    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="tag_uses"
    )
    tag = models.ForeignKey(Tag, verbose_name=_("tag"), on_delete=models.PROTECT, related_name="uses")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("added by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="tag_uses",
    )  # fmt: skip
    added_at = models.DateTimeField(_("added"))

    objects = TagUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag of a candidate")
        verbose_name_plural = _("tags of candidates")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "tag"], name="tag_once_per_candidate",
                violation_error_message=_("The candidate has this tag already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.tag)


class TagList(models.Model):
    """A list of people in the base, made for something: a kind of position, a season."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("list"), max_length=80)
    purpose = models.CharField(_("what for"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("list of candidates")
        verbose_name_plural = _("lists of candidates")
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="list_once", violation_error_message=_("There is a list of this name already.")
            ),
            tidy("name", "list_is_tidy"),
        ]

    def __str__(self) -> str:
        return self.name


class ListEntryQuerySet(PersonalQuerySet["ListEntry"]):
    read_by = CANDIDATE_ROLES


class ListEntry(models.Model):
    """That a candidate in the base is on a list; guarded and ended as a tag is."""

    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="list_entries"
    )
    list = models.ForeignKey(TagList, verbose_name=_("list"), on_delete=models.PROTECT, related_name="entries")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("added by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="list_entries",
    )  # fmt: skip
    added_at = models.DateTimeField(_("added"))

    objects = ListEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate on a list")
        verbose_name_plural = _("candidates on lists")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "list"], name="candidate_once_per_list",
                violation_error_message=_("The candidate is on this list already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.list)


class SavedSearchQuerySet(PersonalQuerySet["SavedSearch"]):
    read_by = ("privacy",)  # who answers for everybody's rights

    def owned_by(self, user: Actor) -> "SavedSearchQuerySet":
        """What a colleague looks for is shown to nobody else."""
        return self.filter(owner=user.pk)


class SavedSearch(models.Model):
    """What a colleague searches for again and again: words and filters, nobody found. It goes with the account."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("colleague"), on_delete=models.PROTECT, related_name="saved_searches"
    )
    name = models.CharField(_("name"), max_length=80)
    asked = models.TextField(_("what is searched for"), max_length=2000)
    saved_at = models.DateTimeField(_("saved"))

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [
            models.UniqueConstraint(
                F("owner"), Lower("name"), name="saved_search_once",
                violation_error_message=_("You have a search of this name already."),
            ),
            tidy("name", "saved_search_is_tidy"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
