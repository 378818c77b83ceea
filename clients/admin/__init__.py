"""The workspace's pages about clients and what they order."""

from clients.admin import ads, agreements, companies, contacts, invoicing, newsletters, orders

__all__ = ["ads", "agreements", "companies", "contacts", "invoicing", "newsletters", "orders"]
