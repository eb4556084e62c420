"""pilot/*.yaml: what happens from the approval on, one module for each subject."""
