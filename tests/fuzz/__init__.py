"""Fuzzing: every command over folders that somebody spoilt, in a fork each, held against what is promised.

`seeds` are small sound folders, `commands` says what is typed and what each command may write, `mutators` spoil a
folder, `cases` draws a case from a number, `target` runs one, `oracles` judge it, `corpus` keeps what once failed.
"""
