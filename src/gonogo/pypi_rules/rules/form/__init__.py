"""The upload form's own fields."""
