"""Joint plans for a team or a firm: shared seats, one budget, a least share for everybody, nobody's unit left empty.

The formats are described in docs/roadmap-instance.md.
"""
