"""External measures of training providers: the directory, the import, and what a plan may use of them."""
