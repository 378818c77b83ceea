"""What whoever runs the program asks of it: what is wrong (`doctor`), and the numbers a monitor reads (`serve_metrics`)."""
