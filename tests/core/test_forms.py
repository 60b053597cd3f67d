"""Forms draw themselves as the Design System says and refuse in words that say what to do."""

from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from core import forms
from core.errors import DomainError, StaleRecord


class NoticeForm(forms.Form):
    quantity = forms.IntegerField(label="Number of notices", min_value=1, max_value=20, width=2, suffix="copies", hint="At most 20")
    delivery = forms.ChoiceField(
        label="Who puts them up?",
        choices=[("print", "I will print them"), ("email", "A team")],
        choice_hints={"print": "One PDF"},
        reveal={"email": ["team_email", "note"]},
    )
    team_email = forms.EmailField(label="Email address of the team", required=False)
    note = forms.TextField(label="Note", required=False)
    shown_on = forms.DateField3(label="Date it went up")

    def clean(self):
        if self.cleaned_data.get("delivery") == "email":
            forms.require(self, "team_email", "Enter the email address of the team")


class Tags(HTMLParser):
    """The tags of a piece of markup: (name, attributes)."""

    def __init__(self, markup):
        super().__init__()
        self.found = []
        self.feed(str(markup))

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def one(self, **wanted):
        matches = [attrs for tag, attrs in self.found if all(attrs.get(name) == value for name, value in wanted.items())]
        assert len(matches) == 1, f"{len(matches)} elements with {wanted}"
        return matches[0]


def posted(text):
    return QueryDict(text)


GOOD = "quantity=2&delivery=print&shown_on-day=2&shown_on-month=11&shown_on-year=2026"


def single(field, value, name="it"):
    """What one field makes of a value: its errors or the cleaned value."""
    form = type("OneForm", (forms.Form,), {name: field})(value if isinstance(value, dict) else {name: value})
    return list(form.errors.get(name, [])) or form.cleaned_data[name]


class TestWhatAFieldLooksLike:
    def test_a_control_names_its_label_hint_and_error(self):
        tags = Tags(NoticeForm(posted("quantity=0"))["quantity"])
        control = tags.one(name="quantity")
        assert control["aria-describedby"] == "id_quantity-hint id_quantity-error"
        assert control["inputmode"] == "numeric" and control["type"] == "text"
        assert "govuk-input--width-2" in control["class"]
        tags.one(id="id_quantity-error")
        tags.one(id="id_quantity-hint")
        assert {"for": "id_quantity", "class": "govuk-label"} in [attrs for _, attrs in tags.found]

    def test_what_was_typed_is_shown_again_and_is_not_markup(self):
        markup = str(NoticeForm(posted("quantity=%3Cscript%3E"))["quantity"])
        assert "&lt;script&gt;" in markup and "<script>" not in markup

    def test_a_field_revealed_by_a_choice_is_drawn_inside_it_and_nowhere_else(self):
        tags = Tags(NoticeForm(posted("delivery=email")))
        assert tags.one(value="email")["data-aria-controls"] == "conditional-id_delivery-2"
        assert tags.one(id="conditional-id_delivery-2")["class"] == "govuk-radios__conditional"
        tags.one(name="team_email")

    def test_a_choice_not_taken_hides_what_it_reveals(self):
        assert "--hidden" in Tags(NoticeForm()).one(id="conditional-id_delivery-2")["class"]

    def test_lines_of_a_text_inside_a_choice_are_not_indented(self):
        markup = str(NoticeForm(posted("delivery=email&note=one%0D%0Atwo%0D%0A%0D%0Afour")))
        assert ">one&#10;two&#10;&#10;four</textarea>" in markup

    def test_optional_fields_say_so(self):
        markup = str(NoticeForm())
        assert "Note (optional)" in markup
        assert "Number of notices (optional)" not in markup

    def test_a_label_may_be_the_heading_of_the_page(self):
        class AskForm(forms.Form):
            name = forms.CharField(label="What is your name?", is_page_heading=True)

        markup = str(AskForm()["name"])
        assert '<h1 class="govuk-label-wrapper">' in markup and "govuk-label--l" in markup

    def test_one_tick_box_is_its_own_label(self):
        class SureForm(forms.Form):
            sure = forms.BooleanField(label="The notice can be read")

        markup = str(SureForm()["sure"])
        assert "<legend" not in markup and Tags(markup).one(name="sure")["id"] == "id_sure"

    def test_a_long_text_counts_its_characters(self):
        class WriteForm(forms.Form):
            text = forms.TextField(label="Text", max_chars=100, autosave="/save/")

        tags = Tags(WriteForm()["text"])
        assert tags.one(**{"data-module": "govuk-character-count"})["data-maxlength"] == "100"
        assert tags.one(name="text")["data-autosave-url"] == "/save/"

    def test_chosen_values_are_ticked(self):
        class PickForm(forms.Form):
            many = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")])
            one = forms.SelectField(choices=[("a", "A"), ("b", "B")])
            lawful = forms.YesNoField()

        tags = Tags(PickForm(initial={"many": ["b"], "one": "b", "lawful": False}))
        ticked = [attrs.get("value") for _, attrs in tags.found if "checked" in attrs or "selected" in attrs]
        assert ticked == ["b", "b", "no"]

    def test_a_plain_django_field_is_drawn_too(self):
        from django import forms as django_forms

        class PlainForm(forms.Form):
            when = django_forms.DateField(label="When")
            password = django_forms.CharField(widget=django_forms.PasswordInput)

        markup = str(PlainForm())
        assert "govuk-input" in markup and "govuk-password-input" in markup

    def test_groups_of_choices_are_one_list(self):
        class GroupForm(forms.Form):
            kind = forms.ChoiceField(choices=[("House", [("h", "Home")]), ("Shop", [("s", "Store")])], divider_before="s")

        markup = str(GroupForm()["kind"])
        assert markup.index('value="h"') < markup.index("govuk-radios__divider") < markup.index('value="s"')


