"""Which texts contain a phrase, exactly, without reading them: postings of pairs of characters.

``symbol``    characters as small numbers
``block``     some texts' pairs in order, as they are indexed
``merge``     blocks as one run of positions, in the order of the four characters that begin there
``checked``   arrays of a file that are checked page by page when they are first read
``postings``  what is searched
"""
