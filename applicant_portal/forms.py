"""Forms of the public site. They only validate."""

from typing import Any

from core import forms

LONGEST = 20000
TOPICS = [
    ("design", "Design, size or height of the buildings"),
    ("use", "Use and function of the place"),
    ("light", "Loss of daylight or sunlight"),
    ("privacy", "Privacy and being overlooked"),
    ("access", "Access for disabled people"),
    ("noise", "Noise, smell or disturbance"),
    ("traffic", "Traffic, parking and road safety"),
    ("other", "Something else"),
]


class MessageForm(forms.Form):
    text = forms.TextField(label="Your message", rows=5, max_length=5000, error_messages={"required": "Enter your message"})

    def __init__(self, *args: Any, draft_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forms.draw(self.fields["text"], autosave=draft_url)


class CommentForm(forms.Form):
    name = forms.CharField(label="Your name", max_length=200, autocomplete="name", error_messages={"required": "Enter your name"})
    address = forms.CharField(
        label="Your address",
        hint="With the postcode. We need it to weigh your comment; it is not published.",
        max_length=500,
        autocomplete="street-address",
        error_messages={"required": "Enter your address"},
    )
    email = forms.EmailField(label="Your email address", hint="If you want a receipt. It is not published.", required=False)
    sentiment = forms.ChoiceField(
        label="What do you think of the proposal?",
        choices=[("supportive", "I support it"), ("neutral", "I neither support it nor object to it"), ("objection", "I object to it")],
        error_messages={"required": "Select what you think of the proposal"},
    )
    topics = forms.MultipleChoiceField(label="What is your comment about?", hint="Select all that apply", choices=TOPICS, required=False)
    text = forms.TextField(
        label="Your comment",
        hint="Do not write names, telephone numbers or anything about anybody’s health here: this is what will be published.",
        rows=8,
        max_length=LONGEST,
        error_messages={"required": "Enter your comment"},
    )
    website = forms.CharField(label="Leave this empty", required=False)

    def __init__(self, *args: Any, draft_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forms.draw(self.fields["text"], autosave=draft_url)


class SearchForm(forms.Form):
    says_optional = False
    q = forms.CharField(label="Reference, address, postcode or words of the proposal", required=False, max_length=200)


class EmailForm(forms.Form):
    email = forms.EmailField(
        label="Your email address",
        hint="The one that we have for you as the applicant or the agent.",
        max_length=320,
        autocomplete="email",
        error_messages={"required": "Enter your email address"},
    )


class MyCasesForm(forms.Form):
    """Which of somebody's applications are listed."""

    says_optional = False
    q = forms.CharField(label="Reference, address or words of the proposal", required=False, max_length=200)
    show = forms.SelectField(label="Show", choices=[("all", "All"), ("open", "Still open"), ("ended", "Decided or ended")], required=False)


class ColleagueForm(forms.Form):
    name = forms.CharField(
        label="Your colleague’s name", max_length=150, autocomplete="off", error_messages={"required": "Enter your colleague’s name"}
    )
    email = forms.EmailField(
        label="Your colleague’s email address",
        hint="We send a link there that is theirs alone.",
        max_length=320,
        autocomplete="off",
        error_messages={"required": "Enter your colleague’s email address"},
    )


class WithdrawForm(forms.Form):
    text = forms.TextField(
        label="Why do you want to withdraw it?",
        hint="One sentence is enough.",
        rows=4,
        max_length=5000,
        error_messages={"required": "Tell us why you want to withdraw it"},
    )
    understood = forms.BooleanField(
        label="I understand that the application ends without a decision once the council agrees",
        error_messages={"required": "Tick to say that you understand what it means"},
    )


class DisputeForm(forms.Form):
    """Why something that is asked for is not needed (article 12)."""

    reasons = forms.TextField(
        label="Why is it not needed?", rows=8, max_length=5000, error_messages={"required": "Say why it is not needed"}
    )
