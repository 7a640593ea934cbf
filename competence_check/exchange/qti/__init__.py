"""Tasks as QTI 3 (https://www.imsglobal.org/spec/qti/v3p0/impl): choice, order, match and text entry.

What other formats cannot say about a task (competence, band, source, feedback's language …) goes along in `data-`
attributes of the item body, which QTI 3 leaves to its users.
"""
