"""What is deployed: templates, code, and what was changed by hand since."""

from operate import deployed
from operate.packaged import Packaged
from operate.tests.clients import Service, refused


def test_code_of_every_function_is_read(stage, aws):
    worker = {
        "Resources": {
            name: {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": f"docloft-test-{name}"}}
            for name in ("work", "index", "gone")
        }
    }
    code = {"docloft-test-work": "a", "docloft-test-index": "b"}

    def configuration(**parameters):
        name = parameters["FunctionName"]
        if name not in code:
            raise refused("GetFunctionConfiguration", "ResourceNotFoundException")
        return {"CodeSha256": code[name]}

    def template(**parameters):
        if parameters["StackName"] != "docloft-worker-test":
            raise refused("GetTemplate", "ValidationError")
        return {"TemplateBody": worker}

    aws(
        **{
            "cloudformation": Service(get_template=template),
            "lambda": Service(get_function_configuration=configuration),
        }
    )

    assert deployed.read(stage) == Packaged({"worker": worker}, code)


def test_drift_is_named_by_property(stage, aws):
    drifts = [
        {
            "LogicalResourceId": "WorkRole",
            "ResourceType": "AWS::IAM::Role",
            "StackResourceDriftStatus": "MODIFIED",
            "PropertyDifferences": [{"PropertyPath": "/Policies/0/PolicyDocument"}],
        },
        {"LogicalResourceId": "Index", "ResourceType": "AWS::SQS::Queue", "StackResourceDriftStatus": "DELETED"},
        {
            "LogicalResourceId": "ApiGatewayStage",
            "ResourceType": "AWS::ApiGateway::Stage",
            "StackResourceDriftStatus": "MODIFIED",
            "PropertyDifferences": [{"PropertyPath": "/DeploymentId"}],
        },
    ]

    def page(**parameters):
        first = {"StackResourceDrifts": drifts[:1], "NextToken": "more"}
        return {"StackResourceDrifts": drifts[1:]} if parameters.get("NextToken") == "more" else first

    aws(
        cloudformation=Service(
            detect_stack_drift={"StackDriftDetectionId": "1"},
            describe_stack_drift_detection_status={"DetectionStatus": "DETECTION_COMPLETE"},
            describe_stack_resource_drifts=page,
        )
    )

    assert deployed.drift(stage, "worker") == {
        "WorkRole (AWS::IAM::Role)": ["Policies.0.PolicyDocument"],
        "Index (AWS::SQS::Queue)": ["deleted"],
    }