class TestErrors:
    def test_the_summary_leads_to_each_control_in_order(self):
        form = NoticeForm(posted("shown_on-day=31&shown_on-month=2&shown_on-year=2026"))
        links = [attrs["href"] for tag, attrs in Tags(form.error_summary).found if tag == "a"]
        assert links == ["#id_quantity", "#id_delivery", "#id_shown_on-day"]
        page = Tags(form)
        for link in links:
            page.one(id=link[1:])

    def test_nothing_wrong_means_no_summary(self):
        assert str(NoticeForm(posted(GOOD)).error_summary) == ""
        assert str(NoticeForm().error_summary) == ""

    def test_a_refusal_of_the_service_stands_beside_its_field(self):
        form = NoticeForm(posted(GOOD))
        assert form.is_valid()
        form.refuse(DomainError("There is no PDF yet", field="quantity"))
        form.refuse(DomainError("The case is not public", field="no such field"))
        assert form.errors["quantity"] == ["There is no PDF yet"]
        assert form.non_field_errors() == ["The case is not public"]
        assert "The case is not public" in form.error_summary

    def test_error_texts_are_not_markup(self):
        form = NoticeForm(posted(GOOD))
        form.refuse(DomainError("Ask <b>Ann</b>", field="quantity"))
        assert "&lt;b&gt;" in form.error_summary and "<b>Ann" not in str(form)

    def test_several_forms_share_one_summary(self):
        first, second = NoticeForm(posted("x=1"), prefix="one"), NoticeForm(posted(GOOD))
        summary = forms.error_summary(first, None, second)
        assert "#id_one-quantity" in summary and "#id_quantity" not in summary

    def test_a_field_needed_after_a_choice_is_asked_for(self):
        form = NoticeForm(posted(GOOD.replace("print", "email")))
        assert form.errors == {"team_email": ["Enter the email address of the team"]}

    @pytest.mark.parametrize(
        ("field", "words"),
        [
            (forms.CharField(label="Email address"), "Enter email address"),
            (forms.CharField(label="UPRN"), "Enter UPRN"),
            (forms.CharField(label="What is it?"), "Enter an answer"),
            (forms.ChoiceField(label="Ward", choices=[]), "Select ward"),
            (forms.FileField(label="Site plan"), "Choose site plan"),
            (forms.BooleanField(label="I agree"), "Tick “I agree” to go on"),
            (forms.CharField(label="Name", error_messages={"required": "Enter your full name"}), "Enter your full name"),
            (forms.DateField3(label="Date of the visit"), "Enter date of the visit"),
        ],
    )
    def test_an_empty_field_says_what_to_do(self, field, words):
        assert single(field, "") == [words]

    def test_limits_are_said_in_words(self):
        assert single(forms.IntegerField(label="Copies", min_value=1), "0") == ["Copies must be 1 or more"]
        assert single(forms.IntegerField(label="How many?", max_value=9), "10") == ["Your answer must be 9 or less"]
        assert single(forms.CharField(label="Name", max_length=3), "Anna") == ["Name must be 3 characters or less"]


