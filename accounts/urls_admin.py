"""A council's own admin."""


urlpatterns: list = []
