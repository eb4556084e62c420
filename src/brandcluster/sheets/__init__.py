"""One workbook for what is numbers and lists in a dossier: made, and taken in again. No return of an enterprise; of texts only those that an office is asked for."""
