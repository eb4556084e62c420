"""What an editor asks of an open dossier, as pure functions: from texts, a dossier and a place in them to an answer. The
protocol that carries questions and answers stands in editor/protocol; what is wrong is decided by rules.
"""
