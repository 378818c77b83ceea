"""The only writers of the privacy app's tables."""
