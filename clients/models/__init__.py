"""The clients app's truths."""

from clients.models.company import Agreement, ClientCompany, ClientContact
from clients.models.invoicing import InvoiceProfile
from clients.models.newsletter import Newsletter
from clients.models.order import JobAd, JobOrder, OrderTerms

__all__ = [
    "Agreement",
    "ClientCompany",
    "ClientContact",
    "InvoiceProfile",
    "JobAd",
    "JobOrder",
    "Newsletter",
    "OrderTerms",
]
