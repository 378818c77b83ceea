"""What clients are written: service messages only."""
