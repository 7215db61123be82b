"""Adding files and correcting what was read: off unless ``serve --edit`` turns it on."""
