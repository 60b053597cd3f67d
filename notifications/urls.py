"""The demo's outbox, and the provider's receipts."""


app_name = "notifications"
urlpatterns: list = []
