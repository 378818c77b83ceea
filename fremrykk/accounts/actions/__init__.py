"""The only writers of accounts and roles."""
