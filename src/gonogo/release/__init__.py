"""A release: the plan, its steps in order, the runner, the state and recovery."""
