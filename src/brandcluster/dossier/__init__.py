"""What a region's folder is: its files, loading, references, schemas, the rules in force. No judgement of what stands in it."""
