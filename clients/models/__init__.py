"""The clients app's truths."""

from clients.models.agreement import Agreement, Signatory
from clients.models.company import ClientCompany, ClientContact
from clients.models.enquiry import Enquiry
from clients.models.invoicing import InvoiceProfile
from clients.models.newsletter import Newsletter
from clients.models.order import JobAd, JobOrder, OrderTerms
from clients.models.reader import OrderReader

__all__ = [
    "Agreement",
    "ClientCompany",
    "ClientContact",
    "Enquiry",
    "InvoiceProfile",
    "JobAd",
    "JobOrder",
    "Newsletter",
    "OrderReader",
    "OrderTerms",
    "Signatory",
]
