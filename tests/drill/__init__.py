"""`make drill`: an agency that loses everything, and gets it back from its backup."""
