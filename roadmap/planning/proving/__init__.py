"""An upper bound that owes nothing to the planner: own program, own rows, exact arithmetic.

Only the values of `Instance` and `Group` are used, so that a fault of the planner's program cannot hide here.
"""
