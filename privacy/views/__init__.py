"""The public pages about privacy, the question channel, and what machines ask."""
