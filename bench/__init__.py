"""What the engine costs, beside what it could cost at best: `make bench` (DESIGN § 8, "Budgets")."""
