"""Programs of their own, run as `python -m privacy.sandbox.pdf` and never imported by the rest."""
