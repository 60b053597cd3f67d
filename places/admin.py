"""The council's gazetteer."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.gis.geos import Point

from accounts.admin_sites import council_admin
from accounts.tenant_admin import TenantAdmin, TenantForm
from places.models import Address


class AddressForm(TenantForm):
    """The point in words, for a map would ask other sites for its pictures."""

    longitude = forms.FloatField(min_value=-9, max_value=3, help_text="Degrees, west of Greenwich is negative, such as -0.0932.")
    latitude = forms.FloatField(min_value=49, max_value=61, help_text="Degrees, such as 51.4989.")

    class Meta:
        model = Address
        fields = ["uprn", "lines", "town", "postcode"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.point:
            self.initial |= {"longitude": self.instance.point.x, "latitude": self.instance.point.y}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"longitude", "latitude"} <= data.keys():
            self.instance.point = Point(data["longitude"], data["latitude"], srid=4326)
        return data


@admin.register(Address, site=council_admin)
class CouncilAddresses(TenantAdmin):
    form = AddressForm
    list_display = ["lines", "town", "postcode", "uprn"]
    search_fields = ["postcode", "lines", "uprn"]
    fields = ["uprn", "lines", "town", "postcode", "longitude", "latitude"]
