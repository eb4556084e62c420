"""The page at the desk: an open dossier over HTTP, for one person on one machine. What a page is made of stands in
session/desk; what commands do is called as commands do it. No rule, and no form of its own.

How a page is added: a function `view(desk, asked) -> Response` in a module here, and a row in `ROUTES` of `routes.py`
(method, path, view, title in the navigation); its template stands in templates/desk and extends base.html. See
docs/decisions/0013.
"""
