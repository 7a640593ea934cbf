"""Joint plans for a team, a firm or the next programme: who may see what is decided here and in docs/group-plans.md."""
