"""An identity provider in memory, with Cognito's rules and nothing of its network."""

from dataclasses import dataclass, field

from luneo.ports.sign_in import (
    AddressTaken,
    NotConfirmed,
    SignedOut,
    Tokens,
    WeakPassword,
    WrongCode,
    WrongCredentials,
)

CODE = "123456"
MIN_LENGTH = 12


@dataclass
class Person:
    password: str
    subject: str
    confirmed: bool = False


@dataclass
class FakeSignIn:
    """``sent`` lists the addresses that codes went to; ``sessions`` maps refresh tokens to addresses."""

    people: dict[str, Person] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    sessions: dict[str, str] = field(default_factory=dict)

    def sign_up(self, email: str, password: str) -> str:
        if email in self.people:
            raise AddressTaken("taken")
        if len(password) < MIN_LENGTH:
            raise WeakPassword.at("#/password", "too short")
        self.people[email] = Person(password, f"sub-{len(self.people)}")
        self.sent.append(email)
        return self.people[email].subject

    def subject_of(self, email: str) -> str:
        return self.people[email].subject

    def resend_code(self, email: str) -> None:
        self.sent.append(email)

    def confirm(self, email: str, code: str) -> None:
        if code != CODE or email not in self.people:
            raise WrongCode("wrong")
        self.people[email].confirmed = True

    def with_password(self, email: str, password: str) -> Tokens:
        person = self.people.get(email)
        if person is None or person.password != password:
            raise WrongCredentials("wrong")
        if not person.confirmed:
            raise NotConfirmed("confirm first")
        self.sessions[f"refresh-{person.subject}"] = email
        return Tokens("access", 3600, "Bearer", f"refresh-{person.subject}", "id")

    def with_refresh_token(self, refresh_token: str) -> Tokens:
        email = self.sessions.pop(refresh_token, None)
        if email is None:
            raise SignedOut("over")
        self.sessions[f"{refresh_token}+"] = email
        return Tokens("access-2", 3600, "Bearer", f"{refresh_token}+")

    def revoke(self, refresh_token: str) -> None:
        self.sessions.pop(refresh_token, None)

    def send_reset_code(self, email: str) -> None:
        if email in self.people:
            self.sent.append(email)

    def reset_password(self, email: str, code: str, password: str) -> None:
        if code != CODE:
            raise WrongCode("wrong")
        self.people[email].password = password
