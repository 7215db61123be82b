"""The Flask front end: HTTP only, everything else is the library's."""
