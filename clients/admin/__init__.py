"""The workspace's pages about clients and what they order."""

from clients.admin import ads, agreements, companies, contacts, enquiries, invoicing, newsletters, orders, readers

__all__ = [
    "ads",
    "agreements",
    "companies",
    "contacts",
    "enquiries",
    "invoicing",
    "newsletters",
    "orders",
    "readers",
]
