"""The workspace's pages about clients and what they order."""

from clients.admin import (
    ads,
    agreements,
    checks,
    companies,
    contacts,
    credit,
    enquiries,
    home,
    invoicing,
    newsletters,
    orders,
    prepayments,
    proprietors,
    readers,
    sub_units,
    timeline,
)

__all__ = [
    "ads",
    "agreements",
    "checks",
    "companies",
    "contacts",
    "credit",
    "enquiries",
    "home",
    "invoicing",
    "newsletters",
    "orders",
    "prepayments",
    "proprietors",
    "readers",
    "sub_units",
    "timeline",
]
