"""Signing in, and one's own security, on the officers' site."""

from django.urls import path

from accounts.views import security, sign_in

app_name = "accounts"
both_sites = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.second_factor, name="second_factor"),
    path("sign-in/send-code/", sign_in.send_code, name="send_code"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("security/", security.security, name="security"),
    path("security/app/", security.set_up_app, name="set_up_app"),
    path("security/app/begin/", security.begin_app, name="begin_app"),
    path("security/app/remove/", security.remove_app, name="remove_app"),
    path("security/backup-codes/", security.make_backup_codes, name="backup_codes"),
]
urlpatterns = [
    *both_sites,
    path("password/", security.forgotten_password, name="forgotten_password"),
    path("password/<uid>/<token>/", security.set_password, name="set_password"),
]
