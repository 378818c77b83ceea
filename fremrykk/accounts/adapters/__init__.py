"""How allauth and axes are fitted to this house; the settings name these."""

from fremrykk.accounts.adapters.account import AccountAdapter
from fremrykk.accounts.adapters.guard import LoginGuard, attempted_account, client_address, cool_off, locked_out
from fremrykk.accounts.adapters.second_factor import SecondFactorAdapter

__all__ = [
    "AccountAdapter",
    "LoginGuard",
    "SecondFactorAdapter",
    "attempted_account",
    "client_address",
    "cool_off",
    "locked_out",
]
