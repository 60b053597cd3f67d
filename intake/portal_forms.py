"""What an officer sends from the Planning Portal by hand."""

from core import forms


class PackageForm(forms.Form):
    package = forms.FileField(
        label="Package",
        hint="The zip file of one application, as you downloaded it from the Planning Portal. At most 500 MB.",
        attributes={"accept": ".zip,application/zip"},
        error_messages={"required": "Choose the zip file"},
    )
