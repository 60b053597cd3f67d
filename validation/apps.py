from django.apps import AppConfig


class ValidationConfig(AppConfig):
    name = "validation"

    def ready(self) -> None:
        from applications import projection, snapshot
        from audit.registry import register
        from notifications import catalogue
        from validation import amendments, disputes, events, messages, selectors

        register(*events.ALL)
        catalogue.register(*messages.ALL)
        snapshot.register("checks", selectors.load_checks)
        snapshot.register("requests", selectors.load_requests)
        snapshot.register("messages", selectors.load_unread_messages)
        snapshot.register("disputes", disputes.disputes_of)
        projection.register_consequence(disputes.consequence)
        snapshot.register("document_checks", selectors.load_document_checks)
        projection.register_counter("unread_answers", selectors.count_unread_answers)
        projection.register_counter("unread_plans", amendments.count_plans_to_decide)
        projection.register_counter("unread_messages", selectors.count_unread_messages)
        self.hear_of_refused_files()
        self.keep_plans_aside()

    def keep_plans_aside(self) -> None:
        from documents import aside
        from validation.amendments import not_accepted, unsent

        aside.register(unsent=unsent, not_accepted=not_accepted)

    def hear_of_refused_files(self) -> None:
        from documents import refusals
        from validation.services.refused_files import file_refused

        refusals.register(file_refused)
