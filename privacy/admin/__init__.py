"""Admin of the privacy app."""
