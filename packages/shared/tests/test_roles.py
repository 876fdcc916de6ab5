import pytest

from docloft.roles import MEMBERS, Role, refusal


def test_each_role_includes_the_roles_before_it():
    assert Role.DROPPER < Role.VIEWER < Role.EDITOR < Role.OWNER
    assert max(Role) is Role.OWNER
    assert Role.OWNER >= Role.OWNER
    assert Role.DROPPER not in MEMBERS


def test_role_cannot_be_compared_with_text():
    with pytest.raises(TypeError):
        _ = Role.VIEWER < "owner"


@pytest.mark.parametrize(
    ("role", "needed", "sentence"),
    [
        (Role.VIEWER, Role.EDITOR, "Only an editor or an owner of this library can do this. You are a viewer."),
        (Role.VIEWER, Role.OWNER, "Only an owner of this library can do this. You are a viewer."),
        (Role.EDITOR, Role.OWNER, "Only an owner of this library can do this. You are an editor."),
        (Role.DROPPER, Role.VIEWER, "A drop key can only add documents."),
    ],
)
def test_refusal_names_the_needed_role_and_your_own(role, needed, sentence):
    assert refusal(role, needed).startswith(sentence)
