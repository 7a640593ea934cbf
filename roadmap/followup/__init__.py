"""After it: what a later check says was closed, and how that changes what courses are expected to teach."""
