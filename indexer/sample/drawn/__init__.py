"""Reports as they are drawn: titles, paragraphs and tables of merged cells, of no file kind."""
