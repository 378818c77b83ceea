"""What a client ordered, and how it is advertised."""

import datetime
import uuid
from functools import reduce
from operator import add, and_, or_

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import BooleanField, Case, ExpressionWrapper, F, Q, When
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.choices import EmploymentForm, Extent, OrderKind
from clients.models.ad_facts import AdFacts
from clients.models.agreement import Agreement
from clients.models.asking import Asking, asks_with_a_reason
from clients.models.company import ClientCompany, of_restricted
from clients.models.register import SubUnit
from clients.models.terms import AgreedTerms
from privacy.ports import Actor


class JobOrderQuerySet(models.QuerySet["JobOrder"]):
    def visible_to(self, user: Actor) -> "JobOrderQuerySet":
        """As their clients are."""
        return self.exclude(company__in=of_restricted())

    def is_open(self) -> "JobOrderQuerySet":
        return self.filter(opened_at__isnull=False, closed_at__isnull=True)


class JobOrder(models.Model):
    """A position a client asked us to fill."""

    company = models.ForeignKey(
        ClientCompany, verbose_name=_("client"), on_delete=models.PROTECT, related_name="orders"
    )
    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )
    sub_unit = models.ForeignKey(
        SubUnit, verbose_name=_("sub-unit"), on_delete=models.PROTECT, null=True, blank=True, related_name="orders",
        help_text=_("Where the work is done, if the client has several workplaces with a number of their own."),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=20, choices=OrderKind.choices, default=OrderKind.RECRUITMENT)
    title = models.CharField(_("position"), max_length=150)
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible adviser"),
        on_delete=models.PROTECT,
        related_name="job_orders",
    )
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    created_at = models.DateTimeField(_("registered"), default=timezone.now)

    objects = JobOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("job order")
        verbose_name_plural = _("job orders")
        indexes = [
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="order_parts"),
        ]
        constraints = [
            models.CheckConstraint(
                name="order_opens_with_agreement",
                condition=Q(opened_at__isnull=True) | Q(agreement__isnull=False),
                violation_error_message=_("An order cannot be opened without an agreement."),
            ),
            models.CheckConstraint(
                name="order_closes_after_opening",
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False, closed_at__gte=F("opened_at")),
                violation_error_message=_("Only an open order can be closed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} – {self.company}"

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class OrderTerms(AgreedTerms):
    """The terms an order was opened on; a later agreement changes nothing for it. Written once (migration *agreement_guards*)."""

    order = models.OneToOneField(
        JobOrder, verbose_name=_("job order"), on_delete=models.PROTECT, primary_key=True, related_name="terms"
    )

    class Meta:
        verbose_name = _("terms of an order")
        verbose_name_plural = _("terms of orders")
        constraints = [*AgreedTerms._meta.constraints]

    def __str__(self) -> str:
        return str(self.order)


FACTS = ("place", "county", "occupation", "extent", "form", "remote")
SAID = ("title", "summary", "employer", "place", "body")


def saying(q: str) -> Q:
    """Every word of it, in any of the ad's texts; no word is in each ad."""
    said = (reduce(or_, (Q(**{f"{field}__icontains": word}) for field in SAID)) for word in q.split()[:10])
    return reduce(and_, said, Q(pk__isnull=False))


class JobAdQuerySet(models.QuerySet["JobAd"]):
    def shown(self, at: datetime.datetime) -> "JobAdQuerySet":
        """What has a page: published, now or once. None of a sole proprietor whose data are set aside (GDPR art. 18(2)):
        an ad names the person."""
        return self.filter(published_at__lte=at).exclude(order__company__in=of_restricted())

    def published(self, at: datetime.datetime) -> "JobAdQuerySet":
        """On the site right now: published, not closed, the deadline not passed, and the order open."""
        today = timezone.localdate(at)
        return self.shown(at).filter(
            Q(deadline__isnull=True) | Q(deadline__gte=today),
            closed_at__isnull=True,
            order__closed_at__isnull=True,
        )

    def with_fits(self, q: str) -> "JobAdQuerySet":
        """`fits`: whether every word of `q` stands somewhere in the ad."""
        return self.annotate(fits=ExpressionWrapper(saying(q), BooleanField()))

    def matching(self, *, q: str = "", **facts: str) -> "JobAdQuerySet":
        """Every word of `q` somewhere in the ad, and each fact that is asked for (`FACTS`)."""
        return self.filter(saying(q), **{name: facts[name] for name in FACTS if facts.get(name)})

    def newest_first(self) -> "JobAdQuerySet":
        return self.order_by("-published_at", "pk")

    def deadline_first(self) -> "JobAdQuerySet":
        """Those read as they come after those with a day."""
        return self.order_by(F("deadline").asc(nulls_last=True), "-published_at", "pk")

    def similar_to(self, ad: "JobAd") -> "JobAdQuerySet":
        """The same occupation, county, place and form of work; the newest of those as like."""
        same = (
            [(Q(occupation=ad.occupation), 4), (Q(occupation__startswith=ad.occupation[:2]), 2)]
            if ad.occupation
            else []
        )
        same += [(Q(county=ad.county), 2)] if ad.county else []
        same += [(Q(place=ad.place), 1), (Q(extent=ad.extent), 1), (Q(form=ad.form), 1)]
        likeness = (Case(When(rule, then=points), default=0) for rule, points in same)
        return self.annotate(likeness=reduce(add, likeness)).order_by("-likeness", "-published_at", "pk")


class JobAd(AdFacts, Asking):
    """The public advertisement of an order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(JobOrder, verbose_name=_("job order"), on_delete=models.PROTECT, related_name="ads")
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=150)
    summary = models.CharField(_("in one sentence"), max_length=250)
    body = models.TextField(_("text"), help_text=_("Headings, paragraphs, lists and links; anything else is removed."))
    employer = models.CharField(_("employer as shown"), max_length=150)
    place = models.CharField(_("place"), max_length=100)
    extent = models.CharField(_("extent"), max_length=20, choices=Extent.choices, default=Extent.FULL_TIME)
    form = models.CharField(
        _("form of employment"), max_length=20, choices=EmploymentForm.choices, default=EmploymentForm.PERMANENT
    )
    deadline = models.DateField(
        _("apply by"), null=True, blank=True, help_text=_("Empty: applications are read as they come.")
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = JobAdQuerySet.as_manager()

    class Meta:
        verbose_name = _("job ad")
        verbose_name_plural = _("job ads")
        indexes = [
            models.Index(fields=["-created_at", "id"], name="ad_newest"),
            GinIndex(
                OpClass(Upper("title"), name="gin_trgm_ops"),
                OpClass(Upper("employer"), name="gin_trgm_ops"),
                OpClass(Upper("place"), name="gin_trgm_ops"),
                name="ad_parts",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="ad_closes_after_publishing",
                condition=Q(closed_at__isnull=True) | Q(published_at__isnull=False, closed_at__gte=F("published_at")),
                violation_error_message=_("Only a published ad can be closed."),
            ),
            asks_with_a_reason("ad_asks_with_a_reason", unless=Q(published_at__isnull=True)),
            models.CheckConstraint(
                name="ad_on_the_site_says_what_it_must",
                condition=Q(published_at__isnull=True)
                | Q(closed_at__isnull=False)
                | ~Q(title="") & ~Q(summary="") & ~Q(body="") & ~Q(employer="") & ~Q(place=""),
                violation_error_message=_(
                    "What is on the site has a title, a sentence, a text, an employer and a place."
                ),
            ),
            *AdFacts._meta.constraints,
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("position", args=[self.slug])

    def is_open(self, at: datetime.datetime) -> bool:
        """As `published`, for one ad."""
        return JobAd.objects.published(at).filter(pk=self.pk).exists()
