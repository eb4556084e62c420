"""What a page at the desk asks of an open dossier, as pure functions: which boxes stand on the page of a section, what is
wrong with each, what comes next, and the text of a file with an answer set. No HTTP and no HTML: those stand in cli/desk.
"""
