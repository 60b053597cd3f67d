import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import ApiClient, LocalAuthority, Membership, SignInCode, UsedSignature, User, hash_code, hash_token


class LocalAuthorityFactory(DjangoModelFactory):
    class Meta:
        model = LocalAuthority

    subdomain = factory.Sequence(lambda n: f"council{n}")
    council_code = factory.Sequence(lambda n: f"{n:04d}"[-4:])
    short_name = factory.Sequence(lambda n: f"Council {n}")
    council_name = factory.LazyAttribute(lambda o: f"{o.short_name} Borough Council")
    officer_host = factory.LazyAttribute(lambda o: f"{o.subdomain}.bops.localhost")
    public_host = factory.LazyAttribute(lambda o: f"{o.subdomain}.applicants.localhost")
    email = factory.LazyAttribute(lambda o: f"planning@{o.subdomain}.gov.example")
    phone = "020 7946 0000"
    postal_address = "Town Hall\nHigh Street\nAnytown\nAN1 1AA"
    signatory_name = "Sam Signer"
    signatory_job_title = "Director of Planning"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"officer{n}@council.example")
    name = factory.Sequence(lambda n: f"Officer {n}")
    job_title = "Planning officer"

    @factory.post_generation
    def password(self, create: bool, extracted: str | None, **kwargs: object) -> None:
        self.set_password(extracted or "correct horse battery")  # type: ignore[attr-defined]
        if create:
            self.save()  # type: ignore[attr-defined]


class MembershipFactory(DjangoModelFactory):
    """`MembershipFactory(authority=…, roles=["case_officer"])` makes the user as well."""

    class Meta:
        model = Membership

    authority = factory.SubFactory(LocalAuthorityFactory)
    user = factory.SubFactory(UserFactory)
    roles = ["case_officer"]


class ApiClientFactory(DjangoModelFactory):
    """A client with a token; `ApiClientFactory(signing=True, secret="…")` signs its requests as the Planning Portal does."""

    class Meta:
        model = ApiClient

    class Params:
        token = "bops_a-token-for-tests"
        signing = factory.Trait(
            kind="hmac",
            name="Planning Portal",
            token_hash=None,
            sqid=factory.LazyFunction(ApiClient.new_sqid),
            product_id="PP-PRODUCT",
            client_id="PP-CLIENT",
            secret="a-secret-for-tests",
        )

    authority = factory.SubFactory(LocalAuthorityFactory)
    name = "PlanX"
    token_hash = factory.LazyAttribute(lambda o: hash_token(o.token))
    permissions = ["planning_application:read", "planning_application:write"]
    file_hosts = ["127.0.0.1"]


class SignInCodeFactory(DjangoModelFactory):
    """An emailed code that is waiting to be entered: `SignInCodeFactory(user=…, code="123456", expires_at=…)`."""

    class Meta:
        model = SignInCode

    class Params:
        code = "123456"

    user = factory.SubFactory(UserFactory)
    name = "email"
    code_hash = factory.LazyAttribute(lambda o: hash_code(o.user, o.code))
    tries_left = 5


class UsedSignatureFactory(DjangoModelFactory):
    class Meta:
        model = UsedSignature

    client = factory.SubFactory(ApiClientFactory, signing=True)
    digest = factory.Sequence(lambda n: f"{n:064d}")
    used_at = factory.LazyFunction(timezone.now)
