"""The words for levels and forms of meetings, as the archive and queries have them."""

LEVELS = ("national", "province", "prefecture", "county", "township", "unit")
FORMS = ("teleconference", "video", "on-site", "special", "dispatch", "standing", "other")
