"""Faults in templates, each with the rule that has to detect it. A mutation changes the templates of a deploy in
memory. This file is long because it lists all mutations.
"""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Templates = dict[str, Any]
ROLE_OF_WORK = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/docloft-prod-work"}


@dataclass(frozen=True)
class Mutation:
    """`change` modifies the templates of all stacks in place. After that, `rule` must fail and no other rule. `stage`
    is the kind of deployment that is changed.
    """

    name: str
    rule: str
    change: Callable[[Templates], None]
    stage: str = "prod"


MUTATIONS: list[Mutation] = []


def mutation(rule: str, stage: str = "prod") -> Callable[[Callable[[Templates], None]], Callable[[Templates], None]]:
    def register(change: Callable[[Templates], None]) -> Callable[[Templates], None]:
        MUTATIONS.append(Mutation(change.__name__, rule, change, stage))
        return change

    return register


def resource(templates: Templates, name: str) -> Any:
    stack, logical = name.split("/")
    return templates[stack]["Resources"][logical]


def properties(templates: Templates, name: str) -> Any:
    return resource(templates, name)["Properties"]


def resources_of_type(templates: Templates, stack: str, kind: str) -> list[Any]:
    found = [one for one in templates[stack]["Resources"].values() if one["Type"] == f"AWS::{kind}"]
    assert found, f"{stack} has no AWS::{kind} to change"
    return found


def method(templates: Templates, verb: str, *, guarded: bool = True) -> Any:
    return next(
        one["Properties"]
        for one in resources_of_type(templates, "api", "ApiGateway::Method")
        if one["Properties"]["HttpMethod"] == verb and ("AuthorizerId" in one["Properties"]) is guarded
    )


def mapping(templates: Templates, source: str) -> Any:
    return next(
        one["Properties"]
        for one in resources_of_type(templates, "worker", "Lambda::EventSourceMapping")
        if source in str(one["Properties"]["EventSourceArn"])
    )


def statements(templates: Templates, role: str) -> Any:
    return properties(templates, role)["Policies"][0]["PolicyDocument"]["Statement"]


# Delivery


@mutation("only_queue_batches_report_partial_failures")
def queue_mapping_reports_no_failures(templates):
    del mapping(templates, "WorkQueue")["FunctionResponseTypes"]


@mutation("only_queue_batches_report_partial_failures")
def stream_mapping_reports_partial_failures(templates):
    mapping(templates, "Stream")["FunctionResponseTypes"] = ["ReportBatchItemFailures"]


@mutation("failed_stream_batches_are_halved")
def stream_batches_fail_as_a_whole(templates):
    del mapping(templates, "Stream")["BisectBatchOnFunctionError"]


@mutation("consumed_queues_have_a_dead_letter_queue")
def work_queue_loses_its_dead_letter_queue(templates):
    del properties(templates, "storage/WorkQueue")["RedrivePolicy"]


@mutation("asynchronous_functions_have_a_failure_destination")
def receive_has_no_failure_destination(templates):
    for one in resources_of_type(templates, "storage", "Lambda::EventInvokeConfig"):
        if "Receive" in str(one["Properties"]["FunctionName"]):
            del one["Properties"]["DestinationConfig"]


@mutation("asynchronous_functions_have_a_failure_destination")
def index_has_no_failure_destination(templates):
    del mapping(templates, "Stream")["DestinationConfig"]


@mutation("dead_letters_are_kept_fourteen_days")
def dead_letters_expire_after_four_days(templates):
    del properties(templates, "storage/DeadLetterQueue")["MessageRetentionPeriod"]


@mutation("dead_letters_are_kept_fourteen_days")
def work_is_kept_as_long_as_dead_letters(templates):
    properties(templates, "storage/WorkQueue")["MessageRetentionPeriod"] = 14 * 24 * 3600


@mutation("visibility_is_six_times_the_timeout")
def a_message_reappears_while_it_is_handled(templates):
    properties(templates, "storage/WorkQueue")["VisibilityTimeout"] = 1799


@mutation("messages_are_tried_five_times")
def work_is_tried_four_times(templates):
    properties(templates, "storage/WorkQueue")["RedrivePolicy"]["maxReceiveCount"] = 4


@mutation("consumers_are_bounded_by_their_mapping")
def work_is_unbounded(templates):
    del mapping(templates, "WorkQueue")["ScalingConfig"]


@mutation("consumers_are_bounded_by_their_mapping")
def work_is_bounded_by_reserved_concurrency(templates):
    properties(templates, "worker/WorkLambdaFunction")["ReservedConcurrentExecutions"] = 1


@mutation("no_function_writes_where_it_triggers_one")
def receive_writes_to_the_inbox(templates):
    for statement in statements(templates, "storage/ReceiveRole"):
        if "s3:GetObject" in statement["Action"]:
            statement["Action"].append("s3:PutObject")


