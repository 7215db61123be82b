"""Pure functions from the library's answers to what the templates show."""
