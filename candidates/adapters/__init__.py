"""The outside systems, behind the protocols of candidates/ports.py."""