@mutation("no_function_writes_where_it_triggers_one")
def work_writes_anywhere_in_the_bucket(templates):
    for statement in statements(templates, "worker/WorkRole"):
        if "s3:PutObject" in statement["Action"]:
            statement["Resource"] = json.loads(json.dumps(statement["Resource"]).replace("/inbox/*", "/*"))


@mutation("no_function_writes_where_it_triggers_one")
def every_object_triggers_receive(templates):
    del properties(templates, "storage/FilesBucket")["NotificationConfiguration"]["LambdaConfigurations"][0]["Filter"]


@mutation("only_work_sends_to_its_own_queue_which_ends_every_chain")
def index_is_triggered_by_a_queue_that_it_sends_to(templates):
    for statement in statements(templates, "worker/IndexRole"):
        if "sqs:SendMessage" in statement["Action"]:
            statement["Resource"].append({"Fn::ImportValue": "docloft-prod-WorkQueueArn"})
            statement["Action"] += ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    mapping(templates, "WorkQueue")["FunctionName"] = {"Fn::GetAtt": ["IndexLambdaFunction", "Arn"]}


# Access


@mutation("every_method_is_authorized")
def a_method_loses_its_authorizer(templates):
    one = method(templates, "DELETE")
    del one["AuthorizerId"]
    one["AuthorizationType"] = "NONE"


@mutation("every_method_is_authorized")
def an_authorizer_has_no_user_pool(templates):
    properties(templates, "api/PeopleAuthorizer")["ProviderARNs"] = []


@mutation("only_the_site_may_read_responses")
def preflight_allows_every_origin(templates):
    response = method(templates, "OPTIONS", guarded=False)["Integration"]["IntegrationResponses"][0]
    response["ResponseParameters"]["method.response.header.Access-Control-Allow-Origin"] = "'*'"


@mutation("only_the_site_may_read_responses")
def gateway_error_allows_every_origin(templates):
    headers = properties(templates, "api/UnauthorizedResponse")["ResponseParameters"]
    headers["gatewayresponse.header.Access-Control-Allow-Origin"] = "'*'"


@mutation("only_the_site_may_read_responses")
def bucket_allows_every_origin(templates):
    properties(templates, "storage/FilesBucket")["CorsConfiguration"]["CorsRules"][0]["AllowedOrigins"] = ["*"]


@mutation("only_the_site_may_read_responses")
def function_allows_another_origin(templates):
    properties(templates, "api/ApiLambdaFunction")["Environment"]["Variables"]["SITE_ORIGIN"] = "*"


@mutation("errors_of_the_gateway_are_problems")
def a_gateway_response_names_no_instance(templates):
    templates_of = properties(templates, "api/UnauthorizedResponse")["ResponseTemplates"]
    templates_of["application/json"] = templates_of["application/json"].replace('"instance"', '"where"')


@mutation("errors_of_the_gateway_are_problems")
def a_default_response_keeps_the_status_of_the_gateway(templates):
    del properties(templates, "api/Default4XXResponse")["StatusCode"]


@mutation("errors_of_the_gateway_are_problems")
def throttled_response_has_no_retry_after(templates):
    del properties(templates, "api/ThrottledResponse")["ResponseParameters"]["gatewayresponse.header.Retry-After"]


@mutation("errors_of_the_gateway_are_problems")
def gateway_error_is_no_problem(templates):
    headers = properties(templates, "api/Default5XXResponse")["ResponseParameters"]
    headers["gatewayresponse.header.Content-Type"] = "'text/html'"


@mutation("site_sends_its_headers")
def site_sends_no_headers(templates):
    config = properties(templates, "frontend/Distribution")["DistributionConfig"]
    del config["DefaultCacheBehavior"]["ResponseHeadersPolicyId"]


@mutation("site_sends_its_headers")
def site_sends_another_policy_than_the_page(templates):
    config = properties(templates, "frontend/Headers")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    config["ContentSecurityPolicy"]["ContentSecurityPolicy"] = "default-src *"


@mutation("site_sends_its_headers")
def site_serves_plain_http(templates):
    config = properties(templates, "frontend/Distribution")["DistributionConfig"]
    config["DefaultCacheBehavior"]["ViewerProtocolPolicy"] = "allow-all"


@mutation("site_sends_its_headers")
def site_sends_no_hsts(templates):
    config = properties(templates, "frontend/Headers")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    del config["StrictTransportSecurity"]


