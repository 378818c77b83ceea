"""The declarations of this app."""
