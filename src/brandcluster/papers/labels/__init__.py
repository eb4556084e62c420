"""The label map of a form: finding its places, reading and printing answers there. What an answer says stands in forms."""