class TestDates:
    def date(self, day, month, year, **options):
        field = forms.DateField3(label="Date of the visit", **options)
        return single(field, {"it-day": day, "it-month": month, "it-year": year})

    @pytest.mark.parametrize("month", ["3", "03", "Mar", "march"])
    def test_months_are_read_as_people_write_them(self, month):
        assert self.date("27", month, "2026") == date(2026, 3, 27)

    @pytest.mark.parametrize(
        ("parts", "words", "target"),
        [
            (("", "", ""), "Enter date of the visit", "day"),
            (("27", "", "2026"), "Date of the visit must include a month", "month"),
            (("", "3", ""), "Date of the visit must include a day and year", "day"),
            (("31", "2", "2026"), "Date of the visit must be a real date", "day"),
            (("1", "13", "2026"), "Date of the visit must be a real date", "month"),
            (("x", "1", "2026"), "Date of the visit must be a real date", "day"),
            (("1", "1", "26"), "Year must include 4 numbers", "year"),
            (("٣", "1", "2026"), "Date of the visit must be a real date", "day"),
        ],
    )
    def test_a_wrong_date_says_which_part(self, parts, words, target):
        class VisitForm(forms.Form):
            it = forms.DateField3(label="Date of the visit")

        form = VisitForm(dict(zip(("it-day", "it-month", "it-year"), parts, strict=True)))
        assert form.errors["it"] == [words]
        assert f'href="#id_it-{target}"' in form.error_summary
        assert "govuk-input--error" in Tags(form["it"]).one(id=f"id_it-{target}")["class"]
        for part, typed in zip(("day", "month", "year"), parts, strict=True):
            assert Tags(form["it"]).one(id=f"id_it-{part}").get("value", "") == typed

    def test_limits_may_be_dates_or_functions(self):
        assert self.date("2", "1", "2026", latest=lambda: date(2026, 1, 1)) == ["Date of the visit must be on or before 1 January 2026"]
        assert self.date("2", "1", "2026", earliest=date(2026, 1, 3)) == ["Date of the visit must be on or after 3 January 2026"]
        assert self.date("2", "1", "2026", earliest=date(2026, 1, 2), latest=date(2026, 1, 2)) == date(2026, 1, 2)

    def test_an_optional_date_may_be_empty(self):
        assert self.date("", "", "", required=False) is None

    def test_one_iso_date_is_read_as_filters_send_it(self):
        assert single(forms.DateField3(), "2026-03-27") == date(2026, 3, 27)

    def test_a_known_date_fills_the_boxes(self):
        class VisitForm(forms.Form):
            it = forms.DateField3()

        tags = Tags(VisitForm(initial={"it": date(2026, 3, 7)})["it"])
        assert [tags.one(id=f"id_it-{part}")["value"] for part in ("day", "month", "year")] == ["7", "3", "2026"]

    def test_only_another_date_is_a_change(self):
        field = forms.DateField3()
        assert not field.has_changed(date(2026, 3, 7), {"day": "7", "month": "3", "year": "2026"})
        assert field.has_changed(date(2026, 3, 7), {"day": "8", "month": "3", "year": "2026"})


