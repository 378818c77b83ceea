"""The clients app's truths."""

from clients.models.ad_export import AdExport
from clients.models.ad_requirement import AdRequirement
from clients.models.agreement import Agreement, Signatory
from clients.models.check import CheckRequirement
from clients.models.company import ClientCompany, ClientContact
from clients.models.credit import CreditAssessment, Prepayment
from clients.models.enquiry import Enquiry
from clients.models.fact_sheet import FactSheet
from clients.models.invoicing import InvoiceProfile
from clients.models.newsletter import Newsletter
from clients.models.order import JobAd, JobOrder, OrderTerms
from clients.models.paper import AgencyPaper
from clients.models.question import ScreeningQuestion
from clients.models.reader import OrderReader
from clients.models.register import RegisterEntry, SoleProprietor, SubUnit
from clients.models.timeline import TimelineEntry

__all__ = [
    "AdExport",
    "AdRequirement",
    "AgencyPaper",
    "Agreement",
    "CheckRequirement",
    "ClientCompany",
    "ClientContact",
    "CreditAssessment",
    "Enquiry",
    "FactSheet",
    "InvoiceProfile",
    "JobAd",
    "JobOrder",
    "Newsletter",
    "OrderReader",
    "OrderTerms",
    "Prepayment",
    "RegisterEntry",
    "ScreeningQuestion",
    "Signatory",
    "SoleProprietor",
    "SubUnit",
    "TimelineEntry",
]
