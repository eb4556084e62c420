"""One open dossier: files as they are on the disk or being typed, and what the commands would say of them now. It
judges nothing itself and shows nothing.
"""
