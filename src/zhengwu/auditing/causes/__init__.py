"""From failing relations to causes: which figures must be wrong, how they went wrong, and what they must have been."""
