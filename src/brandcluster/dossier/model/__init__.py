"""One model a file kind (pydantic), with the form's labels as aliases. No check across files."""
