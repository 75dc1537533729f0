"""Scripts that make the project's data and documentation; none is needed to use it."""
