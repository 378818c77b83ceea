"""What anybody sees of clients, and what their contact persons see of themselves."""
