"""The outside systems, behind the protocols of privacy/ports.py."""
