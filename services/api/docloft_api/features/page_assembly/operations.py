"""The route that makes new documents from the pages of others."""

from docloft.lifecycle import assembly
from docloft.roles import Role
from docloft_api import job_starts
from docloft_api.features.page_assembly import new_documents
from docloft_api.features.page_assembly.schemas import AssembledSchema, AssembleSchema
from docloft_api.http import problems
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import Request, Response
from docloft_api.representations import job


def assemble_documents(request: Request) -> Response:
    person, ticket = request.person, request.ticket
    started = job_starts.find_started(person.library_id, ticket, request.correlation_id) or new_documents.start(
        person,
        request.body["documents"],
        request.body["trash_sources"],
        request.body["version_of"],
        request.correlation_id,
        ticket,
    )
    ids = [one.document_id for one in assembly.from_json(started.outline or {}).documents]
    return job.response(started, document_ids=ids)


OPERATIONS = (
    Operation(
        "POST",
        "/v1/assemblies",
        "Make new PDFs of the pages of documents, or a new version of one: merge, split, sort, turn or extract; "
        "returns the job",
        assemble_documents,
        {202: AssembledSchema},
        Sample(
            body={
                "documents": [
                    {
                        "title": "Lease",
                        "pages": [{"document_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z", "first": 1, "last": 1, "turn": 90}],
                    }
                ]
            },
            status_if_empty=400,
        ),
        needs=Role.EDITOR,
        body=AssembleSchema,
        problems=(problems.CONFLICT,),
        idempotency_key=True,
        response_headers={202: ("Location",)},
        throttle=Throttle(rate=5, burst=10),
    ),
)
