"""The officer's desk. Included after the stages, so that theirs come first; the address with a reference's own slashes comes last."""

from django.urls import path, re_path

from casework.views import breaches, case, dates, facts, law, live, messages, queue, radar, running, search, verbs, work

app_name = "casework"
urlpatterns = [
    path("", work.work, name="work"),
    path("work/assign/", work.assign_many, name="assign_many"),
    path("work/<slug:tab>/", work.work, name="work_tab"),
    path("work/<slug:tab>/cases.csv", work.work_csv, name="work_csv"),
    path("search/", search.search, name="search"),
    path("queue/", queue.queue, name="queue"),
    path("breaches/", breaches.breaches, name="breaches"),
    path("radar/", radar.radar, name="radar"),
    path("radar/calendar/", radar.calendar, name="calendar"),
    path("radar/calendar/stop/", radar.stop_calendar, name="stop_calendar"),
    path("radar/feed/<slug:token>.ics", radar.feed, name="calendar_feed"),
    path("tools/dates/", dates.dates, name="dates"),
    path("service/", running.running, name="running"),
    path("law/figures/", law.figures, name="law_figures"),
    path("law/figures/<slug:table>/<str:key>/", law.figure, name="law_rule"),
    path("law/figures/<slug:table>/<str:key>/<str:figure>/", law.figure, name="law_figure"),
    path("law/entries/<uuid:public_id>/withdraw/", law.withdraw, name="law_withdraw"),
    path("cases/<ref:reference>/", case.case, name="case"),
    path("cases/<ref:reference>/changes/", live.changes, name="changes"),
    path("cases/<ref:reference>/next/", case.next_task, name="next"),
    path("cases/<ref:reference>/assign/", case.assign, name="assign"),
    path("cases/<ref:reference>/breach/assign/", breaches.assign, name="assign_breach"),
    path("cases/<ref:reference>/breach/note/dismiss/", breaches.dismiss_note, name="dismiss_breach_note"),
    path("cases/<ref:reference>/note/dismiss/", case.dismiss_note, name="dismiss_note"),
    path("cases/<ref:reference>/claim/", queue.claim, name="claim"),
    path("cases/<ref:reference>/close/", verbs.Close.as_view(), name="close"),
    path("cases/<ref:reference>/extension/", verbs.Extend.as_view(), name="extension"),
    path("cases/<ref:reference>/facts/", facts.Figures.as_view(), name="facts"),
    path("cases/<ref:reference>/correspondence/", case.correspondence, name="correspondence"),
    path("cases/<ref:reference>/messages/<uuid:message_id>/send-again/", messages.send_again, name="send_again"),
    path("messages/failed/", messages.failed, name="failed_messages"),
    path("cases/<ref:reference>/history/", case.history, name="history"),
    path("cases/<ref:reference>/related/", case.related, name="related"),
    path("cases/<ref:reference>/related/ask/", case.ask_history, name="ask_history"),
    re_path(r"^cases/(?P<path>[A-Za-z0-9][\w./~-]{2,160})/$", case.slashed, name="slashed"),
]