class TestOtherFields:
    def test_money_is_read_with_signs(self):
        assert single(forms.MoneyField(), "£1,234.50") == Decimal("1234.50")
        assert single(forms.MoneyField(), "a lot") == ["Enter an amount of money in pounds, like 548 or 120.50"]

    def test_postcodes_are_kept_one_way(self):
        assert single(forms.PostcodeField(), " sw1a1aa ") == "SW1A 1AA"
        assert single(forms.PostcodeField(), "SW1") == ["Enter a full UK postcode, like AA3 1AB"]

    @pytest.mark.parametrize(("typed", "fine"), [("01632 960 001", True), ("+44 (0)808 157 0192", True), ("ring me", False), ("12", False)])
    def test_telephone_numbers(self, typed, fine):
        assert (single(forms.PhoneField(), typed) == typed) is fine

    def test_email_addresses(self):
        assert single(forms.EmailField(), "no") == ["Enter an email address in the correct format, like name@example.com"]

    @pytest.mark.parametrize(("typed", "value"), [("yes", True), ("no", False), ("", None)])
    def test_yes_no_and_nothing(self, typed, value):
        assert single(forms.YesNoField(required=False), typed) is value

    def test_many_files_are_a_list(self):
        class FilesForm(forms.Form):
            files = forms.MultipleFileField(label="Photographs")

        two = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")]
        form = FilesForm({}, MultiValueDict({"files": two}))
        assert form.is_valid() and form.cleaned_data["files"] == two
        assert FilesForm({}, {}).errors == {"files": ["Choose photographs"]}
        tag = Tags(FilesForm()["files"]).one(name="files")
        assert "multiple" in tag and tag["type"] == "file"

    def test_a_look_may_change_for_one_form(self):
        first, second = NoticeForm(), NoticeForm()
        forms.draw(first.fields["note"], autosave="/save/")
        assert "data-autosave-url" in str(first["note"])
        assert "data-autosave-url" not in str(second["note"])


class TestVersions:
    class TextForm(forms.VersionedForm):
        text = forms.TextField(label="Text")

    def test_a_form_remembers_the_version_it_showed(self):
        form = self.TextForm(record=SimpleNamespace(version=7))
        tag = Tags(form).one(name="version")
        assert (tag["type"], tag["value"]) == ("hidden", "7")

    def test_the_version_that_was_posted_wins(self):
        form = self.TextForm(posted("version=6&text=x"), record=SimpleNamespace(version=7))
        assert form.is_valid() and form.cleaned_data["version"] == 6
        assert Tags(form).one(name="version")["value"] == "6"


def test_the_admin_keeps_djangos_own_look():
    from django import forms as django_forms

    class AdminForm(django_forms.Form):
        name = django_forms.CharField()

    assert "govuk" not in str(AdminForm()["name"])


def test_what_only_a_draft_may_leave_out_is_not_called_optional():
    class ReportForm(forms.Form):
        text = forms.TextField(label="Assessment", required=False, says_optional=False)
        note = forms.TextField(label="Note", required=False)

    assert "Assessment (optional)" not in str(ReportForm()) and "Note (optional)" in str(ReportForm())


def test_a_stale_save_shows_what_the_colleague_wrote_and_goes_on_from_there():
    form = TestVersions.TextForm(posted("version=6&text=Mine"))
    assert form.is_valid() and form.stale is None
    form.refuse(StaleRecord(theirs="Theirs", who="Rita", version=7))
    assert form.stale.theirs == "Theirs"
    assert "Rita changed this while you were working on it." in form.error_summary
    tags = Tags(form)
    assert tags.one(name="version")["value"] == "7"
    assert ">Mine</textarea>" in str(form)
