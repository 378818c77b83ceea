"""Programs that open strangers' files, run as `python -m candidates.sandbox.inspect` and never imported by the rest."""
