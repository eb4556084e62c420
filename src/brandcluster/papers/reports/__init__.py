"""Reports in Word from templates in a sandbox. No official form."""
