"""The council's gazetteer."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.gis.geos import Point

from accounts.admin_sites import council_admin
from accounts.tenant_admin import TenantAdmin, TenantForm
from places.gazetteer.rows import Refused, a_postcode, a_uprn
from places.models import Address
from places.questions import POSTCODE


class AddressForm(TenantForm):
    """The point in words, for a map would ask other sites for its pictures."""

    longitude = forms.FloatField(min_value=-9, max_value=3, help_text="Degrees, west of Greenwich is negative, such as -0.0932.")
    latitude = forms.FloatField(min_value=49, max_value=61, help_text="Degrees, such as 51.4989.")

    class Meta:
        model = Address
        fields = ["uprn", "parent_uprn", "organisation", "lines", "town", "postcode", "classification", "state"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].required = False
        if self.instance.point:
            self.initial |= {"longitude": self.instance.point.x, "latitude": self.instance.point.y}

    def clean_uprn(self) -> str:
        return self._bare("uprn")

    def clean_parent_uprn(self) -> str:
        return self._bare("parent_uprn") if self.cleaned_data["parent_uprn"] else ""

    def _bare(self, name: str) -> str:
        try:
            return a_uprn(self.cleaned_data[name])
        except Refused as refusal:
            raise forms.ValidationError(f"{refusal}: enter up to 12 digits.") from refusal

    def clean_postcode(self) -> str:
        text = a_postcode(self.cleaned_data["postcode"])
        if text and not POSTCODE.fullmatch(text):
            raise forms.ValidationError("Enter a postcode such as AN1 3CD.")
        return text

    def clean_state(self) -> str:
        return self.cleaned_data["state"] or Address.State.CURRENT

    def clean_classification(self) -> str:
        code = self.cleaned_data["classification"].upper()
        if code and not re.fullmatch(r"[A-Z]{1,2}\d{0,2}[A-Z]{0,2}", code):
            raise forms.ValidationError("Enter a code of AddressBase such as RD04.")
        return str(code)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"longitude", "latitude"} <= data.keys():
            self.instance.point = Point(data["longitude"], data["latitude"], srid=4326)
        return data


@admin.register(Address, site=council_admin)
class CouncilAddresses(TenantAdmin):
    form = AddressForm
    list_display = ["lines", "organisation", "town", "postcode", "uprn", "state"]
    list_filter = ["state"]
    search_fields = ["=postcode", "=uprn", "lines__istartswith"]
    show_full_result_count = False
    fields = ["uprn", "parent_uprn", "organisation", "lines", "town", "postcode", "classification", "state", "longitude", "latitude"]
