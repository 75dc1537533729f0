"""covidmeet: crawler and archive of Chinese news about epidemic-prevention meetings."""

__version__ = "0.2.0"
