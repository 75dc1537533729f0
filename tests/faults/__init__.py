"""Faults, staged one by one; faults.md states what each must come to."""