@mutation("site_sends_its_headers")
def site_may_connect_anywhere(templates):
    broad = "connect-src 'self' https://*.example.org"
    config = properties(templates, "frontend/Headers")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    header = config["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
    page = templates["frontend"]["Outputs"]["ContentSecurityPolicyBase64"]["Value"]["Fn::Base64"]["Fn::Sub"]
    config["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"] = header.replace("connect-src 'self'", broad)
    output = templates["frontend"]["Outputs"]["ContentSecurityPolicyBase64"]["Value"]["Fn::Base64"]
    output["Fn::Sub"] = page.replace("connect-src 'self'", broad)


# The site


def caching(templates: Templates) -> Any:
    return properties(templates, "frontend/Caching")["CachePolicyConfig"]


def distribution(templates: Templates) -> Any:
    return properties(templates, "frontend/Distribution")["DistributionConfig"]


@mutation("cloudfront_caches_as_the_headers_say")
def the_page_is_cached_for_a_day(templates):
    caching(templates)["DefaultTTL"] = 86_400


@mutation("cloudfront_caches_as_the_headers_say")
def modules_are_cached_for_a_day_only(templates):
    caching(templates)["MaxTTL"] = 86_400


@mutation("cloudfront_caches_as_the_headers_say")
def the_site_is_not_compressed(templates):
    distribution(templates)["DefaultCacheBehavior"]["Compress"] = False


@mutation("cloudfront_caches_as_the_headers_say")
def cookies_reach_the_bucket(templates):
    forwarded = caching(templates)["ParametersInCacheKeyAndForwardedToOrigin"]
    forwarded["CookiesConfig"] = {"CookieBehavior": "all"}


@mutation("cloudfront_caches_as_the_headers_say")
def the_site_has_another_cache_policy(templates):
    distribution(templates)["DefaultCacheBehavior"]["CachePolicyId"] = "658327ea-f89d-4fab-a63d-7e88639e58f6"


@mutation("every_path_of_the_site_serves_the_page")
def the_path_of_a_document_is_not_found(templates):
    del distribution(templates)["DefaultCacheBehavior"]["FunctionAssociations"]


@mutation("every_path_of_the_site_serves_the_page", stage="alternatives")
def the_path_of_a_document_is_not_found_without_cloudfront(templates):
    del properties(templates, "frontend/SiteBucket")["WebsiteConfiguration"]["ErrorDocument"]


@mutation("only_cloudfront_reads_the_site")
def every_distribution_reads_the_site(templates):
    del properties(templates, "frontend/CdnReads")["PolicyDocument"]["Statement"][0]["Fn::If"][1]["Condition"]


@mutation("only_cloudfront_reads_the_site")
def cloudfront_signs_nothing(templates):
    del distribution(templates)["Origins"][0]["OriginAccessControlId"]


@mutation("custom_domain_has_a_certificate", stage="domain")
def a_custom_domain_has_no_certificate(templates):
    del distribution(templates)["ViewerCertificate"]


@mutation("custom_domain_has_a_certificate", stage="domain")
def a_custom_domain_has_no_alias(templates):
    del distribution(templates)["Aliases"]


@mutation("custom_domain_has_a_certificate", stage="domain")
def a_custom_domain_allows_old_tls(templates):
    distribution(templates)["ViewerCertificate"]["Fn::If"][1]["MinimumProtocolVersion"] = "TLSv1.1_2016"


@mutation("no_domain_is_served_by_default")
def an_unconfigured_domain_is_served(templates):
    distribution(templates)["Aliases"] = ["papers.example.org"]


# Deploying


@mutation("deploy_role_allows_what_cloudformation_calls")
def a_function_is_in_a_network(templates):
    network = {"SubnetIds": ["subnet-0d8ff1c2"], "SecurityGroupIds": ["sg-0d8ff1c2"]}
    properties(templates, "api/ApiLambdaFunction")["VpcConfig"] = network


@mutation("deploy_role_allows_what_cloudformation_calls")
def a_bucket_is_replicated(templates):
    properties(templates, "frontend/SiteBucket")["ReplicationConfiguration"] = {"Role": "arn", "Rules": []}


# Stages


@mutation("names_are_not_generated")
def the_bucket_for_packages_has_no_name(templates):
    del properties(templates, "worker/ServerlessDeploymentBucket")["BucketName"]


@mutation("names_are_not_generated")
def the_schedule_has_no_name(templates):
    schedule = resources_of_type(templates, "storage", "Events::Rule")[0]
    del schedule["Properties"]["Name"]


@mutation("names_are_not_generated")
def a_topic_has_no_name(templates):
    templates["storage"]["Resources"]["OtherTopic"] = {"Type": "AWS::SNS::Topic", "Properties": {}}


@mutation("names_are_not_generated", "domain")
def the_budget_has_no_name(templates):
    del resources_of_type(templates, "storage", "Budgets::Budget")[0]["Properties"]["Budget"]["BudgetName"]


@mutation("names_contain_the_stage")
def a_cache_policy_has_no_stage_in_its_name(templates):
    caching(templates)["Name"] = "docloft-site"


@mutation("names_contain_the_stage")
def an_export_has_no_stage_in_its_name(templates):
    templates["storage"]["Outputs"]["FailedEventsArn"]["Export"]["Name"] = "docloft-FailedEventsArn"
    for one in (*templates["worker"]["Resources"].values(), *templates["api"]["Resources"].values()):
        rename(one, "docloft-prod-FailedEventsArn", "docloft-FailedEventsArn")


def rename(part: Any, before: str, after: str) -> None:
    """Replaces the name wherever it is imported."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        if value == before:
            part[key] = after
        elif isinstance(value, dict | list):
            rename(value, before, after)


def rename_inside(part: Any, before: str, after: str) -> None:
    """Replaces a part of texts, wherever it is."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        if isinstance(value, str):
            part[key] = value.replace(before, after)
        elif isinstance(value, dict | list):
            rename_inside(value, before, after)


@mutation("methods_are_throttled")
def stage_loses_a_throttle(templates):
    properties(templates, "api/ApiGatewayStage")["MethodSettings"].pop()


@mutation("methods_are_throttled")
def stage_loses_its_default_throttle(templates):
    properties(templates, "api/ApiGatewayStage")["MethodSettings"].pop(0)


@mutation("deployment_depends_on_all_it_publishes")
def deployment_does_not_depend_on_a_response(templates):
    [deployment] = resources_of_type(templates, "api", "ApiGateway::Deployment")
    deployment["DependsOn"].remove("ThrottledResponse")


@mutation("deployment_depends_on_all_it_publishes")
def a_usage_plan_does_not_depend_on_its_stage(templates):
    resources_of_type(templates, "api", "ApiGateway::UsagePlan")[0]["DependsOn"] = []


@mutation("deployment_depends_on_all_it_publishes")
def deployment_describes_an_existing_stage(templates):
    [deployment] = resources_of_type(templates, "api", "ApiGateway::Deployment")
    deployment["Properties"]["StageDescription"] = {"MethodSettings": []}


@mutation("passwords_never_reach_our_code")
def passwords_are_accepted(templates):
    properties(templates, "api/UserPoolClient")["ExplicitAuthFlows"] = ["ALLOW_USER_PASSWORD_AUTH"]


@mutation("passwords_never_reach_our_code")
def tokens_are_sent_elsewhere(templates):
    properties(templates, "api/UserPoolClient")["CallbackURLs"] = ["https://elsewhere.example.org/"]


@mutation("passwords_never_reach_our_code")
def tokens_of_the_command_line_are_sent_elsewhere(templates):
    properties(templates, "api/CommandLineClient")["CallbackURLs"] = ["http://192.0.2.1:18423/"]


@mutation("people_may_set_up_a_second_factor")
def a_program_may_change_a_password(templates):
    properties(templates, "api/CommandLineClient")["AllowedOAuthScopes"] = ["openid", "aws.cognito.signin.user.admin"]


@mutation("only_admins_create_accounts")
def anyone_signs_up(templates):
    properties(templates, "api/UserPool")["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] = False


@mutation("invited_people_can_sign_in_and_recover_a_password")
def a_password_cannot_be_recovered(templates):
    del properties(templates, "api/UserPool")["AccountRecoverySetting"]


@mutation("invited_people_can_sign_in_and_recover_a_password")
def an_invitation_does_not_say_where_to_sign_in(templates):
    invitation = properties(templates, "api/UserPool")["AdminCreateUserConfig"]["InviteMessageTemplate"]
    invitation["EmailMessage"] = "{username} {####}"


@mutation("tokens_of_removed_people_expire_soon")
def tokens_work_for_an_hour(templates):
    properties(templates, "api/UserPoolClient")["IdTokenValidity"] = 60


@mutation("tokens_of_removed_people_expire_soon")
def tokens_work_for_five_hours(templates):
    del properties(templates, "api/UserPoolClient")["TokenValidityUnits"]


@mutation("people_may_set_up_a_second_factor")
def a_second_factor_cannot_be_set_up(templates):
    properties(templates, "api/UserPoolClient")["AllowedOAuthScopes"] = ["openid", "email"]


@mutation("people_may_set_up_a_second_factor")
def a_second_factor_is_off(templates):
    properties(templates, "api/UserPool")["MfaConfiguration"] = "OFF"


# Roles


@mutation("roles_have_the_boundary_that_the_deploy_role_requires", stage="domain")
def a_role_has_no_boundary(templates):
    del properties(templates, "worker/WorkRole")["PermissionsBoundary"]


@mutation("boundary_allows_what_roles_allow")
def a_function_may_change_roles(templates):
    allowed = {"Effect": "Allow", "Action": ["iam:PutRolePolicy"], "Resource": [ROLE_OF_WORK]}
    statements(templates, "worker/WorkRole").append(allowed)


@mutation("every_action_has_the_resources_that_iam_checks")
def streams_are_listed_on_one_table(templates):
    for statement in statements(templates, "worker/IndexRole"):
        if "dynamodb:GetRecords" in statement["Action"]:
            statement["Action"].append("dynamodb:ListStreams")


@mutation("every_action_has_the_resources_that_iam_checks")
def objects_are_listed_by_their_keys(templates):
    for statement in statements(templates, "storage/ReceiveRole"):
        if "s3:GetObject" in statement["Action"]:
            statement["Action"].append("s3:ListBucket")


@mutation("every_action_has_the_resources_that_iam_checks")
def an_action_is_misspelt(templates):
    for statement in statements(templates, "worker/WorkRole"):
        if "sqs:DeleteMessage" in statement["Action"]:
            statement["Action"].append("sqs:DeleteMessages")


@mutation("no_role_has_wildcards")
def a_role_has_all_actions_of_a_service(templates):
    statements(templates, "worker/IndexRole")[2]["Action"] = "dynamodb:*"


@mutation("no_role_has_wildcards")
def a_role_has_access_to_all_resources(templates):
    statements(templates, "worker/IndexRole")[2]["Resource"] = "*"


@mutation("every_function_has_its_own_role")
def two_functions_share_a_role(templates):
    properties(templates, "api/SearchLambdaFunction")["Role"] = {"Fn::GetAtt": ["ApiRole", "Arn"]}


@mutation("only_lambda_assumes_roles")
def anyone_assumes_a_role(templates):
    [statement] = properties(templates, "api/ApiRole")["AssumeRolePolicyDocument"]["Statement"]
    statement["Principal"] = {"AWS": "*"}


# Stateful resources


@mutation("stateful_resources_keep_their_logical_ids")
def a_table_is_renamed(templates):
    resources = templates["storage"]["Resources"]
    resources["PapersTable"] = resources.pop("JobsTable")
    for name in ("JobsTableName", "JobsTableArn"):
        del templates["storage"]["Outputs"][name]["Value"]
        templates["storage"]["Outputs"][name]["Value"] = {"Ref": "PapersTable"}


@mutation("stateful_resources_are_retained")
def a_table_is_deleted_with_its_stack(templates):
    del resource(templates, "storage/HistoryTable")["DeletionPolicy"]


@mutation("stateful_resources_are_retained")
def a_bucket_is_deleted_when_it_is_replaced(templates):
    del resource(templates, "storage/FilesBucket")["UpdateReplacePolicy"]


@mutation("failed_first_deploy_can_be_repeated")
def a_table_remains_when_its_deploy_fails(templates):
    resource(templates, "storage/JobsTable")["DeletionPolicy"] = "Retain"


@mutation("failed_first_deploy_can_be_repeated")
def user_pools_pile_up(templates):
    resource(templates, "api/UserPool")["DeletionPolicy"] = "Retain"


@mutation("failed_first_deploy_can_be_repeated")
def a_table_is_protected_before_its_deploy_has_succeeded(templates):
    properties(templates, "storage/JobsTable")["DeletionProtectionEnabled"] = True


@mutation("templates_fit_every_region")
def a_role_names_the_partition_aws(templates):
    statements(templates, "worker/IndexRole")[0]["Resource"] = {
        "Fn::Sub": "arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/docloft-prod-index:*"
    }


@mutation("templates_fit_every_region")
def a_role_names_a_region(templates):
    statements(templates, "worker/IndexRole")[0]["Resource"] = {
        "Fn::Sub": "arn:${AWS::Partition}:logs:eu-central-1:${AWS::AccountId}:log-group:/aws/lambda/docloft-prod-*"
    }


@mutation("templates_fit_every_region", "domain")
def the_topic_of_alarms_names_a_region(templates):
    [topic] = resources_of_type(templates, "storage", "SNS::Topic")
    topic["Properties"]["DisplayName"] = "Docloft in eu-central-1"


@mutation("templates_fit_every_region", "alternatives")
def the_website_is_in_one_region(templates):
    outputs = templates["frontend"]["Outputs"]
    name = next(iter(outputs))
    outputs[name]["Value"] = "http://docloft.s3-website.eu-central-1.amazonaws.com"


@mutation("templates_fit_every_region")
def the_sites_policy_allows_an_address_of_the_partition_aws(templates):
    for part in ("Outputs", "Resources"):
        frontend = templates["frontend"][part]
        rename_inside(frontend, ".s3.${AWS::Region}.${AWS::URLSuffix}", ".s3.${AWS::Region}.amazonaws.com")


@mutation("tables_have_point_in_time_recovery")
def a_table_has_no_point_in_time_recovery(templates):
    del properties(templates, "storage/DocumentsTable")["PointInTimeRecoverySpecification"]


@mutation("deletion_is_protected")
def a_table_is_deleted_by_one_call(templates):
    properties(templates, "storage/LibraryTable")["DeletionProtectionEnabled"] = False


@mutation("deletion_is_protected")
def the_user_pool_is_deleted_by_one_call(templates):
    properties(templates, "api/UserPool")["DeletionProtection"] = "INACTIVE"


@mutation("buckets_block_public_access")
def the_files_bucket_may_be_made_public(templates):
    properties(templates, "storage/FilesBucket")["PublicAccessBlockConfiguration"]["BlockPublicPolicy"] = False


@mutation("buckets_block_public_access")
def a_bucket_policy_allows_everyone(templates):
    statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
    properties(templates, "storage/FilesBucketPolicy")["PolicyDocument"]["Statement"].append(statement)


@mutation("buckets_block_public_access", stage="alternatives")
def everyone_writes_to_the_website(templates):
    properties(templates, "frontend/CdnReads")["PolicyDocument"]["Statement"][0]["Fn::If"][2]["Action"] = "s3:*"


@mutation("buckets_block_public_access", stage="alternatives")
def access_control_lists_open_the_website(templates):
    properties(templates, "frontend/SiteBucket")["PublicAccessBlockConfiguration"]["BlockPublicAcls"] = False


@mutation("buckets_are_owner_enforced_and_encrypted")
def files_are_not_encrypted(templates):
    del properties(templates, "storage/FilesBucket")["BucketEncryption"]


@mutation("buckets_are_owner_enforced_and_encrypted")
def access_control_lists_are_enabled(templates):
    del properties(templates, "frontend/SiteBucket")["OwnershipControls"]


@mutation("buckets_and_queues_refuse_plain_http")
def the_files_bucket_accepts_plain_http(templates):
    del templates["storage"]["Resources"]["FilesBucketPolicy"]


@mutation("buckets_and_queues_refuse_plain_http")
def a_queue_accepts_plain_http(templates):
    properties(templates, "storage/QueuesTlsOnly")["Queues"].pop()


@mutation("buckets_and_queues_refuse_plain_http")
def tls_only_is_turned_off(templates):
    templates["storage"]["Conditions"]["TlsOnly"] = {"Fn::Equals": ["false", "true"]}


@mutation("files_are_versioned")
def files_are_not_versioned(templates):
    del properties(templates, "storage/FilesBucket")["VersioningConfiguration"]


@mutation("unneeded_files_expire")
def old_versions_are_kept(templates):
    rules = properties(templates, "storage/FilesBucket")["LifecycleConfiguration"]["Rules"]
    rules[:] = [one for one in rules if one["Id"] != "expire-noncurrent-versions"]


def lifecycle_rule(templates: Templates, name: str) -> Any:
    rules = properties(templates, "storage/FilesBucket")["LifecycleConfiguration"]["Rules"]
    return next(one for one in rules if one["Id"] == name)


@mutation("unneeded_files_expire")
def received_uploads_are_stored_twice_for_a_month(templates):
    del lifecycle_rule(templates, "expire-inbox")["NoncurrentVersionExpiration"]


@mutation("unneeded_files_expire")
def delete_markers_never_expire(templates):
    lifecycle_rule(templates, "expire-delete-markers")["Status"] = "Disabled"


@mutation("unneeded_files_expire")
def documents_expire(templates):
    rules = properties(templates, "storage/FilesBucket")["LifecycleConfiguration"]["Rules"]
    rules.append({"Id": "tidy", "Status": "Enabled", "Prefix": "originals/", "ExpirationInDays": 3650})


@mutation("tables_and_queues_are_encrypted_with_free_keys")
def a_queue_is_not_encrypted(templates):
    properties(templates, "storage/WorkQueue")["SqsManagedSseEnabled"] = False


# Costs


@mutation("idle_costs_nothing")
def a_key_is_added(templates):
    templates["storage"]["Resources"]["Key"] = {"Type": "AWS::KMS::Key", "Properties": {}}


@mutation("idle_costs_nothing")
def there_are_eleven_alarms(templates):
    alarms = sum(one["Type"] == "AWS::CloudWatch::Alarm" for t in templates.values() for one in t["Resources"].values())
    resources = templates["storage"]["Resources"]
    for number in range(alarms, 11):
        added = copy.deepcopy(resources["DeadLetterAlarm"])
        added["Properties"]["AlarmName"] += f"-{number}"
        resources[f"Alarm{number}"] = added


@mutation("idle_costs_nothing")
def an_alarm_adds_up_seven_metrics(templates):
    one = {"Id": "m", "MetricStat": {"Metric": {"Namespace": "AWS/Lambda", "MetricName": "Throttles"}, "Stat": "Sum"}}
    properties(templates, "api/ThrottlesAlarm")["Metrics"] = [{"Id": "all", "Expression": "SUM(METRICS())"}, *[one] * 7]


@mutation("idle_costs_nothing")
def a_kind_without_a_price_is_added(templates):
    templates["worker"]["Resources"]["Cluster"] = {"Type": "AWS::CloudFormation::WaitConditionHandle"}


@mutation("idle_costs_nothing")
def a_table_is_provisioned(templates):
    properties(templates, "storage/JobsTable")["BillingMode"] = "PROVISIONED"
    units = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
    properties(templates, "storage/JobsTable")["ProvisionedThroughput"] = units


@mutation("idle_costs_nothing")
def the_sweeper_runs_far_too_often(templates):
    resources = templates["storage"]["Resources"]
    schedule, *_ = [one for one in resources.values() if one["Type"] == "AWS::Events::Rule"]
    schedule["Properties"]["ScheduleExpression"] = "rate(1 minute)"
    schedule["Properties"]["Targets"] *= 40


@mutation("idle_costs_nothing")
def a_second_queue_is_polled(templates):
    resources = templates["worker"]["Resources"]
    resources["AnotherMapping"] = next(
        one for one in resources_of_type(templates, "worker", "Lambda::EventSourceMapping") if "WorkQueue" in str(one)
    )


# Monitoring


@mutation("alarms_link_to_the_runbook")
def an_alarm_names_no_section(templates):
    properties(templates, "worker/FunctionErrorsAlarm")["AlarmDescription"] = "Something is wrong."


@mutation("alarms_link_to_the_runbook")
def an_alarm_names_a_missing_section(templates):
    properties(templates, "worker/FunctionErrorsAlarm")["AlarmDescription"] = "Runbook: docs/operating.md#nowhere"


@mutation("alarms_cover_every_failure")
def no_alarm_watches_the_dead_letters(templates):
    del templates["storage"]["Resources"]["DeadLetterAlarm"]


@mutation("alarms_cover_every_failure")
def slow_responses_hide_in_the_average(templates):
    alarm = properties(templates, "api/ApiLatencyAlarm")
    del alarm["ExtendedStatistic"]
    alarm["Statistic"] = "Average"


@mutation("alarms_cover_every_failure")
def no_alarm_watches_failed_commands(templates):
    """A failed command is a partial batch failure, which Lambda does not count as an error of the function."""
    del templates["worker"]["Resources"]["CommandsFailedAlarm"]


@mutation("alarms_cover_every_failure")
def throttles_of_one_function_are_watched(templates):
    dimension = {"Name": "FunctionName", "Value": {"Ref": "ApiLambdaFunction"}}
    properties(templates, "api/ThrottlesAlarm")["Dimensions"] = [dimension]


@mutation("alarms_cover_errors_of_every_function")
def errors_of_the_whole_region_are_watched(templates):
    properties(templates, "worker/FunctionErrorsAlarm").update(Namespace="AWS/Lambda", MetricName="Errors")


@mutation("alarms_cover_errors_of_every_function")
def errors_of_the_keys_are_not_counted(templates):
    del templates["api"]["Resources"]["KeysErrorsFilter"]


@mutation("alarms_cover_errors_of_every_function")
def functions_that_run_out_of_time_are_not_counted(templates):
    properties(templates, "worker/WorkErrorsFilter")["FilterPattern"] = '?"[ERROR]" ?"Runtime exited"'


@mutation("alarms_on_failures_fire_within_five_minutes")
def an_alarm_on_failures_waits_five_minutes(templates):
    properties(templates, "worker/CommandsFailedAlarm")["Period"] = 300


@mutation("every_alarm_is_mailed", stage="domain")
def an_alarm_notifies_nothing(templates):
    del properties(templates, "api/ThrottlesAlarm")["AlarmActions"]


@mutation("every_alarm_is_mailed", stage="domain")
def the_topic_has_no_subscription(templates):
    del templates["storage"]["Resources"]["AlarmSubscription"]


@mutation("budget_notifies_its_address", stage="domain")
def the_budget_notifies_of_no_forecast(templates):
    properties(templates, "storage/Budget")["NotificationsWithSubscribers"].pop()


@mutation("budget_notifies_its_address", stage="domain")
def the_budget_is_empty(templates):
    properties(templates, "storage/Budget")["Budget"]["BudgetLimit"]["Amount"] = "0"


@mutation("logs_expire")
def a_log_group_has_no_retention(templates):
    del properties(templates, "worker/IndexLogGroup")["RetentionInDays"]


@mutation("every_function_has_a_log_group")
def a_function_has_no_log_group(templates):
    properties(templates, "worker/IndexLogGroup")["LogGroupName"] = "/aws/lambda/docloft-prod-indexes"


@mutation("requests_are_traced")
def a_function_is_not_traced(templates):
    properties(templates, "storage/ReceiveLambdaFunction")["TracingConfig"] = {"Mode": "PassThrough"}


# Sizes


@mutation("memory_is_within_128_and_512_megabytes_or_documented")
def a_function_has_memory_that_is_not_documented(templates):
    properties(templates, "worker/IndexLambdaFunction")["MemorySize"] = 1024


@mutation("memory_is_within_128_and_512_megabytes_or_documented")
def a_function_without_a_parameter_has_the_memory_of_another(templates):
    properties(templates, "api/ApiLambdaFunction")["MemorySize"] = 1769


@mutation("functions_have_the_right_timeout")
def the_api_outlasts_the_gateway(templates):
    properties(templates, "api/ApiLambdaFunction")["Timeout"] = 30


@mutation("functions_run_a_supported_python_on_arm")
def a_function_runs_on_an_old_python(templates):
    properties(templates, "api/ApiLambdaFunction")["Runtime"] = "python3.9"


@mutation("keys_only_open_the_inbox")
def a_route_for_people_accepts_keys(templates: Templates) -> None:
    method(templates, "GET")["ApiKeyRequired"] = True


@mutation("drop_keys_are_throttled_and_have_a_quota")
def drop_keys_have_no_throttling(templates: Templates) -> None:
    del properties(templates, "api/ApiGatewayUsagePlanDrop")["Throttle"]


@mutation("drop_keys_are_throttled_and_have_a_quota")
def drop_keys_have_no_quota(templates: Templates) -> None:
    del properties(templates, "api/ApiGatewayUsagePlanDrop")["Quota"]


@mutation("drop_keys_are_throttled_and_have_a_quota")
def a_usage_plan_has_another_name(templates: Templates) -> None:
    for one in resources_of_type(templates, "api", "Lambda::Function"):
        variables = one["Properties"].get("Environment", {}).get("Variables", {})
        if "USAGE_PLAN_NAME" in variables:
            variables["USAGE_PLAN_NAME"] = "another"


@mutation("drop_keys_are_throttled_and_have_a_quota")
def an_exhausted_quota_has_the_default_gateway_error(templates: Templates) -> None:
    properties(templates, "api/QuotaExceededResponse")["ResponseType"] = "WAF_FILTERED"


KEYS = "arn:${AWS::Partition}:apigateway:${AWS::Region}::/apikeys"


@mutation("one_function_creates_keys_and_none_reads_them")
def a_function_reads_keys(templates: Templates) -> None:
    statements = properties(templates, "api/KeysRole")["Policies"][0]["PolicyDocument"]["Statement"]
    statements.append({"Effect": "Allow", "Action": ["apigateway:GET"], "Resource": [{"Fn::Sub": KEYS + "/*"}]})


@mutation("one_function_creates_keys_and_none_reads_them")
def another_function_creates_keys(templates: Templates) -> None:
    statements = properties(templates, "api/ApiRole")["Policies"][0]["PolicyDocument"]["Statement"]
    statements.append({"Effect": "Allow", "Action": ["apigateway:POST"], "Resource": [{"Fn::Sub": KEYS}]})


def statement_with(templates: Templates, action: str) -> Any:
    return next(one for one in statements(templates, "api/KeysRole") if action in one["Action"])


@mutation("only_own_keys_are_deleted")
def every_key_of_the_region_is_deleted(templates: Templates) -> None:
    del statement_with(templates, "apigateway:DELETE")["Condition"]


@mutation("only_own_keys_are_deleted")
def keys_of_another_stage_are_deleted(templates: Templates) -> None:
    condition = statement_with(templates, "apigateway:DELETE")["Condition"]
    condition["StringEquals"]["aws:ResourceTag/usage-plan"] = "docloft-api-drop-dev"


@mutation("only_own_keys_are_deleted")
def keys_that_exist_are_tagged(templates: Templates) -> None:
    statement = statement_with(templates, "apigateway:PUT")
    statement["Resource"] = [{"Fn::Sub": one["Fn::Sub"].replace("${!*}", "*")} for one in statement["Resource"]]


@mutation("only_own_keys_are_deleted")
def new_keys_are_not_tagged(templates: Templates) -> None:
    statement = statement_with(templates, "apigateway:PUT")
    statement["Resource"] = [{"Fn::Sub": one["Fn::Sub"].replace("%2F${!*}", "")} for one in statement["Resource"]]


@mutation("only_own_keys_are_deleted")
def any_tag_is_added_to_keys(templates: Templates) -> None:
    del statement_with(templates, "apigateway:PUT")["Condition"]
