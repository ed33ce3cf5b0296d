"""Numbers as papers write them: numerals and words → readings with places; what each is when no field claims it."""
