"""What makes a bare machine run the program: install, keys, servers, launcher. Production uses none of it."""
