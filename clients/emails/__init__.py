"""The messages to companies and their people: one module per topic."""
