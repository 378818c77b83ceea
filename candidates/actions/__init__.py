"""The only writers where candidates are concerned."""
