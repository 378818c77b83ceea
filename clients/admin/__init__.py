"""The workspace's pages about clients and what they order."""

from clients.admin import (
    ads,
    agreements,
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
