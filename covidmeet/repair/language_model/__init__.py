"""The character n-gram language model of the repair: two packaged back-off 4-gram models, interpolated."""

from covidmeet.repair.language_model.model import LanguageModel, load

__all__ = ["LanguageModel", "load"]
