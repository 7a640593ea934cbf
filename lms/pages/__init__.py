"""Pages about the platform itself: accessibility, privacy, imprint, help; and the form to report a barrier."""
