"""What the language model does not tell of marks: its sources have few 、 and hardly any ends of lines.

All values are nats: natural logarithms of probabilities, costs with the sign changed.
"""

from __future__ import annotations

LONG_SENTENCE = 12
"""Characters from which on a sentence is not short; what begins a line counts as that."""
MARK_GAIN = {"、": 1.0}
"""For a restored mark."""
_SHORT_SENTENCE_COST = 3.0
"""For a full stop right after another one: an n-gram model does not see that it is in a list."""
_OPEN_END_COST, _NEVER_LAST = 4.0, frozenset("、，（“‘《\u3000")


def open_end_cost(last: str) -> float:
    """The cost of a line that ends with the character ``last``."""
    return _OPEN_END_COST if last in _NEVER_LAST else 0.0


def short_sentence_cost(before: int, text: str) -> float:
    """The cost of the first full stop of ``text``, ``before`` characters after another one."""
    if "。" not in text:
        return 0.0
    return max(_SHORT_SENTENCE_COST * (1 - (before + text.index("。")) / LONG_SENTENCE), 0.0)


def characters_since_stop(before: int, text: str) -> int:
    """Characters since the last full stop behind ``text``, of which there were ``before`` before it."""
    if "\n" in text:
        return LONG_SENTENCE
    return len(text) - 1 - text.rindex("。") if "。" in text else before + len(text)
