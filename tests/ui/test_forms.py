import datetime
import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from kheo.ui.forms import DayField, NumberField
from tests.ui.gallery.views import SampleForm


class Small(forms.Form):
    name = forms.CharField(label="Name", help_text="In full", max_length=5)
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed")
    on = DayField(label="On", required=False)
    key = forms.CharField(widget=forms.HiddenInput)


@pytest.fixture(autouse=True)
def in_english():
    """Compare with the messages as they are written in the code."""
    with override("en"):
        yield


def drawn(form):
    """Return the form with no space before the end of a tag."""
    return re.sub(r"\s+>", ">", str(form))


def test_form_alone_labels_every_control():
    html = drawn(Small())
    for name, label in [("name", "Name"), ("note", "Note"), ("on", "On")]:
        assert f'<label for="id_{name}">{label}' in html
    assert html.count("(required)") == 3
    assert "<legend>Kind" in html
    assert '<label for="id_agreed">Agreed' in html
    assert '<input type="hidden" name="key" id="id_key">' in html
    assert "error-summary" not in html


def test_hint_and_error_are_tied_to_their_control():
    html = drawn(Small({"name": "", "kind": "a", "agreed": "on", "key": "k"}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<p class="hint" id="id_name_helptext">In full</p>' in html
    assert html.count('id="id_name_error"') == 1
    assert '<a href="#id_name">Name</a>: This field is required.' in html


def test_summary_links_to_first_choice_and_names_hidden_and_whole_form_errors():
    form = Small({"name": "x"})
    form.add_error(None, "Not together.")
    html = drawn(form)
    assert '<a href="#id_kind_0">Kind</a>' in html
    assert 'id="id_kind_0"' in html
    assert "<li>Not together.</li>" in html
    assert "<li>Key: This field is required.</li>" in html


def test_browser_checks_are_left_to_the_server():
    html = drawn(Small())
    assert 'aria-required="true"' in html
    assert " required " not in html
    assert "maxlength" not in html


def test_what_was_typed_is_kept_and_escaped():
    html = drawn(Small({"name": "<b>too long", "on": "31/02/2026"}))
    assert 'value="&lt;b&gt;too long"' in html
    assert 'value="31/02/2026"' in html


def test_file_control_names_the_file_it_has():
    class WithFile(forms.Form):
        photo = forms.FileField(label="Photo", required=False)

    class Kept:
        url = "/kept.jpg"

        def __str__(self):
            return "kept.jpg"

    html = drawn(WithFile(initial={"photo": Kept()}))
    assert '<a href="/kept.jpg">kept.jpg</a>' in html
    assert '<label for="photo-clear_id">Remove this file</label>' in html
    assert '<input type="file" name="photo" data-file id="id_photo">' in html


def test_sample_form_takes_good_data():
    data = {
        "name": "Thắp sáng đường quê", "field": "economy", "kind": "model", "method": "", "started_on": "9/8/2026",
        "households": "1.250", "agreed": "on", "key": "k", "partners": ["w", "y"],
    }  # fmt: skip
    form = SampleForm(data, {"photo": SimpleUploadedFile("a.jpg", b"x")})
    assert form.errors == {}
    assert form.cleaned_data["started_on"] == datetime.date(2026, 8, 9)
    assert form.cleaned_data["households"] == 1250


@pytest.mark.parametrize("typed", ["09/08/2020", "9/8/2020", "09-08-2020", "9.8.20", "2020-08-09"])
def test_day_is_read_as_typed(typed):
    assert DayField().clean(typed) == datetime.date(2020, 8, 9)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("31/02/2020", "There is no such day in the calendar. Check day and month."),
        ("08/31/2020", "Enter the day before the month, for example 09/08/2026."),
        ("2020", "This is only a year. Enter day/month/year, for example 09/08/2026."),
        ("8/2020", "The day is missing. Enter day/month/year, for example 09/08/2026."),
        ("hôm qua", "This is not a day. Enter day/month/year, for example 09/08/2026."),
        ("09/08/1020", "The year is out of range. Enter a year with four digits."),
        (" ", "Enter a day, for example 09/08/2026."),
        ("", "This field is required."),
    ],
)
def test_what_is_no_day_is_answered_with_what_to_do(typed, answer):
    with pytest.raises(forms.ValidationError) as refusal:
        DayField().clean(typed)
    assert refusal.value.messages == [answer]


def test_day_is_shown_as_it_is_typed():
    class On(forms.Form):
        on = DayField()

    assert 'value="09/08/2020"' in drawn(On(initial={"on": datetime.date(2020, 8, 9)}))
    assert not On({"on": "9/8/2020"}, initial={"on": datetime.date(2020, 8, 9)}).has_changed()
    assert On({"on": "10/8/2020"}, initial={"on": datetime.date(2020, 8, 9)}).has_changed()


@pytest.mark.parametrize(("typed", "number"), [("1.250", 1250), ("1250", 1250), ("0", 0), ("-3", -3)])
def test_number_is_read_as_typed(typed, number):
    assert NumberField().clean(typed) == number


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("1.5", "This number can be read in two ways. Write thousands with a point: 1.250."),
        ("1,5", "Enter a whole number."),
        ("mười", "This is not a number. Enter digits only, for example 1.250."),
        (" ", "Enter a number."),
        ("", "This field is required."),
    ],
)
def test_what_is_no_number_is_answered_with_what_to_do(typed, answer):
    with pytest.raises(forms.ValidationError) as refusal:
        NumberField().clean(typed)
    assert refusal.value.messages == [answer]


def test_number_is_shown_with_its_thousands_apart_and_typing_kept():
    class Count(forms.Form):
        count = NumberField(min_value=1)

    assert 'value="1.250"' in drawn(Count(initial={"count": 1250}))
    assert 'value="1.2.5"' in drawn(Count({"count": "1.2.5"}))
    assert Count({"count": "0"}).errors["count"] == ["Ensure this value is greater than or equal to 1."]


def test_optional_day_and_number_may_be_empty():
    assert DayField(required=False).clean("") is None
    assert NumberField(required=False).clean("") is None
