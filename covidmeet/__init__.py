"""covidmeet: crawler and archive of Chinese news about epidemic-prevention meetings."""
