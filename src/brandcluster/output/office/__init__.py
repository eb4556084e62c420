"""What the page at the desk shows of a dossier, as parts of pages: forms as paper, the start page, changes, results. No
request, no file, no form to fill in: those stand with the server.
"""
