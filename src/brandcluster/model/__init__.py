"""What a dossier is: pydantic models, one module a file kind, with the form's labels as aliases."""
