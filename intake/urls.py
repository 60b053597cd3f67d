"""Pages of this stage on the officers' site."""


app_name = "intake"
urlpatterns: list = []
