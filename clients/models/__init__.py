"""The clients app's truths."""

from clients.models.company import Agreement, ClientCompany, ClientContact
from clients.models.credit import CreditAssessment, Prepayment
from clients.models.invoicing import InvoiceProfile
from clients.models.newsletter import Newsletter
from clients.models.order import JobAd, JobOrder, OrderTerms
from clients.models.register import RegisterEntry, SoleProprietor, SubUnit
from clients.models.timeline import TimelineEntry

__all__ = [
    "Agreement",
    "ClientCompany",
    "ClientContact",
    "CreditAssessment",
    "InvoiceProfile",
    "JobAd",
    "JobOrder",
    "Newsletter",
    "OrderTerms",
    "Prepayment",
    "RegisterEntry",
    "SoleProprietor",
    "SubUnit",
    "TimelineEntry",
]
