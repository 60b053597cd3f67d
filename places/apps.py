from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "places"

    def ready(self) -> None:
        from audit import registry
        from places import events, outside
        from places.adapters.mapit import MAPIT
        from places.adapters.os_places import OS_PLACES
        from places.adapters.paapi import PAAPI
        from places.adapters.planning_data import PLANNING_DATA, PLANNING_DATA_FILES

        registry.register(*events.ALL)
        outside.register(OS_PLACES, PLANNING_DATA, PLANNING_DATA_FILES, MAPIT, PAAPI)
