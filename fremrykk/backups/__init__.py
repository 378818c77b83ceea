"""Backups an operator's clock takes, what is restored from them, and the drill that proves it (README, Backup and restore)."""
