"""Reports in Word: templates, what they are filled with, and how they are set."""
