"""The notice's conditions calculated a second time, from its text, with nothing of the program's own."""
