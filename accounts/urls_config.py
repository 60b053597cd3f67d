"""The whole-system admin."""


urlpatterns: list = []
