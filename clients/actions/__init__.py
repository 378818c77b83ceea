"""The only writers where clients are concerned."""
