"""Writes drawn reports as web pages: plain, of a content management system, or out of Word."""
