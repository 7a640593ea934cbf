"""Frameworks from elsewhere and to elsewhere: DigComp's own files, Moodle, CASE, CSV."""
