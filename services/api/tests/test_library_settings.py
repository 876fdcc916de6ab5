import pytest

from docloft import objects, ocr_languages


def test_library_without_settings_recognises_in_all_languages(call):
    reply = call("GET", "/v1/library")

    assert (reply.status, reply.json["ocr_languages"], reply.headers["ETag"]) == (200, [], '"1"')
    assert reply.json["available_ocr_languages"] == list(ocr_languages.SHIPPED)


def test_chosen_languages_are_kept_in_order_and_counted_as_a_version(call):
    reply = call("PATCH", "/v1/library", body={"ocr_languages": ["eng", "deu", "eng"]}, headers={"If-Match": '"1"'})

    assert (reply.status, reply.json["ocr_languages"], reply.headers["ETag"]) == (200, ["deu", "eng"], '"2"')
    assert call("GET", "/v1/library").json == reply.json
    again = call("PATCH", "/v1/library", body={"ocr_languages": ["deu", "eng"]})
    assert again.headers["ETag"] == '"2"'
    assert call("PATCH", "/v1/library", body={"ocr_languages": []}).json["ocr_languages"] == []


def test_language_of_the_operator_may_be_chosen_and_one_without_a_model_may_not(call):
    objects.write("languages/kor.traineddata", b"a model", "application/octet-stream")
    objects.write("languages/README.txt", b"no model", "text/plain")

    assert "kor" in call("GET", "/v1/library").json["available_ocr_languages"]
    assert call("PATCH", "/v1/library", body={"ocr_languages": ["kor"]}).json["ocr_languages"] == ["kor"]
    refused = call("PATCH", "/v1/library", body={"ocr_languages": ["ara"]})
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (400, "/ocr_languages")


def test_settings_that_were_changed_in_the_meantime_are_not_overwritten(call):
    call("PATCH", "/v1/library", body={"ocr_languages": ["deu"]})

    reply = call("PATCH", "/v1/library", body={"ocr_languages": ["eng"]}, headers={"If-Match": '"1"'})

    assert reply.status == 412
    assert call("GET", "/v1/library").json["ocr_languages"] == ["deu"]


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("editor", 403), ("owner", 200)])
def test_only_owners_choose_languages(call, member, role, status):
    call("GET", "/v1/me")
    other = member(role)

    assert call("PATCH", "/v1/library", body={"ocr_languages": ["deu"]}, **other).status == status
    assert call("GET", "/v1/library", **other).status == 200


def test_caller_sees_whether_the_library_has_an_inbox(call):
    def inbox():
        body = call("GET", "/v1/me").json
        return body["library"]["inbox"], [one["inbox"] for one in body["libraries"]]

    assert inbox() == (True, [True])
    call("PATCH", "/v1/library", body={"inbox": False})
    assert inbox() == (False, [False])
