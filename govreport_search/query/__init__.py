"""The query language: lexer, parser, tree, request, and the tree said in words."""
