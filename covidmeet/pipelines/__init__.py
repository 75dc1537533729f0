"""The stages an article goes through, one class each; their order is in ``settings.ITEM_PIPELINES``."""
